// Rows and columns that are no part of the ledger: forms, totals, legends, loose names.
import { type Cell, isRejected } from "@rollcall/core/ledger";
import { describe, expect, it } from "vitest";
import { read, readOne } from "./ledger-sheet.ts";

const header = ["No.", "アカウントID", "アカウント名", "メールアドレス", "リージョン", "状態"];
const account: Cell[] = [1, "333333333333", "web", null, "東京", "参加"];

describe("a row that is no account", () => {
  it.each<[string, Cell[]]>([
    ["a total in front", ["合計", 1]],
    ["a total of the table", [null, "合計", 1]],
    ["a total in English", ["Total", null, 1]],
    ["a legend", [null, "※ ○=参加 ×=解除 (2026/11/22 現在 999999999999)"]],
    ["a divider", ["■ 本番環境"]],
    ["the end", [null, null, null, null, null, "以上"]],
    ["a sentence where the id stands", [null, "新しいアカウントは情シスに依頼すること"]],
  ])("is told and passed over: %s", (_, row) => {
    const { rows, problems } = read(header, account, row);
    expect(rows).toHaveLength(1);
    expect(problems).toMatchObject([{ code: "NoteRow", severity: "warning", row: 3 }]);
    expect(problems[0]?.value).not.toBe("");
  });

  it("is told once for all lines that only have a number, or what a form has prepared", () => {
    const { rows, problems } = read(
      header,
      account,
      [2],
      [3, null, null, null, "all", "参加"],
      [4],
    );
    expect(rows).toHaveLength(1);
    expect(problems).toMatchObject([{ code: "UnusedRows", severity: "warning", row: 3 }]);
    expect(problems[0]?.problem.ja).toContain("5行目までに3行");
  });

  it.each<[string, Cell[], string]>([
    ["an id too short", [null, "33333"], "IdLength"],
    ["an e-mail alone", [null, null, null, "a@example.com"], "NameMissing"],
    ["a name alone", [null, null, "web"], "EmailMissing"],
    ["an error alone", [null, { error: "#REF!" }], "ErrorCell"],
    ["an id under review", [2, "申請中", "web"], "IdCharacters"],
  ])("is not meant by %s", (_, row, code) => {
    expect(read(header, account, row).problems).toMatchObject([{ code, severity: "error" }]);
  });

  it("is an error when accounts follow that have an id", () => {
    const { problems } = read(header, [1, null, null, null, "東京", "参加"], account);
    expect(problems).toMatchObject([{ code: "MissingIdentity", row: 2 }]);
  });

  it("is the header once more, where it is merged over two rows", () => {
    const names = ["アカウントID", "備考"];
    const { rows, problems } = read(names, names, ["333333333333", "x"]);
    expect(problems).toEqual([]);
    expect(rows).toMatchObject([{ row: 3 }]);
  });
});

describe("an account that AWS lists as closed", () => {
  it("is passed over like a row that is missing", () => {
    const { rows, problems } = read(
      ["Account ID", "Email", "Name", "Status", "State"],
      ["333333333333", "a@example.com", "a", "ACTIVE", "ACTIVE"],
      ["444444444444", "b@example.com", "b", "SUSPENDED", "PENDING_CLOSURE"],
    );
    expect(rows).toMatchObject([{ accountId: "333333333333", desired: "member" }]);
    expect(problems.map(({ code }) => code)).toEqual(["LooseColumn", "ClosedAccount"]);
    expect(isRejected(problems)).toBe(false);
  });
});

describe("a column with a loose name", () => {
  it.each<[string, Cell]>([
    ["区分", "本番"],
    ["Status", "in review"],
    ["通知先", "soc@example.com"],
    ["メール", "総務部"],
  ])("%s is one of the ledger's own when nothing in it makes sense", (name, value) => {
    const { row, problems, ignored } = readOne(["アカウントID", name], "333333333333", value);
    expect(row?.extra).toEqual({ [name]: value });
    expect(ignored).toEqual([name]);
    expect(problems).toMatchObject([{ code: "LooseColumn", severity: "warning", row: 1 }]);
  });

  it("is ours as soon as one value makes sense: then the others are mistakes", () => {
    const { problems, rows } = read(
      ["アカウントID", "ステータス"],
      ["333333333333", "解除"],
      ["444444444444", "審査中"],
    );
    expect(rows[0]).toMatchObject({ desired: "absent" });
    expect(problems).toMatchObject([{ code: "UnknownDesired", row: 3 }]);
  });
});

describe("a word for nothing", () => {
  it.each<[string, string]>([
    ["担当者メール", "-"],
    ["Slackチャンネル", "なし"],
    ["メールアドレス", "－"],
    ["プロジェクト", "ー"],
    ["参加方法", "N/A"],
  ])("leaves %s empty: %s", (name, word) => {
    const { row, codes } = readOne(["アカウントID", name], "333333333333", word);
    expect(codes).toEqual([]);
    expect(row).toEqual(readOne(["アカウントID", name], "333333333333", null).row);
  });

  it("in place of an id means that the account is to be created", () => {
    const names = ["アカウントID", "アカウント名", "メールアドレス"];
    expect(readOne(names, "未発行", "web", "a@example.com").row).toMatchObject({ join: "create" });
  });

  it.each([
    ["リージョン", "UnknownRegion"],
    ["状態", "UnknownDesired"],
  ])("is an error for %s, where empty means something", (name, code) => {
    expect(readOne(["アカウントID", name], "333333333333", "なし").codes).toEqual([code]);
  });
});

it("reads names of columns as forms write them", () => {
  const { row, codes } = readOne(
    [
      "① アカウントNo.",
      "2. アカウント\n名称",
      "登録メールアドレス",
      "担当者E-mail",
      "対象Region",
      "参加可否",
    ],
    "333333333333",
    "web",
    "a@example.com",
    "b@example.com",
    "東京",
    "○",
  );
  expect(codes).toEqual([]);
  expect(row).toMatchObject({
    accountId: "333333333333",
    accountName: "web",
    email: "a@example.com",
    ownerEmail: "b@example.com",
    regions: ["ap-northeast-1"],
    desired: "member",
  });
});

it("cuts a text that would not travel, and says so", () => {
  const { row, problems } = readOne(
    ["アカウントID", "案件名"],
    "333333333333",
    "あ".repeat(40_000),
  );
  expect([...(row?.project ?? "")]).toHaveLength(500);
  expect(problems).toMatchObject([{ code: "TextTooLong", severity: "warning" }]);
});
