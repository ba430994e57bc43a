// What a plan is made from besides the ledger: the Regions and the organization as this run saw them, and what
// rollcall knows of the accounts that it has created.
import { type CreationRecord, sameEmail } from "@rollcall/core/account";
import type { Row } from "@rollcall/core/ledger";
import type { Membership } from "@rollcall/core/membership";
import type { HubRegion, OrganizationAccount } from "@rollcall/core/plan";
import { settings } from "../settings.ts";
import { type CreationRow, findCreations } from "../table/creations.ts";
import { seenIn } from "./observed-file.ts";
import { organizationSeen } from "./organization-file.ts";
import { withBaseline } from "./recorded-baseline.ts";

/** Everything that a run has seen and the plan of these rows needs; a heal looks at some Regions only. */
export async function planInput(run: string, rows: Row[], regions = settings().regions) {
  const seen = await Promise.all(regions.map((region) => seenIn(run, region)));
  const emails = rows.flatMap((row) =>
    row.accountId === undefined && row.email ? [row.email] : [],
  );
  const creations = await findCreations(emails);
  const { accounts, memberships } = await organizationSeen(run);
  const input = inputOf({ seen, known: memberships, accounts, creations });
  return { ...input, ...(await withBaseline(rows, input)) };
}

/** What was seen, as a plan takes it. `known`: memberships of which others than the hub knew more. */
export function inputOf({
  seen,
  known,
  accounts,
  creations,
}: {
  seen: (HubRegion & { memberships: Membership[] })[];
  known: Membership[];
  accounts: OrganizationAccount[] | null;
  creations: CreationRow[];
}) {
  const { hub, management, offboarding } = settings();
  return {
    memberSide: offboarding.memberSide,
    memberships: newest([...seen.flatMap((one) => one.memberships), ...known]),
    regions: seen.map(
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

/** Of each membership the latest version: a Region reads an index, which may be a moment behind. */
export function newest(memberships: Membership[]): Membership[] {
  const latest = new Map<string, Membership>();
  for (const one of memberships) {
    const key = `${one.accountId}/${one.region}`;
    if (one.version > (latest.get(key)?.version ?? 0)) latest.set(key, one);
  }
  return [...latest.values()];
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
