// A run as its message shows it: stages from its row, numbers from the table.
import type { Locale } from "@rollcall/core/locale";
import { type Message, type RunView, runMessage } from "@rollcall/core/message";
import { type Numbers, stagesAt } from "@rollcall/core/run";
import { linkTo } from "../table/events.ts";
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
    link: linkTo(row.execution),
    stages: stagesAt(stage, status, await numbersOf(row)),
    ...(failure && { failure }),
    ...(summary && { counts: summary }),
  };
}

async function numbersOf(row: RunRow): Promise<Numbers> {
  const { rows, regions, planned, summary, reached } = row;
  const all = (total: number) => ({ done: total, total });
  if (!planned) return { read: all(rows), observe: { done: 0, total: regions.length } };
  const [invited, enabled] = reached.invite
    ? await Promise.all([total(row, "Invited"), total(row, "Enabled")])
    : [0, 0];
  const wanted = planned.memberships;
  return {
    read: all(rows),
    observe: all(regions.length),
    plan: all(wanted),
    create: { done: summary?.accounts.created ?? 0, total: planned.creations },
    invite: { done: Math.min(Math.max(invited, enabled), wanted), total: wanted },
    join: { done: Math.min(enabled, wanted), total: wanted },
    verify: { done: summary ? Math.min(enabled, wanted) : 0, total: wanted },
  };
}

const total = async (row: RunRow, state: string): Promise<number> =>
  (await Promise.all(row.regions.map((region) => reachedIn(row.run, region, state)))).reduce(
    (sum, one) => sum + one,
    0,
  );
