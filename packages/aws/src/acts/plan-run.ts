// Plans a run: ledger, observation and earlier creations in, a stored plan and its waves out.
import { type CreationRecord, sameEmail } from "@rollcall/core/account";
import type { Row } from "@rollcall/core/ledger";
import { diff, type HubRegion, type OrganizationAccount, type Plan } from "@rollcall/core/plan";
import { readRunFile, writeRunFile } from "../s3.ts";
import { settings } from "../settings.ts";
import { type CreationRow, findCreations } from "../table/creations.ts";
import { runOf, writeRun } from "../table/runs.ts";
import type { Seen } from "./observe-region.ts";
import { type WaveInput, writeWave } from "./wave-files.ts";

/** What the workflow carries on: the waves, and how many accounts are to be created. */
export interface Planned {
  waves: WaveInput[];
  creations: number;
}

/** Plans the whole ledger and stores the plan: from here on changes may be dropped, none is added. */
export async function planRun(run: string): Promise<Planned> {
  const rows = await rowsOf(run);
  const plan = diff({ run, ...(await world(run, rows)), rows });
  await writeRunFile(run, "plan.json", plan);
  await writeRunFile(
    run,
    "creations.json",
    plan.creations.map(({ accountName, email }) => ({ run, accountName, email, attempt: 1 })),
  );
  const row = await runOf(run);
  await writeRun({
    ...row,
    planned: {
      creations: plan.creations.length,
      accounts: new Set(plan.additions.map((one) => one.accountId)).size,
      memberships:
        plan.additions.length + plan.creations.reduce((sum, one) => sum + one.regions.length, 0),
      bound: plan.bound.total,
      unread: plan.regions.filter((one) => one.unread).map((one) => one.region),
    },
  });
  return { waves: await store(run, plan, 0), creations: plan.creations.length };
}

/** Plans the accounts that the run has created since: they join in waves of their own. */
export async function planCreated(run: string): Promise<Planned> {
  const first = (await planOf(run))!;
  const asked = new Set(first.creations.map((one) => one.row));
  const rows = (await rowsOf(run)).filter((one) => asked.has(one.row));
  const plan = diff({ run, ...(await world(run, rows)), rows });
  await writeRunFile(run, "plan-created.json", plan);
  return { waves: await store(run, plan, first.waves.length), creations: 0 };
}

/** The stored plan of a run; undefined when it has not come that far. */
export const planOf = (run: string): Promise<Plan | undefined> =>
  readRunFile<Plan>(run, "plan.json");

/** The rows of a run's ledger. */
export async function rowsOf(run: string): Promise<Row[]> {
  const ledger = await readRunFile<{ rows: Row[] }>(run, "ledger.json");
  return ledger?.rows ?? [];
}

const store = (run: string, plan: Plan, after: number): Promise<WaveInput[]> =>
  Promise.all(plan.waves.map((wave) => writeWave(run, after + wave.number, wave)));

async function world(run: string, rows: Row[]) {
  const { hub, management } = settings();
  const seen = await Promise.all(settings().regions.map((region) => seenIn(run, region)));
  const emails = rows.flatMap((row) =>
    row.accountId === undefined && row.email ? [row.email] : [],
  );
  const creations = await findCreations(emails);
  const accounts = await readRunFile<OrganizationAccount[] | null>(run, "organization.json");
  // An account that exists and cannot be entered yet is still being created: its creation goes on.
  const unfinished = new Set(
    creations
      .filter((one) => ["reserved", "requested", "created"].includes(one.status))
      .map((one) => sameEmail(one.email)),
  );
  return {
    memberships: seen.flatMap((one) => one.memberships),
    regions: seen.map(({ memberships: _, early: __, ...region }): HubRegion => region),
    organization:
      accounts && management
        ? {
            accounts: accounts.filter((one) => !unfinished.has(sameEmail(one.email))),
            managementId: management.account,
          }
        : undefined,
    creations: creations.map(recordOf),
    hub: hub.account,
    ...(management && { management: management.account }),
  };
}

/** A Region whose observation never came is unread, which is not the same as empty. */
async function seenIn(run: string, region: string): Promise<Seen> {
  const seen = await readRunFile<Seen>(run, `observed/${region}.json`);
  if (seen) return seen;
  const reason = "it could not be observed in this run";
  return {
    region,
    readable: false,
    hubEnabled: false,
    way: "invitation",
    reason,
    memberships: [],
    early: [],
  };
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
