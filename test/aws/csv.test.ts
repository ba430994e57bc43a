// Files for threads, as a spreadsheet takes them: text stays text, ids keep their zeros, nothing is evaluated.
import { csvOf } from "@rollcall/aws/csv";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const read = (rows: string[][]) =>
  parse(csvOf(rows), { bom: true, record_delimiter: "\r\n" }) as string[][];

describe("csvOf", () => {
  it("begins with a byte order mark and ends lines with CRLF", () => {
    const text = csvOf([
      ["アカウント", "b"],
      ["1", 'say "hi", twice'],
    ]).toString("utf8");
    expect(text).toBe('\ufeffアカウント,b\r\n1,"say ""hi"", twice"\r\n');
  });

  it("writes account ids with the hyphens that AWS's console shows", () => {
    expect(read([["012345678912", "12345", "ap-northeast-1"]])).toEqual([
      ["0123-4567-8912", "12345", "ap-northeast-1"],
    ]);
  });

  it.each([
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\0=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
  ])("takes the meaning out of %j", (cell) => {
    expect(read([["a", cell]])).toEqual([["a", `'${cell}`]]);
  });

  it("keeps every text, whatever stands in it", () => {
    const cell = fc.string({ unit: "grapheme" });
    const any = fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1 });
    fc.assert(
      fc.property(any, (rows) => {
        const back = read(rows).map((row) => row.map((one) => one.replace(/^'/, "")));
        const plain = (one: string) => one.replace(/^'/, "");
        expect(back).toEqual(
          rows.map((row) =>
            row.map((one) => (/^\d{12}$/.test(one) ? expect.stringMatching(/-/) : plain(one))),
          ),
        );
      }),
      { numRuns: 200 },
    );
  });
});
