// A run as its message shows it: stages from its row, numbers from the table.
import type { Locale } from "@rollcall/core/locale";
import { type Message, type RunView, runMessage } from "@rollcall/core/message";
import { creationSeconds } from "@rollcall/core/plan/creation-time";
import { type Numbers, stagesAt } from "@rollcall/core/run";
import { executionPage, signedIn } from "../console-links.ts";
import { readRunFile } from "../s3.ts";
import { findCreations } from "../table/creations.ts";
import { type RunRow, reachedIn } from "../table/runs.ts";
import { closedOf } from "./closure-files.ts";
import { planOf } from "./plan-files.ts";
import { askedIn } from "./start-run.ts";

/** The message of a run as it stands now. */
export const runMessageOf = async (row: RunRow, locale: Locale): Promise<Message> =>
  runMessage(await viewOf(row), locale);

/** What is known of a run now. */
export async function viewOf(row: RunRow): Promise<RunView> {
  const { run, status, ledger, uploader, heal, startedAt, stage, failure, summary } = row;
  const numbers = await numbersOf(row);
  const creating = timeLeft(row, numbers);
  const asked = askedIn(run);
  return {
    run,
    status,
    ledger,
    uploader,
    heal,
    ...(asked && { asked: { kind: asked, accounts: row.rows } }),
    startedAt,
    at: row.closedAt ?? new Date().toISOString(),
    link: signedIn(executionPage(row.execution)),
    stages: stagesAt(stage, status, numbers),
    ...(row.approval && { approval: row.approval, plan: await waitingPlan(row) }),
    ...(row.planned && { unread: row.planned.unread }),
    ...(creating > 0 && { creating }),
    ...(failure && { failure }),
    ...(summary && { counts: summary }),
  };
}

/** The plan is shown while somebody has to decide on it. */
const waitingPlan = ({ run, approval }: RunRow) =>
  approval?.standing === "waiting" ? planOf(run) : undefined;

async function numbersOf(row: RunRow): Promise<Numbers> {
  const { rows, regions, planned, summary, reached } = row;
  const all = (total: number) => ({ done: total, total });
  if (!planned)
    return { read: all(rows), observe: { done: 0, total: regions.length }, remove: all(0) };
  const wanted = planned.memberships;
  const of = (done: number) => ({ done: Math.min(done, wanted), total: wanted });
  const joined = row.joined ?? (reached.join ? await countOf(row, "Enabled") : 0);
  return {
    read: all(rows),
    observe: all(regions.length),
    plan: all(wanted),
    create: {
      done: summary?.accounts.created ?? (await createdSoFar(row)),
      total: planned.creations,
    },
    // Once accounts join, what they reach says more than who was invited.
    ...(reached.join ? {} : { invite: of(reached.invite ? await countOf(row, "Invited") : 0) }),
    join: of(joined),
    verify: of(summary ? joined : 0),
    ...(planned.raises && {
      baseline: { done: summary ? raised(planned.raises, summary) : 0, total: planned.raises },
    }),
    remove: { done: summary?.removals?.done ?? 0, total: planned.removals ?? 0 },
    ...(planned.closures && {
      closure: { done: await closedOf(row.run), total: planned.closures },
    }),
  };
}

/** Of the parts that were to be raised, those that nothing is left to say of. */
const raised = (planned: number, { baseline = {} }: NonNullable<RunRow["summary"]>): number =>
  Object.values(baseline).reduce(
    (left, { pending, failed }) => Math.max(0, left - pending - failed),
    planned,
  );

/** How many memberships the run has brought to a state, in all its Regions. */
const countOf = async (row: RunRow, state: string): Promise<number> =>
  (await Promise.all(row.regions.map((region) => reachedIn(row.run, region, state)))).reduce(
    (sum, one) => sum + one,
    0,
  );

/** How many of the run's creations have come to an end. */
async function createdSoFar({ run, reached }: RunRow): Promise<number> {
  if (!reached.create) return 0;
  const asked = (await readRunFile<{ email: string }[]>(run, "creations.json")) ?? [];
  const rows = await findCreations(asked.map((one) => one.email));
  return rows.filter(({ status }) => !["reserved", "requested"].includes(status)).length;
}

/** Seconds until all accounts are created; 0 when nothing is left to create. */
function timeLeft({ status, reached, planned }: RunRow, { create }: Numbers): number {
  if (status !== "running" || !reached.create || !planned || !create) return 0;
  const elapsed = (Date.now() - Date.parse(reached.create)) / 1000;
  return creationSeconds(create.total - create.done, create.done, elapsed);
}
