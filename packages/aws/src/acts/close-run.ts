// The end of a run: where every membership stands, who has to act, and how.
import type { AccountId } from "@rollcall/core/account";
import { RejectedError } from "@rollcall/core/error";
import { States } from "@rollcall/core/membership/states";
import type { Region } from "@rollcall/core/region";
import {
  type Counts,
  isGoneFrom,
  type RunStatus,
  type Summary,
  summarize,
} from "@rollcall/core/run";
import type { Ended } from "@rollcall/core/workbook/ended";
import { textOf } from "../errors.ts";
import { log } from "../log.ts";
import { writeRunFile } from "../s3.ts";
import { findCreations } from "../table/creations.ts";
import { membershipsAt } from "../table/memberships.ts";
import { changeRun, findRun, outcomesOf, type RunRow, runOf } from "../table/runs.ts";
import { afterRemoval } from "./after-removal.ts";
import { closedOf } from "./closure-files.ts";
import { memberSideOf } from "./member-side-files.ts";
import { pairsOf } from "./pairs-of.ts";
import { joinersIn, planCreatedOf, planOf, rowsOf } from "./plan-files.ts";
import { recordOf } from "./plan-input.ts";
import { recordedBaseline } from "./recorded-baseline.ts";
import { closedEvent } from "./run-events.ts";
import { type RunRequest, rowOf } from "./run-request.ts";
import { writeResult } from "./write-result.ts";

/** Why a run could not be finished, in the words of Step Functions. */
export interface Failure {
  error: string;
  cause: string;
}

/** Closes a run and returns its status. A run that is closed already stays as it is. */
export async function closeRun(run: string): Promise<RunStatus> {
  const standing = (await findRun(run))?.approval?.standing;
  if (standing === "rejected" || standing === "expired")
    return close({ run }, "discarded", undefined);
  const end = await sumUp(run);
  if (!end) throw new RejectedError(`run ${run} has no plan`);
  return close({ run }, end.summary.attention.length > 0 ? "attention" : "settled", end);
}

/** Closes a run on whose plan nobody decided in time. A word that came too late to be passed on counts as none. */
export async function expireRun(run: string): Promise<RunStatus> {
  await changeRun(run, (row) =>
    row?.approval && !row.closedAt && ["waiting", "approved"].includes(row.approval.standing)
      ? { row: { ...row, approval: { ...row.approval, standing: "expired" } } }
      : undefined,
  );
  return closeRun(run);
}

/**
 * Closes a run that failed, with what is known; also one that failed before it was opened. What made it fail may
 * stand in the way of a summary too: then there is none.
 */
export async function closeFailed(request: RunRequest, failure: Failure): Promise<RunStatus> {
  const end = await sumUp(request.run).catch((error) => {
    log.error({ run: request.run, error: textOf(error) }, "no summary of a failed run");
    return undefined;
  });
  return close(request, "failed", end, failure);
}

async function close(
  request: { run: string } | RunRequest,
  status: RunStatus,
  end: End | undefined,
  failure?: Failure,
): Promise<RunStatus> {
  const { run } = request;
  const summary = end?.summary;
  if ((await findRun(run))?.closedAt === undefined) {
    await writeRunFile(run, "summary.json", summary ?? null);
    await tellRows(run, end, failure);
  }
  const changed = await changeRun(run, (seen) => {
    const row = seen ?? ("key" in request ? rowOf(request) : undefined);
    if (!row) throw new RejectedError(`run ${run} has no row`);
    if (row.closedAt) return undefined;
    return {
      row: closed(row, status, end, failure),
      event: closedEvent(row, status, summary),
    };
  });
  return changed?.status ?? (await runOf(run)).status;
}

/** The ledger with the result in it. Of a run that failed already, it is not worth failing again. */
async function tellRows(run: string, end: End | undefined, failure?: Failure): Promise<void> {
  const written = writeResult(run, { ended: end?.ended, failure });
  await (failure
    ? written.catch((error) =>
        log.error({ run, error: textOf(error) }, "no result of a failed run"),
      )
    : written);
}

/** A run's sum, and what its ledger is told. */
interface End {
  summary: Summary;
  ended: Ended;
  /** Memberships that were planned and are there. */
  joined: number;
}

/** Undefined where the run did not come as far as a plan. */
async function sumUp(run: string): Promise<End | undefined> {
  const plan = await planOf(run);
  if (!plan) return undefined;
  // What stands in the way of accounts that were created meanwhile is known to their own plan.
  const later = await planCreatedOf(run);
  const escalations = [...(later?.escalations ?? []), ...plan.escalations];
  const rows = await rowsOf(run);
  const emails = rows.flatMap((row) =>
    row.accountId === undefined && row.email ? [row.email] : [],
  );
  const creations = (await findCreations(emails)).map(recordOf);
  const accounts = new Set(
    [...rows, ...plan.resolved, ...creations].flatMap((one) => one.accountId ?? []),
  );
  const regions = plan.regions.map((one) => one.region);
  const memberships = await statesOf([...accounts], regions);
  const approved = (await findRun(run))?.approval?.standing === "approved";
  const side = approved ? await memberSideOf(run, plan, isGoneFrom(memberships)) : { outcomes: [] };
  const outcomes = [...(await outcomesOf(run)), ...side.outcomes];
  const summary = summarize({
    closed: await closedOf(run),
    run,
    rows,
    plan: { ...plan, escalations },
    memberships,
    outcomes,
    creations,
    approved,
    ...(approved && (await afterRemoval(run, plan))),
    ...("memberSide" in side && { memberSide: side.memberSide }),
    baseline: await recordedBaseline(rows, [...accounts], regions),
  });
  const { regions: totals, resolved } = plan;
  const known = [...resolved, ...creations].flatMap(({ email, accountId }) =>
    accountId ? [{ email, accountId }] : [],
  );
  const { attention } = summary;
  const ended = { regions: totals, memberships, attention, accounts: known };
  return { summary, ended, joined: await joinedOf(run, memberships) };
}

/** Of what the run's plans were to bring in, how much is there. */
async function joinedOf(run: string, memberships: States): Promise<number> {
  let joined = 0;
  for await (const { accountId, regions } of joinersIn(run))
    for (const { region } of regions)
      if (memberships.at(accountId, region)?.state === "Enabled") joined += 1;
  return joined;
}

/** How these accounts stand in these Regions, as it is recorded now. */
async function statesOf(accounts: AccountId[], regions: readonly Region[]): Promise<States> {
  const states = new States();
  for (const keys of pairsOf(accounts, regions))
    for (const one of await membershipsAt(keys)) states.add(one);
  return states;
}

function closed(
  row: RunRow,
  status: RunStatus,
  end: End | undefined,
  failure: Failure | undefined,
): RunRow {
  const at = new Date().toISOString();
  return {
    ...row,
    status,
    stage: "close",
    reached: { ...row.reached, close: at },
    closedAt: at,
    ...(end && { summary: countsOf(end.summary), joined: end.joined }),
    ...(failure && { failure }),
  };
}

const countsOf = ({ accounts, memberships, baseline, removals, closures }: Summary): Counts => ({
  accounts,
  memberships,
  ...(baseline && { baseline }),
  ...(removals && { removals }),
  ...(closures && { closures }),
});
