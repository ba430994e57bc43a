// From events to what Slack should show. A run has one message, which is kept current from the run's row and
// counts: an event only says that it is time to look. Replies stand in its thread.
import { CreationFailed } from "@rollcall/core/account";
import { Changed as BaselineChanged } from "@rollcall/core/baseline";
import { Noted } from "@rollcall/core/call";
import { Written } from "@rollcall/core/digest";
import * as Event from "@rollcall/core/event";
import { Begun, Decided } from "@rollcall/core/healing";
import { Changed as JoinerChanged } from "@rollcall/core/joiner";
import type { Locale } from "@rollcall/core/locale";
import { Transitioned } from "@rollcall/core/membership";
import {
  attentionList,
  attentionReply,
  completionReply,
  creationFailedReply,
  filesOf,
  planReply,
  rejectedMessage,
} from "@rollcall/core/message";
import * as RollCall from "@rollcall/core/roll-call";
import { Closed, LedgerRejected, type Summary } from "@rollcall/core/run";
import { SetupChecked } from "@rollcall/core/setup";
import * as z from "zod";
import { log } from "../log.ts";
import { findRunFile, readRunFile } from "../s3.ts";
import { settings } from "../settings.ts";
import { findRun, type RunRow, runOf } from "../table/runs.ts";
import { composeJoiner } from "./compose-joiner.ts";
import {
  composeDigest,
  composeHealed,
  composeNamed,
  composeRollCall,
} from "./compose-roll-call.ts";
import { composeSetup } from "./compose-setup.ts";
import { planOf } from "./plan-files.ts";
import { runMessageOf, viewOf } from "./run-view.ts";
import { shownAs } from "./shown-as.ts";
import { localeOf, tell, tellFile, tellList } from "./tell.ts";

/** A batch of the queue behind the bus. */
export const EventBatch = z.object({
  Records: z.array(z.object({ messageId: z.string(), body: z.string() })),
});

const OnTheBus = z.object({
  detail: z.looseObject({ type: z.string(), run: z.string().optional() }),
});

type Detail = z.infer<typeof OnTheBus>["detail"];

/** Composes what a batch of events calls for, and returns the queue's records that have to come again. */
export async function composeMessages(
  records: { messageId: string; body: string }[],
): Promise<{ itemIdentifier: string }[]> {
  const byRun = new Map<string, { messageId: string; detail: Detail }[]>();
  for (const { messageId, body } of records) {
    const { detail } = OnTheBus.parse(JSON.parse(body));
    if (detail.run)
      byRun.set(detail.run, [...(byRun.get(detail.run) ?? []), { messageId, detail }]);
  }
  const failed: { itemIdentifier: string }[] = [];
  for (const [run, events] of byRun)
    try {
      await composeRun(
        run,
        events.map((one) => one.detail),
      );
    } catch (error) {
      log.error({ run, error: String(error) }, "messages not composed; they come again");
      failed.push(...events.map(({ messageId }) => ({ itemIdentifier: messageId })));
    }
  return failed;
}

/**
 * Milliseconds for which a run's numbers are not counted again because more of the same has happened: counting goes
 * through all that the run has done, and there are as many events. What is skipped shows with the next stage, and at the
 * end, whose numbers stand in the run's row.
 */
const FRESH = 5_000;

/** When the message of an open run was made here, in milliseconds. */
const made = new Map<string, number>();

/** Is there nothing in these events but more of what an open run was counted for a moment ago? */
const isFresh = ({ run, closedAt }: RunRow, events: Detail[]): boolean =>
  !closedAt && Date.now() - (made.get(run) ?? 0) < FRESH && events.every(isProgress);

const isProgress = (event: Detail): boolean =>
  Boolean(Event.parse(Transitioned, event) ?? Event.parse(BaselineChanged, event));

async function composeRun(run: string, events: Detail[]): Promise<void> {
  const joiner = events.map((event) => Event.parse(JoinerChanged, event)).find(Boolean);
  if (joiner) return composeJoiner(joiner.properties.accountId);
  for (const event of events) {
    const called = Event.parse(RollCall.Closed, event);
    if (called) await composeRollCall(called);
    if (Event.parse(Written, event)?.properties.posted) await composeDigest(run);
    const setup = Event.parse(SetupChecked, event);
    if (setup) await composeSetup(setup);
  }
  if (events.some((one) => Event.parse(Begun, one) || Event.parse(Decided, one)))
    await composeHealed(run);
  if (events.some((event) => Event.parse(Noted, event))) await composeNamed(run);
  const channel = settings().slack.channel;
  const locale = localeOf(channel);
  const row = await findRun(run);
  if (!row) return;
  if (isFresh(row, events)) return;
  if (row.status === "rejected") {
    for (const event of events) {
      const rejected = Event.parse(LedgerRejected, event);
      if (!rejected) continue;
      await tell(`run/${run}`, channel, rejectedMessage(rejected.properties, locale));
      await tellResult(row, channel, locale);
    }
    return;
  }
  await tellRun(row, channel, locale);
  if (row.closedAt) made.delete(run);
  else made.set(run, Date.now());
  await tellPlan(row, channel, locale);
  for (const event of events) {
    const failed = Event.parse(CreationFailed, event);
    if (failed)
      await tell(
        `run/${run}/${failed.id}`,
        channel,
        creationFailedReply(failed.properties, locale),
        { parent: `run/${run}` },
      );
    if (Event.parse(Closed, event)) {
      await tellTheEnd(run, channel, locale);
      await composeHealed(run);
    }
  }
}

/**
 * The message of a run. Batches are composed side by side: whoever wrote an older row over a newer one sees here
 * that the row has moved on, and writes again.
 */
async function tellRun(row: RunRow, channel: string, locale: Locale): Promise<void> {
  await tell(`run/${row.run}`, channel, await runMessageOf(row, locale));
  const now = await runOf(row.run);
  if (now.version !== row.version) await tellRun(now, channel, locale);
}

/** The run's ledger with its result, where there is one, into the run's thread. */
async function tellResult(row: RunRow, channel: string, locale: Locale): Promise<void> {
  const { run } = row;
  const path = await findRunFile(run, "result.xlsx");
  if (!path) return;
  const file = { path, name: shownAs(row, "result.xlsx"), title: filesOf(locale).result };
  await tellFile(`run/${run}/result`, channel, file, `run/${run}`);
}

/** The thread of a run that waits for a person: the whole plan, once. */
async function tellPlan({ run, ledger, approval }: RunRow, channel: string, locale: Locale) {
  if (approval?.standing !== "waiting") return;
  const plan = await planOf(run);
  if (plan)
    await tell(`run/${run}/plan`, channel, planReply(ledger, plan, locale), {
      parent: `run/${run}`,
    });
}

/** The thread of a closed run: how it ended, then who has to act. */
async function tellTheEnd(run: string, channel: string, locale: Locale): Promise<void> {
  const row = await runOf(run);
  const summary = await readRunFile<Summary | null>(run, "summary.json");
  const parent = `run/${run}`;
  if (summary) {
    const attention = attentionReply(summary.attention, locale);
    if (attention) {
      await tell(`${parent}/attention`, channel, attention, { parent });
      const rows = attentionList(summary.attention, attention, locale);
      const title = filesOf(locale).attention;
      const name = "attention.csv";
      const list = { rows: rows ?? [], name, title, shown: shownAs(row, name) };
      if (rows) await tellList(run, channel, list, parent);
    }
  }
  await tellResult(row, channel, locale);
  const counts = summary ?? nothing;
  const view = {
    ...(await viewOf(row)),
    counts,
    attention: summary?.attention.length ?? 0,
    removals: summary?.removals,
    closures: summary?.closures,
  };
  await tell(`${parent}/closed`, channel, completionReply(view, locale), { parent });
}

const nothing = {
  accounts: { wanted: 0, created: 0, joined: 0, attention: 0 },
  memberships: { wanted: 0, enabled: 0, pending: 0, attention: 0 },
};
