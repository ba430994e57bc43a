import { type Cell, isRejected, MOST_ROWS } from "@rollcall/core/ledger";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { read, readOne } from "./ledger-sheet.ts";

describe("e-mails and names", () => {
  const create = ["account_name", "email", "owner_email"];

  it.each([
    ["a plain one", "web+prod@example.co.jp", []],
    ["a space inside", "web prod@example.com", ["EmailForm"]],
    ["no domain", "web@localhost", ["EmailForm"]],
    ["two of them", "a@example.com,b@example.com", ["EmailSeveral"]],
    ["two lines", "a@example.com\nb@example.com", ["EmailSeveral"]],
    ["a link in front", "mailto:a@example.com", []],
    ["a leading dot", ".web@example.com", ["EmailRules"]],
    ["a percent sign", "we%b@example.com", ["EmailRules"]],
    ["an ampersand", "a&b@example.com", ["EmailRules"]],
    ["more than 64 characters", `${"a".repeat(60)}@example.com`, ["EmailRules"]],
    ["Japanese letters", "山田@example.com", ["EmailRules"]],
    ["full-width signs", "web＠example.com", ["FullWidth"]],
    ["a space behind", "web@example.com\u3000", ["StraySpaces"]],
    ["a name around it", "Yamada <y@example.com>", ["EmailForm"]],
  ])("of a new account may have %s", (_, email, expected) => {
    expect(readOne(create, "web", email, "o@example.com").codes).toEqual(expected);
  });

  it("of an existing account may be what AWS would not take for a new one", () => {
    expect(
      readOne(["account_id", "email"], "333333333333", `${"a".repeat(60)}@example.com`).codes,
    ).toEqual([]);
    expect(readOne(["account_id", "owner_email"], "333333333333", "山田").codes).toEqual([
      "EmailForm",
    ]);
  });

  it("used twice are an error that names the other row, whatever the case", () => {
    const { problems } = read(
      ["account_name", "email"],
      ["a", "x@example.com"],
      ["b", "X@example.com"],
    );
    expect(problems).toMatchObject([{ code: "Contradicts", row: 3, severity: "error" }]);
    const byId = read(
      ["account_id", "email"],
      ["333333333333", "x@example.com"],
      ["444444444444", "x@EXAMPLE.com"],
    );
    expect(byId.problems).toMatchObject([{ code: "EmailTwice", row: 3, column: "email (B)" }]);
    expect(byId.problems[0]?.problem.en).toContain("Row 2");
  });

  it.each([
    ["Japanese", "本番環境", ["NameCharacters"]],
    ["full-width", "ＷＥＢ", ["FullWidth"]],
    ["too long", "x".repeat(51), ["NameLength"]],
    ["missing", null, ["NameMissing"]],
  ])("of a new account: a name that is %s", (_, name, expected) => {
    expect(readOne(create, name, "a@example.com", null).codes).toEqual(expected);
  });

  it("of an existing account may be Japanese", () => {
    const { row, codes } = readOne(["account_id", "account_name"], "333333333333", "本番環境 ①");
    expect(codes).toEqual([]);
    expect(row?.accountName).toBe("本番環境 ①");
  });
});

describe("a row", () => {
  it("without id and e-mail is an error", () => {
    expect(readOne(["account_id", "email", "project"], null, null, "x").codes).toEqual([
      "MissingIdentity",
    ]);
  });

  it("without id cannot join by role", () => {
    const { problems } = readOne(
      ["account_id", "email", "account_name", "join"],
      null,
      "a@example.com",
      "a",
      "ロール",
    );
    expect(problems).toMatchObject([{ code: "IdMissing", column: "account_id (A)" }]);
  });

  it.each([
    ["join", "作成", { join: "create" }],
    ["join", "新規", { join: "create" }],
    ["join", "ロール", { join: "role" }],
    ["join", "Role", { join: "role" }],
    ["join", "セルフサービス", { join: "self-service" }],
    ["join", "Self Service", { join: "self-service" }],
    ["desired", "参加", { desired: "member" }],
    ["desired", "メンバー", { desired: "member" }],
    ["desired", "○", { desired: "member" }],
    ["desired", "解除", { desired: "absent" }],
    ["desired", "離脱", { desired: "absent" }],
    ["desired", "不参加", { desired: "absent" }],
    ["desired", "Absent", { desired: "absent" }],
    ["desired", "ＡＢＳＥＮＴ", { desired: "absent" }],
    ["desired", "済", { desired: "member" }],
    ["desired", "✕", { desired: "absent" }],
  ])("says %s as %s", (column, word, expected) => {
    const { row, codes } = readOne(["account_id", column], "333333333333", word);
    expect(codes).toEqual([]);
    expect(row).toMatchObject(expected);
  });

  it("suggests the word that was meant", () => {
    expect(
      readOne(["account_id", "desired"], "333333333333", "abesnt").problems[0]?.fix.en,
    ).toContain("absent");
    expect(readOne(["account_id", "join"], "333333333333", "rolee").problems[0]?.fix.en).toContain(
      "role",
    );
    expect(
      readOne(["account_id", "join"], "333333333333", "self-servce").problems[0]?.fix.ja,
    ).toContain("「self-service」");
    expect(
      readOne(["account_id", "desired"], "333333333333", "未参加").problems[0]?.fix.ja,
    ).not.toContain("誤り");
    expect(readOne(["account_id", "desired"], "333333333333", "審査中").codes).toEqual([
      "UnknownDesired",
    ]);
  });

  it.each<[string, string, string, string[]]>([
    ["account_name", "web\u3000", "web", ["StraySpaces"]],
    ["project", " 基幹 ", "基幹", ["StraySpaces"]],
    ["customer", "山田\u200b商事", "山田商事", ["StraySpaces"]],
    ["project", "基幹\n更改", "基幹 更改", []],
    ["project", "基幹\r更改", "基幹 更改", []],
    ["customer", "株式会社\u3000山田商事", "株式会社 山田商事", []],
  ])("with stray spaces in %s is put right and told", (column, cell, value, expected) => {
    const { row, codes } = readOne(["account_id", column], "333333333333", cell);
    expect(codes).toEqual(expected);
    expect(Object.values(row ?? {})).toContain(value);
  });

  it("that is repeated is read once, with a warning", () => {
    const { rows, problems } = read(
      ["account_id", "regions"],
      ["333333333333", "us-east-1,us-east-2"],
      ["3333-3333-3333", "us-east-2 us-east-1"],
    );
    expect(rows).toHaveLength(1);
    expect(problems).toMatchObject([{ code: "Repeated", severity: "warning", row: 3 }]);
    expect(isRejected(problems)).toBe(false);
  });

  it("that contradicts another is an error that names both rows and the columns", () => {
    const { problems } = read(
      ["account_id", "regions", "project"],
      ["333333333333", "us-east-1", "a"],
      ["333333333333", "us-east-2", "b"],
    );
    expect(problems).toMatchObject([{ code: "Contradicts", severity: "error", row: 3 }]);
    expect(problems[0]?.problem.en).toContain("Row 2");
    expect(problems[0]?.problem.en).toContain("project (C), regions (B)");
  });

  it("tells its problems as the eye goes along it", () => {
    const { problems } = readOne(["desired", "regions", "account_id"], "?", "mars", "x1");
    expect(problems.map(({ column }) => column)).toEqual([
      "desired (A)",
      "regions (B)",
      "account_id (C)",
    ]);
  });

  it("that is empty is passed over", () => {
    expect(
      read(["account_id"], ["333333333333"], [], [" "], ["444444444444"]).rows.map(
        ({ row }) => row,
      ),
    ).toEqual([2, 5]);
  });

  it("of an account to leave needs no name", () => {
    expect(
      readOne(["email", "account_name", "desired"], "a@example.com", null, "解除").codes,
    ).toEqual([]);
  });

  it.each([
    ["#soc-alerts", "#soc-alerts", []],
    ["SOC-Alerts", "#soc-alerts", []],
    ["C0123456789", "C0123456789", []],
    ["セキュリティ", "#セキュリティ", []],
    ["<!channel>", undefined, ["SlackChannel"]],
    ["two words", undefined, ["SlackChannel"]],
  ])("names its channel %s", (written, channel, expected) => {
    const { row, codes } = readOne(["account_id", "slack_channel"], "333333333333", written);
    expect(row?.slackChannel).toBe(channel);
    expect(codes).toEqual(expected);
  });
});

it("refuses more than 50,000 rows", () => {
  const rows = Array.from({ length: MOST_ROWS + 1 }, (_, index): Cell[] => [
    String(300_000_000_000 + index),
  ]);
  expect(read(["account_id"], ...rows).problems).toMatchObject([
    { code: "TooManyRows", severity: "error" },
  ]);
});

it("is not kept busy by long texts", () => {
  const names = ["account_id", "email", "regions", "desired", "join", "project", "slack_channel"];
  const started = performance.now();
  for (const sign of ["(", "【", "a", "@", "-", "1 ", ".@", "東京と"]) {
    const text = sign.repeat(32_000 / sign.length);
    const { problems } = read(
      names,
      names.map(() => text),
    );
    expect(problems.length).toBeLessThan(names.length + 2);
    read([text, "account_id"], ["x", "333333333333"]);
  }
  expect(performance.now() - started).toBeLessThan(5_000);
});

it("reads any sheet at all, and says every problem in both languages (property)", () => {
  const cell: fc.Arbitrary<Cell> = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.date(),
    fc.constant({ error: "#REF!" }),
    fc.constantFrom("account_id", "リージョン", "all", "333333333333", "a@b.co", "create"),
  );
  fc.assert(
    fc.property(fc.array(fc.array(cell, { maxLength: 6 }), { maxLength: 8 }), (sheet) => {
      const { problems, rows } = read(["アカウントID", "email", "リージョン"], ...sheet);
      const bad = problems.filter(
        ({ problem, fix, value, column }) =>
          [problem.en, fix.en, problem.ja, fix.ja].includes("") ||
          !/[ぁ-んァ-ヶ一-龠]/.test(problem.ja) ||
          [...value].length > 90 ||
          column.length > 120,
      );
      expect(bad).toEqual([]);
      expect(rows.length).toBeLessThanOrEqual(sheet.length);
    }),
  );
});
