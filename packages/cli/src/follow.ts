// Following a run from outside, through the table: where it is, how far, and how it ended.
import type { RunRow } from "@rollcall/aws/table/runs";
import type { Problem } from "@rollcall/core/ledger";
import type { Summary } from "@rollcall/core/run";
import { CommandError, interruption } from "./exit.ts";

/** Between two looks, in milliseconds: often enough to look alive, seldom enough to cost nothing. */
const LOOK = 400;

/** Looks between two questions whether the execution is still under way. */
const CHECK = 10;

/** Milliseconds in which an upload must have become a run. */
const OPENING = 60_000;

/** A look at a run. `joined` counts memberships that it has brought to Enabled so far. */
export interface Look {
  row: RunRow;
  joined: number;
}

/** What a closed run left behind. */
export interface Ended {
  row: RunRow;
  summary: Summary | undefined;
  problems: Problem[];
  /** Columns, and lines above the header, that rollcall did not use. */
  ignored: string[];
}

/** A ledger as its run wrote it down. */
type Read = Pick<Ended, "problems" | "ignored">;

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Where a run happens: the machine that runs it, and the data directory if there is one. */
export interface Place {
  /** ARN of `apply`. */
  machine: string;
  data?: string | undefined;
}

/**
 * Looks at a run until it has closed; `onLook` sees every look. Throws CommandError when it never will: its
 * execution has ended without closing it, or none began.
 */
export async function follow(
  run: string,
  place: Place,
  onLook: (look: Look) => void,
  signal: AbortSignal,
): Promise<Ended> {
  const { findRun, reachedIn } = await import("@rollcall/aws/table/runs");
  const began = Date.now();
  for (let looks = 0; ; looks++) {
    if (signal.aborted) throw interruption();
    const row = await findRun(run);
    if (row) {
      const joining = ["join", "verify"].includes(row.stage) && looks % 3 === 0;
      const joined = joining
        ? await Promise.all(row.regions.map((region) => reachedIn(run, region, "Enabled")))
        : [];
      onLook({ row, joined: joined.reduce((sum, one) => sum + one, 0) });
      if (row.closedAt) return ended(row);
    } else if (Date.now() - began > OPENING)
      throw stranded(`nothing has begun the run ${run} in ${OPENING / 1000} seconds`, place);
    if (looks % CHECK === CHECK - 1) await refuseStranded(run, place);
    await pause(LOOK);
  }
}

/** Throws when the execution has ended and its run was not closed with it. */
async function refuseStranded(run: string, place: Place): Promise<void> {
  const { findExecution } = await import("@rollcall/aws/step-functions");
  const { findRun } = await import("@rollcall/aws/table/runs");
  const arn = `${place.machine.replace(":stateMachine:", ":execution:")}:${run}`;
  const execution = await findExecution(arn);
  if (!execution || execution.status === "RUNNING") return;
  // It may have closed the run between our look and this one.
  if ((await findRun(run))?.closedAt) return;
  const { status, error = "", cause = "" } = execution;
  const why = [error, cause.slice(0, 500)].filter(Boolean).join(": ");
  throw stranded(
    `the execution of ${run} ended as ${status} and left the run open${why && `: ${why}`}`,
    place,
  );
}

/** Says where to look, which is gone with the process unless it is kept. */
const stranded = (what: string, { data }: Place): CommandError =>
  new CommandError(
    data === undefined
      ? `${what}.\nStart again with --data DIRECTORY: then DIRECTORY/logs keeps what the functions print, and \`rollcall sandbox --data DIRECTORY\` shows the executions.`
      : `${what}.\nLook into ${data}/logs for what the functions printed, and at the executions with \`rollcall sandbox --data ${data}\`.`,
  );

async function ended(row: RunRow): Promise<Ended> {
  const { readRunFile } = await import("@rollcall/aws/s3");
  const rejected = row.status === "rejected";
  const file = rejected ? "problems.json" : "ledger.json";
  const { problems = [], ignored = [] } = (await readRunFile<Read>(row.run, file)) ?? {};
  const summary = rejected ? undefined : await readRunFile<Summary | null>(row.run, "summary.json");
  return { row, summary: summary ?? undefined, problems, ignored };
}

/** Waits until Slack shows the end of a run, for at most `seconds`. Returns whether it does. */
export async function toldInSlack({ run, status }: RunRow, seconds: number): Promise<boolean> {
  const { findEntry } = await import("@rollcall/aws/table/outbox");
  // A rejected ledger is one message; of a superseded one nothing is told.
  const keys = [`run/${run}`, ...(status === "rejected" ? [] : [`run/${run}/closed`])];
  if (status === "superseded") return true;
  const until = Date.now() + seconds * 1000;
  while (Date.now() < until) {
    const entries = await Promise.all(keys.map(findEntry));
    if (entries.every((one) => one && (one.sent >= one.revision || one.delivery === "failed")))
      return true;
    await pause(LOOK);
  }
  return false;
}
