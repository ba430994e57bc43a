// The end of a run: where every membership stands, who has to act, and how.
import { create } from "@rollcall/core/event";
import { Closed, type RunStatus, type Summary, summarize } from "@rollcall/core/run";
import { executionPage } from "../console-links.ts";
import { log } from "../log.ts";
import { writeRunFile } from "../s3.ts";
import { findCreations } from "../table/creations.ts";
import { membershipsAt } from "../table/memberships.ts";
import { findRun, outcomesOf, type RunRow, tellRun } from "../table/runs.ts";
import { planOf, recordOf, rowsOf } from "./plan-run.ts";

/** Lines of attention that travel with the event; all of them are in the run's summary file. */
const TOLD = 20;

/**
 * Closes a run and returns its status. With a failure it is closed as `failed`, with what is known. A run
 * that is closed already stays as it is.
 */
export async function closeRun(
  run: string,
  failure?: { error: string; cause: string },
): Promise<RunStatus> {
  const row = await findRun(run);
  if (!row) {
    log.error({ run, error: failure?.error }, "run failed before it was opened");
    return "failed";
  }
  if (row.closedAt) return row.status;
  const summary = await sumUp(run);
  await writeRunFile(run, "summary.json", summary ?? null);
  const status: RunStatus =
    failure || !summary ? "failed" : summary.attention.length > 0 ? "attention" : "settled";
  await tellRun(closed(row, status, summary, failure), eventOf(row, status, summary));
  return status;
}

/** Undefined where the run did not come as far as a plan. */
async function sumUp(run: string): Promise<Summary | undefined> {
  const plan = await planOf(run);
  if (!plan) return undefined;
  const rows = await rowsOf(run);
  const emails = rows.flatMap((row) =>
    row.accountId === undefined && row.email ? [row.email] : [],
  );
  const creations = (await findCreations(emails)).map(recordOf);
  const accounts = new Set(
    [...rows, ...plan.resolved, ...creations].flatMap((one) => one.accountId ?? []),
  );
  const regions = plan.regions.map((one) => one.region);
  const memberships = await membershipsAt(
    [...accounts].flatMap((accountId) => regions.map((region) => ({ accountId, region }))),
  );
  return summarize({ run, rows, plan, memberships, outcomes: await outcomesOf(run), creations });
}

function closed(
  row: RunRow,
  status: RunStatus,
  summary: Summary | undefined,
  failure: { error: string; cause: string } | undefined,
): RunRow {
  const at = new Date().toISOString();
  return {
    ...row,
    status,
    stage: "close",
    reached: { ...row.reached, close: at },
    closedAt: at,
    ...(summary && { summary: { accounts: summary.accounts, memberships: summary.memberships } }),
    ...(failure && { failure }),
  };
}

const eventOf = (row: RunRow, status: RunStatus, summary: Summary | undefined) =>
  create(
    Closed,
    {
      id: `${row.run}/closed`,
      at: new Date().toISOString(),
      run: row.run,
      link: executionPage(row.execution),
    },
    {
      status,
      seconds: (Date.now() - Date.parse(row.startedAt)) / 1000,
      ...(summary && { summary: { ...summary, attention: summary.attention.slice(0, TOLD) } }),
    },
  );
