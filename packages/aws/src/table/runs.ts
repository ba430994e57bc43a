// Runs: the row of each, and the outcomes of accounts that did not end as members.
import { ConflictError } from "@rollcall/core/error";
import type { Envelope } from "@rollcall/core/event";
import type { Region } from "@rollcall/core/region";
import { Outcome, type RunStatus, type Stage, type Summary } from "@rollcall/core/run";
import { count, get, type Item, put, putMany, query } from "../dynamodb.ts";
import { writeWithEvent } from "./events.ts";

/** A run as it is stored. Times are ISO. */
export interface RunRow {
  run: string;
  status: RunStatus;
  stage: Stage;
  /** When each stage began; a stage that has no time has not been reached. */
  reached: Partial<Record<Stage, string>>;
  /** ARN of the execution of `apply`. */
  execution: string;
  /** The object's key as a person reads it. */
  ledger: string;
  bucket: string;
  versionId?: string | undefined;
  uploader?: string | undefined;
  startedAt: string;
  closedAt?: string | undefined;
  rows: number;
  regions: Region[];
  /** From the plan: accounts to create, accounts and memberships to bring in. */
  planned?: { creations: number; accounts: number; memberships: number; bound: number } | undefined;
  /** Counts only; the whole summary is `runs/<run>/summary.json`. */
  summary?: Pick<Summary, "accounts" | "memberships"> | undefined;
  failure?: { error: string; cause: string } | undefined;
}

const keyOf = (run: string) => ({ pk: `RUN#${run}`, sk: "RUN" });
const itemOf = (row: RunRow): Item => ({ ...keyOf(row.run), kind: "run", ...row });

/** The row of a run, if it has begun. */
export const findRun = (run: string): Promise<RunRow | undefined> => get<RunRow>(keyOf(run));

/** The row of a run that has begun. Throws ConflictError when there is none. */
export async function runOf(run: string): Promise<RunRow> {
  const row = await findRun(run);
  if (!row) throw new ConflictError(`run ${run} has no row yet`);
  return row;
}

/** Writes the row and nothing else: a change that is no event, such as a plan's counts. */
export const writeRun = (row: RunRow): Promise<void> => put(itemOf(row));

/** Writes the row with the event that tells of it. Told before: nothing happens. */
export async function tellRun(row: RunRow, event: Envelope<string, unknown>): Promise<void> {
  try {
    await writeWithEvent([itemOf(row)], `run/${row.run}`, event);
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
  }
}

const outcomeKey = (run: string, { account, region }: Outcome) => ({
  pk: `RUN#${run}`,
  sk: `OUTCOME#${account}#${region ?? "all"}`,
});

/** Keeps how accounts ended; a later word about the same account and Region replaces an earlier one. */
export const writeOutcomes = (run: string, outcomes: Outcome[]): Promise<void> =>
  putMany(
    [...new Map(outcomes.map((one) => [outcomeKey(run, one).sk, one])).values()].map((one) => ({
      ...outcomeKey(run, one),
      kind: "outcome",
      ...one,
    })),
  );

/** All outcomes of a run. */
export async function outcomesOf(run: string): Promise<Outcome[]> {
  const items = await query({
    key: {
      text: "pk = :run and begins_with(sk, :outcome)",
      values: { ":run": `RUN#${run}`, ":outcome": "OUTCOME#" },
    },
  });
  return items.map((item) => Outcome.parse(item));
}

/** How many memberships of a Region the run has brought to a state. The index may be a moment behind. */
export const reachedIn = (run: string, region: Region, state: string): Promise<number> =>
  count({
    index: "byRun",
    key: {
      text: "runRegion = :region and begins_with(toAccount, :state)",
      values: { ":region": `${run}#${region}`, ":state": `${state}#` },
    },
  });
