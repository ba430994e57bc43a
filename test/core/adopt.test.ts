// Adopting a hub: whatever exists, the ledger that describes it is accepted, and a plan of it changes nothing.
import { adopt, type Existing, type Listed } from "@rollcall/core/adopt";
import { explain } from "@rollcall/core/adopt/contradiction";
import { isRejected, parse } from "@rollcall/core/ledger";
import { State, Way } from "@rollcall/core/membership";
import { diff } from "@rollcall/core/plan";
import { adoptedSheets } from "@rollcall/core/workbook/adopted";
import { isPainted } from "@rollcall/core/workbook/sheet";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linesOf } from "./sheet-lines.ts";

const hub = "111111111111";
const management = "222222222222";
const regions = ["us-east-1", "eu-west-1", "ap-northeast-1"];

const listed = (accountId: string, region: string, state: State, more = {}): Listed => ({
  accountId,
  region,
  state,
  source: "listing",
  observedAt: "2026-11-22T00:00:00Z",
  ...more,
});

const existing = (more: Partial<Existing> = {}): Existing => ({
  hub,
  management,
  regions: regions.map((region) => ({
    region,
    readable: true,
    hubEnabled: true,
    way: "invitation",
  })),
  members: [],
  organization: [],
  ...more,
});

const id = "012345678901";
const inOrganization = (state = "ACTIVE") => [
  { id, name: "決済", email: "aws+1@example.com", state },
];
const everywhere = (state: State) => regions.map((region) => listed(id, region, state));

describe("an account", () => {
  const adopted = (members: Listed[], more: Partial<Existing> = {}) => {
    const found = adopt(existing({ organization: inOrganization(), members, ...more }));
    const codes = found.contradictions.map((one) =>
      [one.code, ...one.regions, one.detail].filter(Boolean).join(" "),
    );
    return { row: found.rows[0], codes };
  };

  it("that is a member everywhere is a row without a word (D80)", () => {
    const { row, codes } = adopted(everywhere("Enabled"));
    expect(row).toMatchObject({ accountId: id, accountName: "決済", regions: "all", join: "role" });
    expect(codes).toEqual([]);
  });

  it("that is a member in some Regions is a row with these, and is told", () => {
    const { row, codes } = adopted(everywhere("Enabled").slice(0, 2));
    expect(row?.regions).toEqual(["us-east-1", "eu-west-1"]);
    expect(codes).toEqual(["SomeRegions ap-northeast-1"]);
  });

  it.each(["Removed", "Resigned", "Deleted"] as const)(
    "that is %s in a Region keeps it out of its row",
    (state) => {
      const { row, codes } = adopted([
        ...everywhere("Enabled").slice(0, 2),
        listed(id, "ap-northeast-1", state),
      ]);
      expect(row?.regions).toEqual(["us-east-1", "eu-west-1"]);
      expect(codes).toEqual([`${state} ap-northeast-1`]);
    },
  );

  it("that was invited waits for its owner", () => {
    const { row, codes } = adopted(everywhere("Invited"));
    expect(row).toMatchObject({ regions: "all", join: "self-service" });
    expect(codes).toEqual([`Pending ${regions.join(" ")}`]);
  });

  it("that every row would change stands in none", () => {
    const { row, codes } = adopted(everywhere("Resigned"));
    expect(row).toBeUndefined();
    expect(codes).toEqual([`Resigned ${regions.join(" ")}`, "NotWritten"]);
  });

  it("that is suspended, of no organization, or of another administrator is marked", () => {
    const members = everywhere("Enabled");
    expect(adopted(members, { organization: inOrganization("SUSPENDED") }).codes).toEqual([
      "Suspended SUSPENDED",
    ]);
    expect(adopted(members, { organization: [] }).codes).toEqual(["NotInOrganization"]);
    // Where the organization was not read, nobody is said to be outside.
    expect(adopted(members, { organization: undefined }).codes).toEqual([]);
    const other = members.map((one) => ({ ...one, administrator: "333333333333" }));
    expect(adopted(other).codes).toEqual([`OtherAdministrator ${regions.join(" ")} 333333333333`]);
    expect(adopted([]).codes).toEqual(["NotInHub"]);
  });

  it("has no row for a Region in which the hub is off", () => {
    const off = existing().regions.map((one, at) => ({ ...one, hubEnabled: at > 0 }));
    const { row, codes } = adopted(everywhere("Enabled").slice(1), { regions: off });
    expect(row?.regions).toEqual(["eu-west-1", "ap-northeast-1"]);
    expect(codes).toEqual([]);
  });
});

it("writes a ledger that is accepted and plans nothing, whatever exists (D80)", () => {
  const ids = ["012345678901", "100000000002", "200000000003", management, "300000000004"];
  const member = fc.record({
    accountId: fc.constantFrom(...ids),
    region: fc.constantFrom(...regions),
    state: fc.constantFrom(...State.options),
    email: fc.constantFrom("same@example.com", "no address", undefined),
    administrator: fc.constantFrom(hub, undefined, "333333333333"),
  });
  const account = fc.record({
    id: fc.constantFrom(...ids, hub, "400000000005"),
    name: fc.constantFrom("Payments", "決済　本番", "=1+1", "  合計 ", "none"),
    state: fc.constantFrom("ACTIVE", "SUSPENDED", "PENDING_CLOSURE", "CLOSED"),
  });
  const anything = fc.record({
    members: fc.uniqueArray(member, { selector: (one) => `${one.accountId}/${one.region}` }),
    organization: fc.option(fc.uniqueArray(account, { selector: (one) => one.id }), {
      nil: undefined,
    }),
    ways: fc.array(fc.constantFrom(...Way.options), { minLength: 3, maxLength: 3 }),
    off: fc.nat(4),
    managed: fc.boolean(),
    locale: fc.constantFrom("en" as const, "ja" as const),
  });
  fc.assert(
    fc.property(anything, ({ members, organization, ways, off, managed, locale }) => {
      const hubs = existing().regions.map((one, at) => ({
        ...one,
        way: ways[at] ?? "invitation",
        hubEnabled: at !== off,
      }));
      const here = existing({
        ...(managed ? {} : { management: undefined }),
        regions: hubs,
        members: members
          .filter((one) => hubs.find(({ region }) => region === one.region)?.hubEnabled)
          .map(({ accountId, region, state, ...more }) => listed(accountId, region, state, more)),
        organization: organization?.map((one) => ({ ...one, email: `aws+${one.id}@example.com` })),
      });
      const adoption = adopt(here);
      const [sheet] = adoptedSheets(adoption, locale);
      const cells = linesOf(sheet!).map((row) =>
        row.map((cell) => (isPainted(cell) ? cell.value : cell)),
      );
      const read = parse(cells, { hub, management: here.management, regions });
      if (adoption.rows.length > 0)
        expect(read.problems.filter((one) => isRejected([one]))).toEqual([]);
      const plan = diff({
        run: "test",
        rows: read.rows,
        memberships: here.members.map((one) => ({ ...one, since: one.observedAt, version: 1 })),
        regions: here.regions,
        organization: here.organization && {
          accounts: here.organization,
          managementId: here.management ?? "",
        },
        creations: [],
        hub,
        ...(here.management && { management: here.management }),
      });
      expect(plan).toMatchObject({ waves: [], removals: [], creations: [] });
      // Every account of the hub is in a row, or is told of.
      const told = new Set([
        ...read.rows.map((one) => one.accountId),
        ...adoption.contradictions.map((one) => one.accountId),
      ]);
      for (const one of here.members) expect(told).toContain(one.accountId);
      for (const one of adoption.contradictions) {
        const { problem, next } = explain(one);
        expect(Object.values({ ...problem, ...next }).every(Boolean)).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});
