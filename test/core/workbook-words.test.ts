// Both languages of the workbooks and of adoptions: every text is there, and the Japanese ones are Japanese.
import { type Contradiction, explain } from "@rollcall/core/adopt/contradiction";
import { english } from "@rollcall/core/adopt/words.en";
import { isPainted } from "@rollcall/core/workbook/sheet";
import { templateSheets } from "@rollcall/core/workbook/template";
import { workbookWords } from "@rollcall/core/workbook/words";
import { describe, expect, it } from "vitest";
import { linesOf } from "./sheet-lines.ts";

const japanese = /[\p{scx=Hira}\p{scx=Kana}\p{scx=Han}]/u;

describe("Japanese", () => {
  it("is what each contradiction and its next act are told in", () => {
    for (const code of Object.keys(english) as Contradiction["code"][]) {
      const { problem, next } = explain({
        accountId: "012345678901",
        code,
        regions: ["us-east-1"],
      });
      expect(problem.ja).toMatch(japanese);
      expect(next.ja).toMatch(japanese);
      expect(problem.en).not.toMatch(japanese);
      expect(next.en).not.toMatch(japanese);
    }
  });

  it("is what the template explains every column in", () => {
    const [ledger, explanation] = templateSheets("ja");
    expect(
      ledger?.rows.at(0)?.every((cell) => isPainted(cell) && japanese.test(String(cell.value))),
    ).toBe(true);
    const told = linesOf(explanation!).slice(1, 1 + ledger!.columns.length);
    for (const [, says, empty] of told) {
      expect(says).toMatch(japanese);
      expect(empty).toMatch(japanese);
    }
  });

  it("is what a result's own words are in", () => {
    const words = workbookWords("ja");
    const { problem, next } = words.failed("States.Timeout", "");
    for (const text of [
      words.result,
      words.problem,
      words.next,
      words.enabled(1, 2),
      words.created("012345678901"),
      words.gone,
      words.stillIn(2),
      words.rejected,
      words.notApplied,
      words.unread,
      words.where,
      words.wholeFile,
      words.wholeRun,
      words.atRow(2, "", ""),
      words.account("012345678901", "all"),
      problem,
      next,
    ])
      expect(text).toMatch(japanese);
  });
});
