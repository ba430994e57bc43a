// Following a run from outside, through the table: where it is, how far, and how it ended.
import type { RunRow } from "@rollcall/aws/table/runs";
import type { Problem } from "@rollcall/core/ledger";
import type { Summary } from "@rollcall/core/run";
import { interruption } from "./exit.ts";

/** Between two looks, in milliseconds: often enough to look alive, seldom enough to cost nothing. */
const LOOK = 400;

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
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Looks at a run until it has closed; `onLook` sees every look. */
export async function follow(
  run: string,
  onLook: (look: Look) => void,
  signal: AbortSignal,
): Promise<Ended> {
  const { findRun, reachedIn } = await import("@rollcall/aws/table/runs");
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
    }
    await pause(LOOK);
  }
}

async function ended(row: RunRow): Promise<Ended> {
  const { readRunFile } = await import("@rollcall/aws/s3");
  if (row.status === "rejected") {
    const file = await readRunFile<{ problems: Problem[] }>(row.run, "problems.json");
    return { row, summary: undefined, problems: file?.problems ?? [] };
  }
  const ledger = await readRunFile<{ problems: Problem[] }>(row.run, "ledger.json");
  const summary = await readRunFile<Summary | null>(row.run, "summary.json");
  return { row, summary: summary ?? undefined, problems: ledger?.problems ?? [] };
}

/** Waits until Slack shows the end of a run, for at most `seconds`. Returns whether it does. */
export async function toldInSlack(run: string, seconds: number): Promise<boolean> {
  const { findEntry } = await import("@rollcall/aws/table/outbox");
  const until = Date.now() + seconds * 1000;
  while (Date.now() < until) {
    const entries = await Promise.all([findEntry(`run/${run}`), findEntry(`run/${run}/closed`)]);
    if (entries.every((one) => one && (one.sent >= one.revision || one.delivery === "failed")))
      return true;
    await pause(LOOK);
  }
  return false;
}
