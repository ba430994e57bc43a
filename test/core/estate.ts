// Estates for plans: rows, Regions and recorded memberships in one line each.
import type { Row } from "@rollcall/core/ledger";
import type { Membership, State, Way } from "@rollcall/core/membership";
import type { HubRegion, Plan, PlanInput } from "@rollcall/core/plan";
import { defaults, type Region } from "@rollcall/core/region";

export const hub = "999999999999";
export const idOf = (number: number): string => String(100_000_000_000 + number);

export const row = (number: number, more: Partial<Row> = {}): Row => ({
  row: number + 1,
  accountId: idOf(number),
  regions: "all",
  join: "role",
  desired: "member",
  extra: {},
  ...more,
});

/** A row of an account that does not exist yet. */
export const fresh = (number: number, more: Partial<Row> = {}): Row => {
  const { accountId: _, ...rest } = row(number);
  return {
    ...rest,
    accountName: `new-${number}`,
    email: `new-${number}@example.com`,
    join: "create",
    ...more,
  };
};

export const rows = (count: number, more: Partial<Row> = {}): Row[] =>
  Array.from({ length: count }, (_, index) => row(index + 1, more));

export const region = (name: Region, more: Partial<HubRegion> = {}): HubRegion => ({
  region: name,
  readable: true,
  way: "invitation",
  hubEnabled: true,
  ...more,
});

export const regions = (count: number, way: Way = "invitation"): HubRegion[] =>
  defaults.slice(0, count).map((name) => region(name, { way }));

export const membership = (
  number: number,
  at: Region,
  state: State,
  more: Partial<Membership> = {},
): Membership => ({
  accountId: idOf(number),
  region: at,
  state,
  source: "listing",
  since: "2026-11-22T00:00:00.000Z",
  observedAt: "2026-11-22T00:00:00.000Z",
  version: 1,
  ...more,
});

export const input = (more: Partial<PlanInput> = {}): PlanInput => ({
  run: "run-1",
  rows: [],
  memberships: [],
  regions: regions(1),
  organization: undefined,
  creations: [],
  hub,
  ...more,
});

/** The organization with these accounts, all active. */
export const organization = (numbers: number[], states: Record<number, string> = {}) => ({
  managementId: "888888888888",
  accounts: numbers.map((number) => ({
    id: idOf(number),
    name: `account-${number}`,
    email: `account-${number}@example.com`,
    state: states[number] ?? "ACTIVE",
  })),
});

/** Why a plan leaves something to a person. */
export const reasons = (plan: Plan): string[] => plan.escalations.map(({ reason }) => reason);
