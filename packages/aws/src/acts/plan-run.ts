// Plans a run: ledger, observation and earlier creations in, a stored plan and its waves out.
import { partsOf } from "@rollcall/core/baseline";
import { RejectedError } from "@rollcall/core/error";
import type { Row } from "@rollcall/core/ledger";
import { causesOf, diff, type Plan } from "@rollcall/core/plan";
import { planClosures } from "@rollcall/core/plan/closures";
import type { Region } from "@rollcall/core/region";
import { writeRunFile } from "../s3.ts";
import { settings } from "../settings.ts";
import { writeAccount } from "../table/accounts.ts";
import { changeRun } from "../table/runs.ts";
import { wantedClosures } from "./closing.ts";
import { writeClosures } from "./closure-files.ts";
import { healFileOf, regionsOf } from "./heal-file.ts";
import { planOf, rowsOf, wavesOf, writePlan } from "./plan-files.ts";
import { planInput } from "./plan-input.ts";
import { writeRemovals } from "./removal-files.ts";
import { askedIn } from "./start-run.ts";
import { type WaveInput, writeWave } from "./wave-files.ts";

/** What the workflow carries on: the waves, and how many accounts are to be created. */
export interface Planned {
  waves: WaveInput[];
  creations: number;
  /** Regions in which something is to be taken away; only where a person has approved that. */
  removals: Region[];
  /** How many accounts are to be closed, or put on record as closed; under the same condition. */
  closures: number;
  /** A person has to decide before anything is done. */
  waits: boolean;
}

/**
 * Plans the whole ledger, or what a heal is about, and stores the plan: from here on changes may be dropped, none is
 * added. `approved`: a person has decided on the plan that is stored; reality is looked at again, and only what both say is left of it.
 */
export async function planRun(run: string, approved = false): Promise<Planned> {
  const rows = await rowsOf(run);
  const outline = approved ? await planOf(run) : undefined;
  if (approved && !outline) throw new RejectedError(`run ${run} has no plan that was approved`);
  const heal = await healFileOf(run);
  const input = await planInput(run, rows, heal && regionsOf(heal));
  const within = outline && { ...outline, waves: await wavesOf(run) };
  const asked = { run, ...input, rows, within };
  const plan =
    askedIn(run) === "close"
      ? planClosures(asked, await wantedClosures(rows, input.organization?.accounts))
      : diff({ ...asked, only: heal?.memberships });
  const closures = plan.closures ?? [];
  await keepResolved(plan, rows);
  await writePlan(run, plan);
  await writeRunFile(
    run,
    "creations.json",
    plan.creations.map(({ row, accountName, email, ou, tags }) => ({
      baseline: wantsBaseline(rows, row),
      run,
      accountName,
      email,
      attempt: 1,
      ...(ou !== undefined && { ou }),
      ...(tags !== undefined && { tags }),
    })),
  );
  const { invites, joins, heals, raises } = plan.joining;
  const planned = {
    creations: plan.creations.length,
    accounts: plan.waves.flatMap((one) => one.accounts).filter(({ regions }) => regions.length > 0)
      .length,
    memberships:
      invites.memberships +
      joins.memberships +
      heals.memberships +
      plan.creations.reduce((sum, one) => sum + one.regions.length, 0),
    bound: plan.bound.total,
    removals: plan.removals.length,
    ...(raises && {
      raises: Object.values(raises).reduce((sum, one) => sum + one.memberships, 0),
    }),
    ...(closures.length > 0 && { closures: closures.length }),
    unread: plan.regions.filter((one) => one.unread).map((one) => one.region),
  };
  await changeRun(run, (row) => row && { row: { ...row, planned } });
  const waits = !approved && causesOf(plan, settings().approval.share).length > 0;
  return {
    waves: await store(run, plan, 0),
    creations: plan.creations.length,
    removals: approved ? await writeRemovals(run, plan.removals) : [],
    // What is closed already needs nobody's word.
    closures: await writeClosures(
      run,
      closures.filter((one) => approved || one.already),
    ),
    waits,
  };
}

/** Whether rollcall will have to set up more than the membership in the account of a row. */
const wantsBaseline = (rows: readonly Row[], number: number): boolean => {
  const row = rows.find((one) => one.row === number);
  return row !== undefined && partsOf(row, settings().baseline).parts.length > 0;
};

/** Plans the accounts that the run has created since: they join in waves of their own. */
export async function planCreated(run: string): Promise<Planned> {
  const first = await planOf(run);
  if (!first) throw new RejectedError(`run ${run} has no plan`);
  const asked = new Set(first.creations.map((one) => one.row));
  const rows = (await rowsOf(run)).filter((one) => asked.has(one.row));
  const plan = diff({ run, ...(await planInput(run, rows)), rows });
  await keepResolved(plan, rows);
  await writePlan(run, plan, "plan-created");
  const waves = await store(run, plan, first.joining.waves);
  return { waves, creations: 0, removals: [], closures: 0, waits: false };
}

/** Rows without an id have become accounts: from now on their names and owners are found by it. */
async function keepResolved({ resolved }: Plan, rows: readonly Row[]): Promise<void> {
  const byNumber = new Map(rows.map((one) => [one.row, one]));
  await Promise.all(
    resolved.map(({ row, accountId }) => writeAccount(accountId, byNumber.get(row)!)),
  );
}

/** One wave after another: together, their files would be as large as the plan. */
async function store(run: string, { waves }: Plan, after: number): Promise<WaveInput[]> {
  const stored: WaveInput[] = [];
  for (const wave of waves) stored.push(await writeWave(run, after + wave.number, wave));
  return stored;
}
