// What Slack shows of roll calls, and of their days: one message for each that lost somebody, kept current while members come back.
import type { Digest } from "@rollcall/core/digest";
import type { Of } from "@rollcall/core/event";
import {
  digestList,
  digestMessage,
  filesOf,
  lossList,
  lossMessage,
  ownersOf,
  recoveredReply,
  type Standing,
} from "@rollcall/core/message";
import type { Closed } from "@rollcall/core/roll-call";
import { executionPage, signedIn } from "../console-links.ts";
import { readRunFile } from "../s3.ts";
import { settings } from "../settings.ts";
import { membershipsAt } from "../table/memberships.ts";
import { findEntry } from "../table/outbox.ts";
import { findRollCall, lastRollCall } from "../table/roll-calls.ts";
import { curesOf } from "./cures.ts";
import { endStorms } from "./end-storms.ts";
import { lossesToldBy } from "./losses-file.ts";
import { withCallers } from "./name-callers.ts";
import { queueAgain } from "./queue-again.ts";
import { localeOf, tell, tellList, tellUrgent } from "./tell.ts";
import { outboxKeyOf } from "./write-digest.ts";

type Event = Of<typeof Closed>;

/** A roll call has closed: its losses are told, earlier ones looked at again, and what is still unsent queued. */
export async function composeRollCall({ run, properties }: Event): Promise<void> {
  const { losses, newlyUnread, open } = properties;
  if (losses.count > 0 || newlyUnread.length > 0) await tellLosses(run!, run!);
  await tellRecoveries(open, run!);
  await endStorms();
  await queueAgain();
}

/** Losses were weighed, a heal has begun, or a run has closed, which may have brought back who was lost. */
export const composeHealed = async (run: string): Promise<void> =>
  tellRecoveries((await lastRollCall())?.open ?? [], run);

/** Somebody's call has become known: roll calls that told of a loss can name them now. */
export const composeNamed = async (run: string): Promise<void> =>
  tellRecoveries((await lastRollCall())?.open ?? [], run);

/** The digest of a day has been written: it is told as it stands. */
export async function composeDigest(digest: string): Promise<void> {
  const { channel } = settings().slack;
  const content = await readRunFile<Digest>(digest, "digest.json");
  if (!content) return;
  const locale = localeOf(channel);
  const key = outboxKeyOf(digest);
  const message = digestMessage(content, locale);
  await tell(key, channel, message);
  const rows = digestList(content, message, locale);
  const title = filesOf(locale).digest;
  if (rows) await tellList(digest, channel, { rows, name: `${digest}.csv`, title }, key);
}

/** Looks again at roll calls with losses. `by`: who found out how they stand now. */
async function tellRecoveries(open: string[], by: string): Promise<void> {
  for (const rollCall of open) await tellLosses(rollCall, by);
}

/** The message of a roll call as its memberships stand now, and in its thread who has come back. */
async function tellLosses(rollCall: string, by: string): Promise<void> {
  const row = await findRollCall(rollCall);
  if (!row) return;
  const kept = await lossesToldBy(rollCall);
  // Expired after 400 days: the message stays as it stands, rather than say that nobody was lost.
  if (!kept && row.losses > 0) return;
  const { channel } = settings().slack;
  const locale = localeOf(channel);
  const losses = await withCallers(kept ?? [], row.closedAt);
  const now = new Map((await membershipsAt(losses)).map((one) => [keyOf(one), one]));
  const cures = await curesOf(losses, now);
  const stands = losses.map((one) => {
    const key = keyOf(one);
    return { ...one, now: now.get(key)?.state ?? one.to, cure: cures.get(key) };
  });
  const { status, closedAt, startedAt, unread, execution, failure } = row;
  const key = `roll-call/${rollCall}`;
  const message = lossMessage(
    {
      status,
      at: closedAt,
      startedAt,
      losses: stands,
      unread: unread.map((one) => one.region),
      link: signedIn(executionPage(execution)),
      failure,
      healing: { rollCall, ...settings().healing },
    },
    locale,
  );
  if (losses.length > 0) await tellUrgent(key, channel, message, ownersOf(stands));
  else await tell(key, channel, message);
  const rows = lossList(stands, message, locale);
  const title = filesOf(locale).losses;
  if (rows) await tellList(rollCall, channel, { rows, name: "losses.csv", title }, key);
  const back = stands.filter((one) => now.get(keyOf(one))?.state === "Enabled" && !one.flap);
  await tellWhoIsBack(rollCall, back, by, (one) => now.get(keyOf(one))!.run);
}

/**
 * Who has come back, in the thread: one reply for each run or roll call that recorded it. A roll call may see it before
 * the run that did it has closed; nobody looks at this message again after that. What the thread says already stays.
 */
async function tellWhoIsBack(
  rollCall: string,
  back: Standing[],
  by: string,
  runOf: (one: Standing) => string | undefined,
): Promise<void> {
  const parent = `roll-call/${rollCall}`;
  const { channel } = settings().slack;
  for (const [run = by, some] of Map.groupBy(back, runOf)) {
    const key = `${parent}/back/${run}`;
    if (run === by || !(await findEntry(key)))
      await tell(key, channel, recoveredReply(some, localeOf(channel)), { parent });
  }
}

const keyOf = (one: { accountId: string; region: string }) => `${one.accountId}/${one.region}`;
