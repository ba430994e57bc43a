import { compare, type Digest, digestOf, isDue, NoChange, nothingYet } from "@rollcall/core/digest";
import type { Row } from "@rollcall/core/ledger";
import { type Membership, State } from "@rollcall/core/membership";
import { digestMessage, fits } from "@rollcall/core/message";
import type { Snapshot } from "@rollcall/core/roll-call";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  checkBlocks,
  checkWhole,
  DEFAULT_LIMITS,
} from "../../packages/sandbox/src/slack/check-payload.ts";

const [one, two, three] = ["333333333333", "444444444444", "555555555555"] as const;
const at = "2026-11-23T00:00:00.000Z";
const snapshot = (accounts: Snapshot["accounts"], more: Partial<Snapshot> = {}): Snapshot => ({
  formatVersion: 1,
  day: "2026-11-22",
  timezone: "UTC",
  rollCall: "roll-call-20261122T120000Z",
  at: "2026-11-22T12:00:00.000Z",
  counts: {},
  unread: [],
  accounts,
  byState: {},
  ...more,
});
const membership = (
  accountId: string,
  state: State,
  more: Partial<Membership> = {},
): Membership => ({
  accountId,
  region: "us-east-1",
  state,
  source: "listing",
  since: "2026-11-20T06:00:00.000Z",
  version: 2,
  observedAt: at,
  ...more,
});
const row = (accountId: string, more: Partial<Row> = {}): Row => ({
  row: 2,
  accountId,
  accountName: "Payments",
  ownerEmail: "owner@example.com",
  regions: "all",
  join: "role",
  desired: "member",
  extra: {},
  ...more,
});
/** Two snapshots as a digest is given them: one account after another. */
function comparedOf(before: Snapshot | undefined, now: Snapshot | undefined) {
  const compared = nothingYet();
  const unread = new Set([...(before?.unread ?? []), ...(now?.unread ?? [])]);
  const [was, is] = [before?.accounts ?? {}, now?.accounts ?? {}];
  for (const id of [...new Set([...Object.keys(was), ...Object.keys(is)])].sort())
    compare(compared, id, was[id] ?? {}, is[id] ?? {}, unread);
  return compared;
}
const members = { [two]: { "us-east-1": "Enabled" }, [three]: { "us-east-1": "Enabled" } };
type Given = Parameters<typeof digestOf>[0];
const given = (
  more: Partial<Omit<Given, "before" | "now">> & {
    before?: Snapshot | undefined;
    now?: Snapshot | undefined;
  } = {},
): Given => {
  const shown = { before: snapshot(members), now: snapshot(members), ...more };
  return {
    day: "2026-11-23",
    at,
    compared: comparedOf(shown.before, shown.now),
    memberships: [],
    unread: [],
    rows: [],
    reminders: new Map(),
    known: [],
    ...shown,
  };
};

describe("a digest", () => {
  it("compares everybody who was there with everybody who is, whenever that was (D1, D3)", () => {
    const before = snapshot(
      { [one]: { "us-east-1": "Enabled" }, [two]: { "us-east-1": "Enabled" } },
      { at: "2026-10-20T12:00:00.000Z" },
    );
    const now = snapshot({
      [two]: { "us-east-1": "Resigned" },
      [three]: { "us-east-1": "Enabled" },
    });
    const digest = digestOf(given({ before, now }));
    expect(digest.since).toBe("2026-10-20T12:00:00.000Z");
    expect(digest.changes).toEqual([
      { from: "Enabled", to: "Absent", count: 1, first: [`${one} us-east-1`] },
      { from: "Enabled", to: "Resigned", count: 1, first: [`${two} us-east-1`] },
      { from: "Absent", to: "Enabled", count: 1, first: [`${three} us-east-1`] },
    ]);
  });

  it("takes an unread Region for no change of anybody (D12)", () => {
    const before = snapshot({ [one]: { "us-east-1": "Enabled", "eu-west-1": "Enabled" } });
    const now = snapshot({ [one]: { "us-east-1": "Enabled" } }, { unread: ["eu-west-1"] });
    const digest = digestOf(given({ before, now, unread: ["eu-west-1"] }));
    expect(digest).toMatchObject({ changes: [], unread: ["eu-west-1"] });
    expect(digestMessage(digest, "en").text).toContain("could not be read: eu-west-1");
  });

  it("lists who is outside once, with days, owner and last reminder (D10)", () => {
    const digest = digestOf(
      given({
        reminders: new Map([[one, "2026-11-21"]]),
        rows: [row(one), row(three, { desired: "absent" })],
        memberships: [
          membership(one, "Resigned"),
          membership(one, "Resigned", { region: "eu-west-1", since: "2026-11-22T06:00:00.000Z" }),
          membership(two, "Invited", { invitedAt: "2026-11-13T00:00:00.000Z" }),
          membership(three, "Removed"),
        ],
      }),
    );
    expect(digest.outside).toEqual([
      {
        accountId: one,
        accountName: "Payments",
        owner: "owner@example.com",
        state: "Resigned",
        regions: ["eu-west-1", "us-east-1"],
        days: 2,
        reminded: "2026-11-21",
      },
    ]);
    expect(digest.pending).toMatchObject([{ accountId: two, days: 10 }]);
    const text = JSON.stringify(digestMessage(digest, "ja").blocks);
    for (const word of [
      "離脱 (Resigned)",
      "owner@example.com",
      "2026-11-21",
      "2日",
      `${two}  10日`,
    ])
      expect(text).toContain(word);
  });

  it("knows whose an account is also where the ledger has no more than its e-mail", () => {
    const byEmail = row(one, { accountId: undefined, email: "Pay@example.com" });
    const digest = digestOf(
      given({
        rows: [byEmail],
        known: [{ id: one, email: "pay@example.com" }],
        memberships: [membership(one, "Absent")],
      }),
    );
    expect(digest.outside).toMatchObject([{ accountId: one, owner: "owner@example.com" }]);
    const unknown = given({ rows: [byEmail], memberships: [membership(one, "Absent")] });
    expect(digestOf(unknown).outside).toEqual([]);
  });

  it.each([
    ["post", "2026-11-22", true],
    ["weekly", "2026-11-17", false],
    ["weekly", "2026-11-16", true],
    ["weekly", undefined, true],
    ["silent", "2026-01-01", false],
  ] as const)("with noChange %s, posted last on %s, is posted: %s", (noChange, last, posted) => {
    expect(isDue(digestOf(given()), noChange, last)).toBe(posted);
  });

  it("is always posted when there is something to say, however silent the settings are (D12)", () => {
    const changed = snapshot({ ...members, [one]: { "us-east-1": "Enabled" } });
    const loud = [
      given({ now: changed }),
      given({ memberships: [membership(two, "Resigned")] }),
      given({ memberships: [membership(two, "Invited")] }),
      given({ unread: ["eu-west-1"] }),
      given({ before: undefined }),
      given({ before: undefined, now: undefined }),
      given({ told: "roll-call-20261122T120000Z" }),
    ];
    for (const one of loud)
      for (const noChange of NoChange.options)
        expect(isDue(digestOf(one), noChange, "2026-11-22")).toBe(true);
  });

  it("says that no roll call has come to its end since the last one (D12)", () => {
    const stale = digestOf(given({ told: "roll-call-20261122T120000Z" }));
    expect(digestMessage(stale, "en").text).toContain("No roll call has come to its end");
    expect(digestMessage(stale, "ja").text).toContain("完了した点呼がありません");
    expect(digestOf(given({ told: "roll-call-20261121T120000Z" })).stale).toBeUndefined();
  });

  it("asks for the records of whoever is not in", () => {
    const states = { "us-east-1": "Enabled", "eu-west-1": "Invited" };
    const { outside } = comparedOf(undefined, snapshot({ [one]: states }));
    expect(outside).toEqual([{ accountId: one, region: "eu-west-1" }]);
  });
});

describe("its message", () => {
  it("is one quiet line when nothing happened, with the day of the week", () => {
    const message = digestMessage(digestOf(given()), "en");
    expect(message.blocks.map((block) => block.type)).toEqual(["context"]);
    expect(message.text).toBe(
      "Daily digest, 2026-11-23 (Mon): Nothing has changed, and nobody is outside: 2 memberships.",
    );
    expect(digestMessage(digestOf(given()), "ja").text).toContain("2026-11-23 (月)");
  });

  it("says that the first one is the baseline, and that there has been no roll call (D2)", () => {
    const first = digestOf(given({ before: undefined }));
    expect(digestMessage(first, "en").text).toContain("2 memberships recorded as the baseline");
    const none = digestOf(given({ before: undefined, now: undefined }));
    expect(digestMessage(none, "ja").text).toContain("点呼はまだ実行されていません");
  });

  it("fits whatever there is to say (D4)", () => {
    const wild = fc.string({ unit: "binary", maxLength: 150 });
    const waiting = fc.record({
      accountId: fc.stringMatching(/^\d{12}$/),
      accountName: wild,
      owner: wild,
      state: fc.oneof(fc.constantFrom(...State.options), wild),
      regions: fc.array(wild, { maxLength: 34 }),
      days: fc.nat(),
    });
    const change = fc.record({
      from: fc.oneof(fc.constantFrom(...State.options), wild),
      to: wild,
      count: fc.nat(),
      first: fc.array(wild, { maxLength: 3 }),
    });
    fc.assert(
      fc.property(
        fc.array(waiting, { maxLength: 60 }),
        fc.array(change, { maxLength: 60 }),
        fc.array(wild, { maxLength: 34 }),
        fc.constantFrom("en" as const, "ja" as const),
        (some, changes, unread, locale) => {
          const digest: Digest = {
            day: "2026-11-23",
            asOf: at,
            memberships: 3,
            changes,
            outside: [...some, ...some],
            pending: some,
            unread,
          };
          const message = digestMessage(digest, locale);
          expect(fits(message)).toEqual([]);
          checkBlocks(message.blocks);
          checkWhole(message.text, message.blocks as never, DEFAULT_LIMITS);
          checkWhole(message.text, message.blocks as never, { ...DEFAULT_LIMITS, counted: "json" });
        },
      ),
      { numRuns: 80 },
    );
  });
});
