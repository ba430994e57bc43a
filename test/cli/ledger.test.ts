// `ledger template` and `ledger check`, as a person or a script starts them.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { rollcall } from "./command.ts";

const directory = fs.mkdtempSync(path.join(os.tmpdir(), "rollcall-ledger-"));
afterAll(() => fs.rmSync(directory, { recursive: true }));

const file = (name: string, text?: string): string => {
  const whole = path.join(directory, name);
  if (text !== undefined) fs.writeFileSync(whole, text);
  return whole;
};

describe("ledger template", () => {
  it("writes an empty ledger, which the check finds empty and not broken", async () => {
    const output = file("台帳.xlsx");
    const written = await rollcall(["ledger", "template", "--lang", "ja", "--output", output]);
    expect(written).toMatchObject({ code: 0, stderr: "" });
    expect(written.stdout).toContain(`${output} を作成しました`);
    const [checked, again] = await Promise.all([
      rollcall(["ledger", "check", output]),
      rollcall(["ledger", "template", "--output", output]),
    ]);
    expect(checked.code).toBe(2);
    expect(checked.stdout).toContain("The ledger has no rows with accounts.");
    expect(again).toMatchObject({ code: 2, stdout: "" });
    expect(again.stderr).toContain("exists already");
  });
});

describe("ledger check", () => {
  it("says what an upload would say, with row, column and remedy (D57)", async () => {
    const ledger = file("bad.csv", "account_id,regions,memo\n12345678901,all,x\n1234,nowhere,y\n");
    const [page, document] = await Promise.all([
      rollcall(["ledger", "check", ledger]),
      rollcall(["ledger", "check", ledger, "--json", "--lang", "ja"]),
    ]);
    expect(page).toMatchObject({ code: 2, stderr: "" });
    expect(page.stdout).toContain("bad.csv would be rejected: 2 errors, 1 warning.");
    expect(page.stdout).toContain('bad.csv, row 3, column account_id (A) "1234"');
    expect(page.stdout).toContain("Not used from the ledger: memo");
    expect(document.code).toBe(2);
    expect(JSON.parse(document.stdout)).toMatchObject({
      schemaVersion: 1,
      accepted: false,
      rows: 2,
      problems: [
        { severity: "warning", code: "LeadingZeros", row: 2 },
        { severity: "error", code: "IdLength", row: 3, column: "account_id (A)" },
        { severity: "error", code: "UnknownRegion", row: 3 },
      ],
    });
  });

  it("takes the hub's facts as options, and a good ledger as it is", async () => {
    const ledger = file("good.csv", "account_id,regions\n012345678901,eu-west-1\n");
    const check = (...options: string[]) => rollcall(["ledger", "check", ledger, ...options]);
    const [good, hub, region, missing] = await Promise.all([
      check(),
      check("--hub", "012345678901"),
      check("--region", "us-east-1"),
      rollcall(["ledger", "check", file("nothing.csv")]),
    ]);
    expect(good).toMatchObject({ code: 0, stderr: "" });
    expect(good.stdout).toContain("good.csv would be accepted: 1 account.");
    expect(hub.stdout).toContain("hub");
    expect(hub.code).toBe(2);
    expect(region.stdout).toContain("eu-west-1");
    expect(region.code).toBe(2);
    expect(missing).toMatchObject({ code: 2, stdout: "" });
    expect(missing.stderr).toContain("there is no such file");
  });
});
