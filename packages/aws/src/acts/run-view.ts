// A run as its message shows it: stages from its row, numbers from the table.
import type { Locale } from "@rollcall/core/locale";
import { type Message, type RunView, runMessage } from "@rollcall/core/message";
import { type Numbers, stagesAt } from "@rollcall/core/run";
import { executionPage, signedIn } from "../console-links.ts";
import { type RunRow, reachedIn } from "../table/runs.ts";

/** The message of a run as it stands now. */
export const runMessageOf = async (row: RunRow, locale: Locale): Promise<Message> =>
  runMessage(await viewOf(row), locale);

/** What is known of a run now. */
export async function viewOf(row: RunRow): Promise<RunView> {
  const { run, status, ledger, uploader, startedAt, stage, failure, summary } = row;
  return {
    run,
    status,
    ledger,
    uploader,
    startedAt,
    at: row.closedAt ?? new Date().toISOString(),
    link: signedIn(executionPage(row.execution)),
    stages: stagesAt(stage, status, await numbersOf(row)),
    ...(row.planned && { unread: row.planned.unread }),
    ...(failure && { failure }),
    ...(summary && { counts: summary }),
  };
}

async function numbersOf(row: RunRow): Promise<Numbers> {
  const { rows, regions, planned, summary, reached } = row;
  const all = (total: number) => ({ done: total, total });
  if (!planned) return { read: all(rows), observe: { done: 0, total: regions.length } };
  const wanted = planned.memberships;
  const of = (done: number) => ({ done: Math.min(done, wanted), total: wanted });
  const joined = reached.join ? await countOf(row, "Enabled") : 0;
  return {
    read: all(rows),
    observe: all(regions.length),
    plan: all(wanted),
    create: { done: summary?.accounts.created ?? 0, total: planned.creations },
    // Once accounts join, what they reach says more than who was invited.
    ...(reached.join ? {} : { invite: of(reached.invite ? await countOf(row, "Invited") : 0) }),
    join: of(joined),
    verify: of(summary ? joined : 0),
  };
}

/** How many memberships the run has brought to a state, in all its Regions. */
const countOf = async (row: RunRow, state: string): Promise<number> =>
  (await Promise.all(row.regions.map((region) => reachedIn(row.run, region, state)))).reduce(
    (sum, one) => sum + one,
    0,
  );
