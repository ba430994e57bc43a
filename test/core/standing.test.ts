// What is recorded, put side by side with what the ledger wants.
import type { Row } from "@rollcall/core/ledger";
import type { Membership } from "@rollcall/core/membership";
import { isMissing, isUnasked, standings } from "@rollcall/core/standing";
import { describe, expect, it } from "vitest";

const at = "2026-11-22T10:00:00.000Z";
const regions = ["us-east-1", "eu-west-1"];

const row = (accountId: string, more: Partial<Row> = {}): Row => ({
  row: 2,
  accountId,
  accountName: `Account ${accountId}`,
  regions: "all",
  join: "role",
  desired: "member",
  extra: {},
  ...more,
});

const membership = (accountId: string, region: string, state: Membership["state"]): Membership => ({
  accountId,
  region,
  state,
  source: "listing",
  since: at,
  observedAt: at,
  version: 1,
});

const look = (region: string, more: object = {}) => ({
  region,
  readable: true,
  hubEnabled: true,
  way: "invitation" as const,
  at,
  ...more,
});

const [one, two, three] = ["000000000001", "000000000002", "000000000003"];

const found = standings({
  rows: [row(two!), row(one!, { regions: ["us-east-1"] }), row(three!, { desired: "absent" })],
  memberships: [
    membership(two!, "us-east-1", "Enabled"),
    membership(one!, "us-east-1", "Resigned"),
    membership(one!, "eu-west-1", "Enabled"),
    membership(three!, "us-east-1", "Enabled"),
    membership("000000000009", "us-east-1", "Enabled"),
  ],
  looks: [look("us-east-1"), look("eu-west-1", { readable: false, reason: "AccessDenied" })],
  regions,
  hubRegions: regions,
});

describe("standings", () => {
  it("counts what is wanted, and nothing else", () => {
    expect(found).toMatchObject({
      wanted: 3,
      counts: { Enabled: 1, Resigned: 1, Absent: 1 },
      unasked: 3,
    });
  });

  it("takes an account that was never listed for absent, and orders by id", () => {
    expect(found.accounts.map((it) => it.accountId)).toEqual([one, two, three, "000000000009"]);
    expect(found.accounts[1]!.standings).toEqual([
      { region: "us-east-1", state: "Enabled", wanted: true, since: at },
      { region: "eu-west-1", state: "Absent", wanted: true },
    ]);
    expect(found.accounts[1]!.standings.map(isMissing)).toEqual([false, true]);
  });

  it("knows members whom no ledger asks for: another Region, an absent one, a stranger", () => {
    const unasked = found.accounts.flatMap(({ accountId, standings: all }) =>
      all.filter(isUnasked).map(({ region }) => `${accountId}/${region}`),
    );
    expect(unasked).toEqual([`${one}/eu-west-1`, `${three}/us-east-1`, "000000000009/us-east-1"]);
    expect(found.accounts[3]!.inLedger).toBe(false);
  });

  it("never shows an unread Region as a read one", () => {
    expect(found.regions.map(({ read, wanted }) => ({ read, wanted }))).toEqual([
      { read: "read", wanted: 2 },
      { read: "unread", wanted: 1 },
    ]);
    const unseen = standings({
      rows: [],
      memberships: [],
      looks: [],
      regions,
      hubRegions: regions,
    });
    expect(unseen.regions.map(({ read }) => read)).toEqual(["never", "never"]);
    const off = [look("us-east-1", { hubEnabled: false })];
    const one = {
      rows: [],
      memberships: [],
      looks: off,
      regions: ["us-east-1"],
      hubRegions: regions,
    };
    expect(standings(one).regions[0]!.read).toBe("off");
  });
});
