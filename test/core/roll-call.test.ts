import { dayIn } from "@rollcall/core/day";
import type { Row } from "@rollcall/core/ledger";
import { rowsById } from "@rollcall/core/ledger/rows-by-id";
import { entryOf, headOf } from "@rollcall/core/lined";
import { type Membership, Source, type State, type Transition } from "@rollcall/core/membership";
import { hasBeenAway } from "@rollcall/core/membership/lag";
import {
  accountIn,
  addAccount,
  emptyTally,
  isLoss,
  isRead,
  isRollCall,
  reportOf,
  rollCallAt,
  SnapshotLines,
} from "@rollcall/core/roll-call";
import { describe, expect, it } from "vitest";

const at = "2026-11-22T12:00:00.000Z";
const id = "333333333333";
const membership = (more: Partial<Membership> = {}): Membership => ({
  accountId: id,
  region: "eu-west-1",
  state: "Enabled",
  source: "listing",
  since: at,
  version: 3,
  observedAt: at,
  ...more,
});
const transition = (more: Partial<Transition> = {}): Transition => ({
  id: `${id}/eu-west-1/3`,
  accountId: id,
  region: "eu-west-1",
  version: 3,
  from: "Enabled",
  to: "Resigned",
  label: "loss",
  source: "listing",
  at,
  ...more,
});
const row = (more: Partial<Row> = {}): Row => ({
  row: 2,
  accountId: id,
  accountName: "Payments",
  project: "Shop",
  regions: "all",
  join: "role",
  desired: "member",
  extra: {},
  ...more,
});
const region = (name: string, memberships: Membership[], more: object = {}) => ({
  region: name,
  readable: true,
  hubEnabled: true,
  way: "invitation" as const,
  memberships,
  ...more,
});
const seen = ({
  regions = [region("eu-west-1", [membership()])],
  created = [],
  ...more
}: Partial<Parameters<typeof reportOf>[0]> & {
  regions?: ReturnType<typeof region>[];
  created?: { id: string; email: string }[];
} = {}) => {
  const rows = more.rows ?? [row()];
  const byId = rowsById(rows, [...(more.organization ?? []), ...created]);
  const tally = emptyTally(regions.map(({ memberships: _, ...one }) => one));
  for (const some of accountsIn(regions)) addAccount(tally, some, byId.get(some[0]!.accountId));
  return {
    rollCall: rollCallAt(at),
    at,
    tally,
    organization: null,
    transitions: [],
    since: new Map(),
    rows,
    byId,
    ...more,
  };
};
/** What was seen in the Regions that were read, one account after another. */
const accountsIn = (regions: ReturnType<typeof region>[]) => {
  const read = regions.filter(isRead).flatMap(({ memberships }) => memberships);
  const groups = [...Map.groupBy(read, (one) => one.accountId)];
  return groups.sort(([one], [other]) => (one < other ? -1 : 1)).map(([, some]) => some);
};

describe("names and days", () => {
  it("names a roll call by its moment, which no run of a ledger is named like", () => {
    expect(rollCallAt(at)).toBe("roll-call-20261122T120000Z");
    expect(isRollCall(rollCallAt("2026-11-22T21:00:00+09:00"))).toBe(true);
    expect(isRollCall("ledger-0123456789abcdef01234567")).toBe(false);
  });

  it.each([
    ["Asia/Tokyo", "2026-11-22T15:30:00Z", "2026-11-23"], // 00:30 (D8)
    ["UTC", "2026-11-22T15:30:00Z", "2026-11-22"],
    ["America/New_York", "2026-11-01T05:30:00Z", "2026-11-01"], // 01:30, the first of two
    ["America/New_York", "2026-11-01T06:30:00Z", "2026-11-01"], // 01:30, the second
    ["America/New_York", "2026-03-08T06:59:00Z", "2026-03-08"],
    ["Europe/Berlin", "2026-12-31T23:00:00Z", "2027-01-01"],
  ])("counts days in %s: %s is %s", (zone, moment, day) => {
    expect(dayIn(zone, moment)).toBe(day);
  });
});

describe("a loss", () => {
  it.each([
    ["is what a listing says of a member", {}, true],
    ["is what Organizations says", { to: "AccountSuspended", source: "organization" }, true],
    ["is a row that vanished (D3)", { to: "Absent" }, true],
    ["is a word that AWS never used", { to: "Unknown", label: "unexpected" }, true],
    ["is no first sight (D2)", { from: "Absent", version: 1, label: "unexpected" }, false],
    ["is no step forward", { from: "Created", to: "Invited", label: "progress" }, false],
    ["is nothing that our own call was answered", { source: "member" }, false],
  ] as const)("%s", (_, more, expected) => {
    expect(isLoss(transition(more as Partial<Transition>))).toBe(expected);
  });

  it("was away when the hub has changed the member since it was recorded (D11)", () => {
    const later = (seconds: number) => new Date(Date.parse(at) + seconds * 1000).toISOString();
    const now = (updated: number, more: object = {}) => ({
      ...membership(),
      observedAt: later(300),
      updatedAt: later(updated),
      ...more,
    });
    expect(hasBeenAway(membership(), now(100))).toBe(true);
    expect(hasBeenAway(membership(), now(-10))).toBe(false);
    expect(hasBeenAway(membership(), now(100, { state: "Resigned" as const }))).toBe(false);
    expect(hasBeenAway(membership({ source: "member" }), now(30))).toBe(false);
    expect(hasBeenAway(membership({ source: "member" }), now(100))).toBe(true);
    expect(hasBeenAway(undefined, now(100))).toBe(false);
    // It changed while it was being listed: the look that recorded it saw that change.
    expect(hasBeenAway(membership({ since: later(100) }), now(100))).toBe(false);
    for (const source of Source.options)
      expect(hasBeenAway(membership(), now(100, { source }))).toBe(source === "listing");
  });
});

describe("the report", () => {
  it("names a loss with account, project, since when, and the next act (D9)", () => {
    const since = "2026-11-22T11:58:00.000Z";
    const { losses } = reportOf(
      seen({
        transitions: [transition()],
        since: new Map([[transition().id, since]]),
      }),
    );
    expect(losses).toEqual([
      {
        id: `${id}/eu-west-1/3`,
        accountId: id,
        accountName: "Payments",
        project: "Shop",
        region: "eu-west-1",
        from: "Enabled",
        to: "Resigned",
        flap: false,
        since,
        next: "AcceptInvitation",
      },
    ]);
  });

  it("takes a membership that was lost twice over for one loss, and one that was back in between for two", () => {
    const of = (version: number, from: State, to: State, more: Partial<Transition> = {}) =>
      transition({ id: `${id}/eu-west-1/${version}`, version, from, to, ...more });
    const suspended = of(3, "Enabled", "AccountSuspended", { source: "organization" });
    const left = of(4, "AccountSuspended", "Resigned", { label: "unexpected" });
    const { losses } = reportOf(seen({ transitions: [left, suspended] }));
    expect(losses).toMatchObject([{ id: left.id, from: "Enabled", to: "Resigned" }]);
    const twice = [of(3, "Enabled", "Resigned"), of(5, "Enabled", "Removed")];
    expect(reportOf(seen({ transitions: twice })).losses).toHaveLength(2);
  });

  it("calls nobody missing whose e-mail the organization was not there to explain (D12)", () => {
    const rows = [row({ accountId: undefined, email: "new@example.com" })];
    expect(reportOf(seen({ rows, organization: undefined })).missing).toEqual([]);
    expect(reportOf(seen({ rows, organization: [] })).missing).toEqual(["new@example.com"]);
    const created = [{ id, email: "New@example.com" }];
    const found = reportOf(seen({ rows, created }));
    expect(found).toMatchObject({ missing: [], unknown: [] });
  });

  it("counts nothing in a Region that was not read, and says which (D12)", () => {
    const report = reportOf(
      seen({
        regions: [
          region("eu-west-1", [membership()]),
          region("us-east-1", [membership()], { readable: false, reason: "denied" }),
          region("us-east-2", [membership()], { hubEnabled: false, reason: "not subscribed" }),
        ],
        organization: undefined,
      }),
    );
    expect(report.counts).toEqual({ Enabled: 1 });
    expect(report.unread.map((one) => one.region)).toEqual([
      "us-east-1",
      "us-east-2",
      "organization",
    ]);
  });

  it("names who is missing and who is unknown, and nobody of whom it cannot know", () => {
    const stranger = membership({ accountId: "444444444444", state: "Invited" });
    const gone = membership({ accountId: "555555555555", state: "Absent" });
    const rows = [
      row(),
      row({ row: 3, accountId: "555555555555" }),
      row({ row: 4, accountId: undefined, email: "New@example.com" }),
      row({ row: 5, accountId: "666666666666", desired: "absent" }),
      row({ row: 6, accountId: "777777777777", regions: ["us-east-1"] }),
    ];
    const unreadable = region("us-east-1", [], { readable: false });
    const regions = [region("eu-west-1", [membership(), stranger, gone]), unreadable];
    const report = reportOf(seen({ rows, regions }));
    expect(report.unknown).toEqual(["444444444444"]);
    expect(report.missing).toEqual(["555555555555", "New@example.com"]);
    const organization = [{ id: "444444444444", name: "New", email: "new@example.com" }];
    expect(reportOf(seen({ rows, regions, organization })).unknown).toEqual([]);
  });

  it("groups a snapshot as the older check did, and leaves out what was not read", () => {
    const other = membership({ accountId: "444444444444", state: "Resigned" });
    const regions = [
      region("eu-west-1", [other, membership()]),
      region("us-east-1", [membership()], { readable: false }),
    ];
    const day = { day: "2026-11-22", timezone: "UTC", rollCall: rollCallAt(at), at };
    const lines = new SnapshotLines();
    const text = [
      lines.head({ ...day, unread: ["us-east-1"] }),
      ...accountsIn(regions).map((some) => lines.account(some)),
      lines.end({ Enabled: 1, Resigned: 1 }),
    ];
    expect(text.every((line) => line.indexOf("\n") === line.length - 1)).toBe(true);
    expect(headOf(text[0]!.trimEnd())).toEqual({ formatVersion: 1, ...day, unread: ["us-east-1"] });
    expect(accountIn(entryOf(text[2]!.trimEnd())!).states).toEqual({ "eu-west-1": "Resigned" });
    expect(JSON.parse(text.join(""))).toMatchObject({
      unread: ["us-east-1"],
      counts: { Enabled: 1, Resigned: 1 },
      accounts: { [id]: { "eu-west-1": "Enabled" }, "444444444444": { "eu-west-1": "Resigned" } },
      byState: { Enabled: [id], Resigned: ["444444444444"] },
    });
  });
});
