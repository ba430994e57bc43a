// Runs: the row of each, and the outcomes of accounts that did not end as members.
import type { Approval } from "@rollcall/core/approval";
import { ConflictError } from "@rollcall/core/error";
import type { Envelope } from "@rollcall/core/event";
import type { By } from "@rollcall/core/healing";
import type { Region } from "@rollcall/core/region";
import { type Counts, Outcome, type RunStatus, type Stage } from "@rollcall/core/run";
import { count, get, type Item, isStill, put, putMany, query } from "../dynamodb.ts";
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
  /** Present: the run heals a part of that ledger, for the policy or for a person. */
  heal?: { ledger: string; by: By; accounts: number; memberships: number } | undefined;
  startedAt: string;
  closedAt?: string | undefined;
  rows: number;
  regions: Region[];
  /** From the plan: accounts to create, accounts and memberships to bring in. */
  planned?:
    | {
        creations: number;
        accounts: number;
        memberships: number;
        /** The least number of calls that can do it. */
        bound: number;
        /** Memberships to take away. */
        removals: number;
        /** Parts of baselines, each in one Region of an account; absent: none. */
        raises?: number | undefined;
        /** Accounts to close; absent: none. */
        closures?: number | undefined;
        /** Regions that could not be read, and so have no plan. */
        unread: Region[];
      }
    | undefined;
  /** Counts only; the whole summary is `runs/<run>/summary.json`. */
  summary?: Counts | undefined;
  /** Memberships that were planned and are there at the end; absent: the run has not ended, or has no plan. */
  joined?: number | undefined;
  failure?: { error: string; cause: string } | undefined;
  /** Where the plan takes something away. */
  approval?: Approval | undefined;
  version: number;
}

/** A change of a run, and the event that tells of it if there is one. */
export interface RunChange {
  row: Omit<RunRow, "version">;
  event?: Envelope<string, unknown>;
}

const keyOf = (run: string) => ({ pk: `RUN#${run}`, sk: "RUN" });
const itemOf = (row: RunRow): Item => ({ ...keyOf(row.run), kind: "run", ...row });

/** Stages of creation and of waves advance side by side: each looks again this often when another moved first. */
const LOOKS = 8;

/** The row of a run, if it has begun. */
export const findRun = (run: string): Promise<RunRow | undefined> => get<RunRow>(keyOf(run));

/** The row of a run that has begun. Throws ConflictError when there is none. */
export async function runOf(run: string): Promise<RunRow> {
  const row = await findRun(run);
  if (!row) throw new ConflictError(`run ${run} has no row yet`);
  return row;
}

/**
 * Changes the row of a run, whatever others do to it meanwhile: `change` sees it as it is now, and returns
 * undefined to leave it alone. Returns the row when it was changed.
 */
export async function changeRun(
  run: string,
  change: (row: RunRow | undefined) => RunChange | undefined,
): Promise<RunRow | undefined> {
  for (let look = 1; ; look++) {
    const seen = await findRun(run);
    const wanted = change(seen);
    if (!wanted) return undefined;
    const row: RunRow = { ...wanted.row, version: (seen?.version ?? 0) + 1 };
    const write = { item: itemOf(row), condition: isStill(seen?.version) };
    try {
      if (wanted.event) await writeWithEvent(write, `run/${run}`, wanted.event);
      else await put(write.item, write.condition);
      return row;
    } catch (error) {
      if (!(error instanceof ConflictError) || look === LOOKS) throw error;
    }
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
