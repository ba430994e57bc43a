// Which sheet is read, when a workbook has several.
import { cellsOf } from "@rollcall/aws/workbook";
import { expect, it } from "vitest";
import { workbookOf } from "./workbook-files.ts";

const chosen = async (sheets: Record<string, unknown[][]>) => {
  const bytes = await workbookOf(Object.entries(sheets).map(([sheet, data]) => ({ sheet, data })));
  const { sheet, problems, warnings } = await cellsOf(bytes, "a.xlsx");
  return { sheet, problems: problems.map(({ code }) => code), warnings };
};
const ledger = [
  ["アカウントID", "リージョン"],
  ["333333333333", "東京"],
];

it("is the one with accounts, not the one that explains the columns", async () => {
  const explained = [
    ["列名", "説明"],
    ["アカウントID", "12桁"],
    ["アカウント名", "半角"],
    ["リージョン", "all など"],
  ];
  const lists = [
    ["リージョン", "参加方法", "状態"],
    ["東京", "ロール", "参加"],
  ];
  expect(await chosen({ 説明: explained, 台帳: ledger, マスタ: lists })).toEqual({
    sheet: "台帳",
    problems: [],
    warnings: [],
  });
});

it("is the first of two alike, and the other one is named", async () => {
  const { sheet, warnings } = await chosen({ 本番: ledger, 検証: ledger });
  expect(sheet).toBe("本番");
  expect(warnings).toMatchObject([{ code: "OtherLedger", severity: "warning", value: "検証" }]);
  expect(warnings[0]?.problem.ja).toContain("「本番」");
});

it("is not hindered by a log that is too large for a ledger", async () => {
  const log = Array.from({ length: 100_001 }, (_, index) => [index]);
  expect(await chosen({ ログ: log, 台帳: ledger })).toMatchObject({ sheet: "台帳", problems: [] });
});

it("is refused when it is too large itself", async () => {
  const rows = Array.from({ length: 100_001 }, (_, index) => [String(300_000_000_000 + index)]);
  const { problems } = await chosen({ 台帳: [["account_id"], ...rows] });
  expect(problems).toEqual(["TooManyRows"]);
});
