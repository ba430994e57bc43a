import { type Cell, isRejected } from "@rollcall/core/ledger";
import { describe, expect, it } from "vitest";
import { read, readOne } from "./ledger-sheet.ts";

const japanese = [
  "アカウントID",
  "アカウント名",
  "メールアドレス",
  "プロジェクト",
  "顧客",
  "担当者メール",
  "Slackチャンネル",
  "リージョン",
  "参加方法",
  "状態",
];
const english = [
  "account_id",
  "account_name",
  "email",
  "project",
  "customer",
  "owner_email",
  "slack_channel",
  "regions",
  "join",
  "desired",
];

describe("the header", () => {
  it.each([
    ["Japanese", japanese],
    ["English", english],
  ])("is read in %s", (_, header) => {
    const row = [
      "333333333333",
      "web-prod",
      "web@example.com",
      "基幹",
      "山田商事",
      "owner@example.jp",
      "#soc",
      "all",
      "role",
      "member",
    ];
    expect(read(header, row)).toEqual({
      rows: [
        {
          row: 2,
          accountId: "333333333333",
          accountName: "web-prod",
          email: "web@example.com",
          project: "基幹",
          customer: "山田商事",
          ownerEmail: "owner@example.jp",
          slackChannel: "#soc",
          regions: "all",
          join: "role",
          desired: "member",
          extra: {},
        },
      ],
      problems: [],
      ignored: [],
    });
  });

  it.each([
    "AWSアカウントID",
    "Account ID",
    "ACCOUNT-ID",
    "ａｃｃｏｕｎｔ＿ｉｄ",
    "ｱｶｳﾝﾄID",
    "アカウントＩＤ（１２桁）",
    "アカウントID※必須",
    " アカウント　ID ",
    "AWS Account ID*",
    "アカウントID(必須)",
  ])("knows %s", (name) => {
    expect(readOne([name], "333333333333").row).toMatchObject({ accountId: "333333333333" });
  });

  it("takes AWS's own list as it is exported", () => {
    const { rows, problems } = read(
      ["Account ID", "Email"],
      ["333333333333", "a@example.com"],
      ["444444444444", "b@example.com"],
    );
    expect(problems).toEqual([]);
    expect(rows).toMatchObject([
      { regions: "all", join: "role", desired: "member" },
      { email: "b@example.com" },
    ]);
  });

  it("takes the longer list of AWS Organizations too", () => {
    const { problems, ignored } = read(
      ["Account ID", "Account name", "Email", "Status", "Joined method", "Joined timestamp"],
      ["333333333333", "a", "a@example.com", "ACTIVE", "CREATED", "2026-01-01"],
    );
    expect(problems).toEqual([]);
    expect(ignored).toEqual(["Joined method", "Joined timestamp"]);
  });

  it("stands below titles, which are reported as ignored", () => {
    const { rows, ignored, problems } = read(
      ["AWSアカウント管理台帳"],
      [null, "2026年11月版"],
      [],
      ["アカウントID", "リージョン"],
      ["333333333333", "all"],
    );
    expect(problems).toEqual([]);
    expect(rows).toMatchObject([{ row: 5 }]);
    expect(ignored).toEqual(["AWSアカウント管理台帳", "2026年11月版"]);
  });

  it("may be repeated in the middle of the sheet", () => {
    const { rows, ignored, problems } = read(english, ["333333333333"], english, ["444444444444"]);
    expect(problems).toEqual([]);
    expect(rows.map(({ row }) => row)).toEqual([2, 4]);
    expect(ignored).toHaveLength(1);
  });

  it.each([
    ["acount_id", "account_id"],
    ["アカウンドID", "アカウントID"],
    ["account_idd", "account_id"],
    ["accuont_id", "account_id"],
    ["リージョソ", "リージョン"],
    ["ownermail", "owner_email"],
  ])("with %s is an error that suggests %s", (wrong, right) => {
    const { problems } = read([wrong, "アカウント名"], ["333333333333", "a"]);
    const slip = problems.find(({ code }) => code === "MisspeltColumn");
    expect(slip).toMatchObject({ severity: "error", row: 1, column: `${wrong} (A)` });
    expect(slip?.fix.en).toContain(`"${right}"`);
    expect(isRejected(problems)).toBe(true);
  });

  it.each([
    "備考",
    "memo",
    "customer_id",
    "project code",
    "アカウント種別",
    "account_type",
    "email2",
    "コスト",
    "費用負担部門",
    "リージョン数",
    "No.",
  ])("with %s of their own is kept aside and reported", (name) => {
    const { row, ignored, codes } = readOne(["account_id", name], "333333333333", "値");
    expect(codes).toEqual([]);
    expect(ignored).toEqual([name]);
    expect(row?.extra).toEqual({ [name]: "値" });
  });

  it("with a column of readings keeps the names", () => {
    const { row, codes, ignored } = readOne(
      ["アカウントID", "アカウント名", "アカウント名（フリガナ）"],
      "333333333333",
      "本番",
      "ホンバン",
    );
    expect(codes).toEqual([]);
    expect(row).toMatchObject({ accountName: "本番" });
    expect(ignored).toEqual(["アカウント名（フリガナ）"]);
  });

  it("with two columns for one thing is an error", () => {
    const { problems } = read(["account_id", "アカウントID"], ["333333333333", "444444444444"]);
    expect(problems).toMatchObject([
      { code: "DuplicateColumn", row: 1, column: "アカウントID (B)" },
    ]);
  });

  it("lets a loose name give way to an exact one", () => {
    const { row, codes, ignored } = readOne(
      ["Name", "アカウント名", "account_id", "Status", "desired"],
      "山田",
      "web",
      "333333333333",
      "審査中",
      "absent",
    );
    expect(codes).toEqual([]);
    expect(row).toMatchObject({ accountName: "web", desired: "absent" });
    expect(ignored.toSorted()).toEqual(["Name", "Status"]);
  });

  it.each([
    ["nothing", [], "EmptyLedger"],
    ["empty cells", [[null, ""], [" "]], "EmptyLedger"],
    [
      "no header",
      [
        ["x", "y"],
        ["333333333333", "z"],
      ],
      "NoHeader",
    ],
    ["a header only", [["account_id"]], "EmptyLedger"],
    [
      "no column that names accounts",
      [
        ["regions", "project"],
        ["all", "x"],
      ],
      "NoIdentityColumn",
    ],
  ])("with %s is one problem", (_, sheet, code) => {
    expect(read(...(sheet as Cell[][])).problems).toMatchObject([{ code, severity: "error" }]);
  });
});
