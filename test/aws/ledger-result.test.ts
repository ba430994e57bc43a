// The result of a ledger, through real bytes: whatever a ledger holds, its result reads as the same rows, and
// rollcall's own columns are read past without a word.
import { cellsOf, MOST_BYTES } from "@rollcall/aws/workbook";
import { workbookOf } from "@rollcall/aws/workbook/write";
import { aliases, type Cell, type Column, isRejected, parse } from "@rollcall/core/ledger";
import type { Membership } from "@rollcall/core/membership";
import { all, defaults, type Region } from "@rollcall/core/region";
import { type Attention, next, type Reason } from "@rollcall/core/run";
import type { Ended } from "@rollcall/core/workbook/ended";
import { resultSheets } from "@rollcall/core/workbook/result";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { faultsOf } from "./ooxml.ts";

const context = { hub: "999999999999", regions: [...defaults] };

/** Warnings that a repaired cell does not raise again. */
const repaired = new Set(["LeadingZeros", "IdRounded", "FullWidth", "StraySpaces"]);

async function back(
  cells: Cell[][],
  ended?: Ended,
  locale: "en" | "ja" = "en",
): Promise<{ first: ReturnType<typeof parse>; again: ReturnType<typeof parse>; cells: Cell[][] }> {
  const first = parse(cells, context);
  const rejected = isRejected(first.problems);
  const sheets = resultSheets({
    cells,
    ...first,
    rejected,
    ended: rejected ? undefined : ended,
    locale,
  });
  const bytes = await workbookOf(sheets);
  expect(faultsOf(bytes)).toEqual([]);
  const read = await cellsOf(bytes, "result.xlsx");
  expect([...read.problems, ...read.warnings]).toEqual([]);
  return { first, again: parse(read.cells, context), cells: read.cells };
}

const membership = (accountId: string, region: Region, state: Membership["state"]): Membership => ({
  accountId,
  region,
  state,
  source: "listing",
  since: "2026-11-22T00:00:00Z",
  observedAt: "2026-11-22T00:00:00Z",
  version: 1,
});

const attention = (account: string, region: Region, state: string, code: Reason): Attention => ({
  account,
  region,
  state,
  code,
  ...next({ account, region, reason: code }),
});

const regions: Region[] = ["us-east-1", "eu-west-1"];
const ended = (more: Partial<Ended> = {}): Ended => ({
  regions: regions.map((region) => ({ region, unread: false })),
  memberships: [],
  attention: [],
  accounts: [],
  ...more,
});

const id = "012345678901";

describe("a row of the result", () => {
  const rows = (
    end: Ended,
    line: Cell[] = [id, "us-east-1, eu-west-1"],
    locale: "en" | "ja" = "en",
  ) =>
    back([["account_id", "regions", "email", "desired"], line], end, locale).then(({ cells }) =>
      cells[1]?.slice(4),
    );
  const enabled = regions.map((region) => membership(id, region, "Enabled"));

  it("says that all is well, and nothing else", async () => {
    expect(await rows(ended({ memberships: enabled }))).toEqual([
      "2/2 Enabled",
      null,
      null,
      "Enabled",
      "Enabled",
    ]);
  });

  it("counts what is Enabled, whatever else is said of the account", async () => {
    const placed = {
      ...attention(id, "us-east-1", "Enabled", "NotPlaced"),
      region: "all" as const,
    };
    const said = await rows(ended({ memberships: enabled, attention: [placed] }));
    expect(said?.[0]).toBe("2/2 Enabled");
    expect(said?.[1]).toBe(placed.reason.en);
    expect(said?.slice(3)).toEqual(["Enabled", "Enabled"]);
  });

  it("names problem and command once for each reason, and the Regions where it holds", async () => {
    const refused = regions.map((region) => attention(id, region, "Absent", "RoleRefused"));
    const said = await rows(ended({ attention: refused }));
    expect(said?.[0]).toBe("0/2 Enabled");
    expect(said?.[1]).toMatch(/^us-east-1, eu-west-1: The account 012345678901 does not let/);
    expect(String(said?.[1]).split("\n")).toHaveLength(1);
    expect(said?.[2]).toContain("aws cloudformation deploy");
    expect(said?.slice(3)).toEqual(["Absent", "Absent"]);
  });

  it("never takes an unread Region for one without members", async () => {
    const unread = [
      { region: "us-east-1", unread: false },
      { region: "eu-west-1", unread: true },
    ];
    const said = await rows(ended({ memberships: enabled, regions: unread }), [id], "ja");
    expect(said?.[0]).toBe("1/2 有効 (Enabled)");
    expect(said?.slice(3)).toEqual(["有効 (Enabled)", "取得不可"]);
  });

  it("shows what is still there and not wanted, and the id of an account that was created", async () => {
    const left = await rows(ended({ memberships: enabled }), [id, null, null, "absent"]);
    expect([left?.[0], ...(left?.slice(3) ?? [])]).toEqual([
      "still in 2 Regions",
      "Enabled",
      "Enabled",
    ]);
    const gone = await rows(ended(), [id, null, null, "absent"]);
    expect(gone).toEqual(["absent, as wanted"]);
    const { cells } = await back(
      [
        ["email", "account_name"],
        ["new@example.com", "New"],
      ],
      ended({ memberships: enabled, accounts: [{ email: "NEW@example.com", accountId: id }] }),
    );
    expect(cells[1]?.slice(0, 3)).toEqual(["new@example.com", "New", `2/2 Enabled, account ${id}`]);
  });

  it("tells accounts that no row names on a sheet of their own", () => {
    const stranger = attention("444444444444", "us-east-1", "Enabled", "Unexpected");
    const cells = [["account_id"], [id]];
    const parsed = parse(cells, context);
    const end = ended({ attention: [stranger], memberships: enabled });
    const sheets = resultSheets({ cells, ...parsed, rejected: false, ended: end, locale: "ja" });
    expect(sheets.map(({ name }) => name)).toEqual(["台帳", "rollcall"]);
    expect(sheets[1]?.rows.at(1)?.[0]).toBe("アカウント 444444444444、us-east-1");
  });
});

it("says what is wrong with a file that could not be read", async () => {
  const { problems, cells } = await cellsOf(Buffer.from("%PDF-1.4"), "x.xlsx");
  const input = { cells, rows: [], problems, rejected: true, locale: "en" as const };
  const bytes = await workbookOf(resultSheets(input));
  expect(faultsOf(bytes)).toEqual([]);
  const read = await cellsOf(bytes, "result.xlsx");
  expect(read.cells[1]?.[0]).toBe("The file as a whole");
});

it("comes back as the same rows, whatever the ledger holds (D57, D122)", async () => {
  const header = fc
    .record({
      known: fc.uniqueArray(fc.constantFrom(...(Object.keys(aliases) as Column[])), {
        maxLength: 9,
      }),
      extra: fc.uniqueArray(fc.constantFrom("備考", "管理番号", "Note 1", "=SUM(A1)", "開始日"), {
        maxLength: 3,
      }),
      pick: fc.nat(1),
    })
    .map(({ known, extra, pick }) => {
      const columns = [...new Set<Column>(["account_id", ...known])];
      return { columns, names: [...columns.map((one) => aliases[one][pick] ?? one), ...extra] };
    });
  const free = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom(
      "=1+1",
      "+81",
      "-",
      "@x",
      "日本語 テスト",
      "ｶﾅ",
      "１２３",
      "007",
      " x ",
      "a\nb",
    ),
    fc.integer(),
    fc.boolean(),
    fc.constant(new Date("2026-04-01T00:00:00Z")),
    fc.constant(null),
    // As every reader gives it.
    fc.constant({ error: "#N/A" }),
  );
  const accountId = fc.oneof(
    fc.integer({ min: 1, max: 999_999_999_998 }).map((one) => String(one).padStart(12, "0")),
    fc.integer({ min: 100_000_000, max: 999_999_999_998 }),
    fc.constantFrom("１２３４５６７８９０１２", "1234-5678-9012", "12345", "", "  098765432109"),
  );
  const of: Partial<Record<Column, fc.Arbitrary<Cell>>> = {
    account_id: accountId,
    regions: fc.constantFrom("all", "東京", "us-east-1、eu-west-1", "", null, "nowhere"),
    join: fc.constantFrom("role", "ロール", "", null, "self-service"),
    desired: fc.constantFrom("member", "参加", "absent", "解除", "", null),
    email: fc.option(fc.nat(9999).map((one) => `aws+${one}@example.com`)),
    owner_email: fc.constantFrom("owner@example.com", null, "ｏｗｎｅｒ@example.com"),
    slack_channel: fc.constantFrom("#案件", "general", null),
  };
  const ledger = header.chain(({ columns, names }) =>
    fc
      .record({
        title: fc.boolean(),
        rows: fc.array(fc.tuple(...names.map((_, at) => of[columns[at] ?? "project"] ?? free)), {
          minLength: 1,
          maxLength: 6,
        }),
        total: fc.boolean(),
      })
      .map(({ title, rows, total }): Cell[][] => [
        ...(title ? [["アカウント管理 2026年度"], []] : []),
        names,
        ...(rows as Cell[][]),
        ...(total ? [["合計", rows.length]] : []),
      ]),
  );
  await fc.assert(
    fc.asyncProperty(
      ledger,
      fc.constantFrom("en" as const, "ja" as const),
      async (cells, locale) => {
        const { first, again } = await back(cells, ended(), locale);
        expect(again.rows).toEqual(first.rows);
        expect(again.ignored).toEqual(first.ignored);
        const codes = (parsed: typeof first) =>
          parsed.problems
            .filter(({ code }) => !repaired.has(code))
            .map(({ row, column, code }) => `${row} ${column} ${code}`);
        expect(codes(again)).toEqual(codes(first));
      },
    ),
    { numRuns: 40 },
  );
});

it("grows so slowly that 5,000 accounts in 34 Regions can be uploaded again", async () => {
  const everywhere = all.map(({ region }) => region);
  const ids = Array.from({ length: 1_000 }, (_, at) => String(at + 1).padStart(12, "0"));
  const cells: Cell[][] = [
    ["account_id", "account_name"],
    ...ids.map((one) => [one, `名前 ${one}`]),
  ];
  const memberships = ids.flatMap((one) =>
    everywhere.map((region) => membership(one, region, "Enabled")),
  );
  const parsed = parse(cells, { hub: context.hub, regions: everywhere });
  const end = ended({
    memberships,
    regions: everywhere.map((region) => ({ region, unread: false })),
  });
  const bytes = await workbookOf(
    resultSheets({ cells, ...parsed, rejected: false, ended: end, locale: "ja" }),
  );
  expect(bytes.length * 5).toBeLessThan(MOST_BYTES);
  const read = await cellsOf(bytes, "result.xlsx");
  expect(read.problems).toEqual([]);
  expect(read.cells).toHaveLength(1_001);
  expect(read.cells[1_000]?.[2]).toBe("34/34 有効 (Enabled)");
});
