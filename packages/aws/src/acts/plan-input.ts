// What a plan is made from besides the ledger: the Regions and the organization as this run saw them, and what
// rollcall knows of the accounts that it has created.
import { type CreationRecord, sameEmail } from "@rollcall/core/account";
import type { Row } from "@rollcall/core/ledger";
import { States } from "@rollcall/core/membership/states";
import type { HubRegion, OrganizationAccount } from "@rollcall/core/plan";
import type { Region } from "@rollcall/core/region";
import { settings } from "../settings.ts";
import { type CreationRow, findCreations } from "../table/creations.ts";
import { openSeen } from "./observed-file.ts";
import { organizationSeen } from "./organization-file.ts";
import { withBaseline } from "./recorded-baseline.ts";

/** Everything that a run has seen and the plan of these rows needs; a heal looks at some Regions only. */
export async function planInput(run: string, rows: Row[], regions = settings().regions) {
  const { memberships, looks } = await statesSeen(run, regions);
  const emails = rows.flatMap((row) =>
    row.accountId === undefined && row.email ? [row.email] : [],
  );
  const creations = await findCreations(emails);
  const { accounts, memberships: known } = await organizationSeen(run);
  // Of these, others than the hub knew more.
  for (const one of known) memberships.add(one);
  const input = inputOf({ memberships, looks, accounts, creations });
  return { ...input, ...(await withBaseline(rows, input)) };
}

/** What a run saw of these Regions. */
async function statesSeen(run: string, regions: readonly Region[]) {
  const memberships = new States();
  const looks = await Promise.all(
    regions.map(async (region): Promise<HubRegion> => {
      const { head, entries } = await openSeen(run, region);
      for await (const some of entries) for (const one of some) memberships.add(JSON.parse(one));
      return head;
    }),
  );
  return { memberships, looks };
}

/** What was seen, as a plan takes it. */
export function inputOf({
  memberships,
  looks,
  accounts,
  creations,
}: {
  memberships: States;
  looks: readonly HubRegion[];
  accounts: OrganizationAccount[] | null;
  creations: CreationRow[];
}) {
  const { hub, management, offboarding } = settings();
  return {
    memberSide: offboarding.memberSide,
    memberships,
    regions: looks.map(
      ({ region, readable, reason, way, hubEnabled }): HubRegion => ({
        region,
        readable,
        ...(reason !== undefined && { reason }),
        way,
        hubEnabled,
      }),
    ),
    organization:
      accounts && management
        ? { accounts: withCreated(accounts, creations), managementId: management.account }
        : undefined,
    creations: creations.map(recordOf),
    hub: hub.account,
    ...(management && { management: management.account }),
  };
}

/**
 * The organization with what rollcall knows of its own creations: an account that cannot be entered yet is still
 * being created, and one that has become ready since the organization was listed belongs to it.
 */
function withCreated(
  listed: OrganizationAccount[],
  creations: CreationRow[],
): OrganizationAccount[] {
  const unfinished = new Set(
    creations
      .filter((one) => ["reserved", "requested", "created"].includes(one.status))
      .map((one) => sameEmail(one.email)),
  );
  const ids = new Set(listed.map((one) => one.id));
  const fresh = creations.flatMap(({ status, accountId: id, accountName: name, email }) =>
    status === "ready" && id && !ids.has(id) ? [{ id, name, email, state: "ACTIVE" }] : [],
  );
  return [...listed.filter((one) => !unfinished.has(sameEmail(one.email))), ...fresh];
}

const statuses: Record<CreationRow["status"], CreationRecord["status"]> = {
  reserved: "Reserved",
  requested: "InProgress",
  created: "InProgress",
  ready: "Succeeded",
  failed: "Failed",
};

/** What the plan and the summary need to know of a creation: its account counts once it can be entered. */
export const recordOf = (row: CreationRow): CreationRecord => ({
  email: row.email,
  accountName: row.accountName,
  status: statuses[row.status],
  ...(row.status === "ready" && row.accountId && { accountId: row.accountId }),
  ...(row.reason && { reason: row.reason }),
});
