// What Slack shows of roll calls, and of their days: one message for each that lost somebody, kept current while members come back.
import type { Digest } from "@rollcall/core/digest";
import type { Of } from "@rollcall/core/event";
import { digestMessage, lossMessage, recoveredReply } from "@rollcall/core/message";
import type { Closed, Report } from "@rollcall/core/roll-call";
import { executionPage, signedIn } from "../console-links.ts";
import { readRunFile } from "../s3.ts";
import { settings } from "../settings.ts";
import { membershipsAt } from "../table/memberships.ts";
import { findRollCall, lastRollCall } from "../table/roll-calls.ts";
import { withCallers } from "./name-callers.ts";
import { localeOf, tell } from "./tell.ts";
import { outboxKeyOf } from "./write-digest.ts";

type Event = Of<typeof Closed>;

/** A roll call has closed: its losses are told, and earlier ones looked at again. */
export async function composeRollCall({ run, properties }: Event): Promise<void> {
  const { losses, newlyUnread, open } = properties;
  if (losses.count > 0 || newlyUnread.length > 0) await tellLosses(run!, run!);
  await tellRecoveries(open, run!);
}

/** A run of a ledger has closed: it may have brought back who was lost. */
export const composeHealed = async (run: string): Promise<void> =>
  tellRecoveries((await lastRollCall())?.open ?? [], run);

/** Somebody's call has become known: roll calls that told of a loss can name them now. */
export const composeNamed = async (run: string): Promise<void> =>
  tellRecoveries((await lastRollCall())?.open ?? [], run);

/** The digest of a day has been written: it is told as it stands. */
export async function composeDigest(digest: string): Promise<void> {
  const { channel } = settings().slack;
  const content = await readRunFile<Digest>(digest, "digest.json");
  if (content) await tell(outboxKeyOf(digest), channel, digestMessage(content, localeOf(channel)));
}

/** Looks again at roll calls with losses. `by`: who found out how they stand now. */
async function tellRecoveries(open: string[], by: string): Promise<void> {
  for (const rollCall of open) await tellLosses(rollCall, by);
}

/** The message of a roll call as its memberships stand now, and in its thread who has come back. */
async function tellLosses(rollCall: string, by: string): Promise<void> {
  const row = await findRollCall(rollCall);
  if (!row) return;
  const { channel } = settings().slack;
  const locale = localeOf(channel);
  const report = await readRunFile<Report>(rollCall, "closed.json");
  const losses = await withCallers(report?.losses ?? [], row.closedAt);
  const now = new Map((await membershipsAt(losses)).map((one) => [keyOf(one), one]));
  const stands = losses.map((one) => ({ ...one, now: now.get(keyOf(one))?.state ?? one.to }));
  const { status, closedAt, startedAt, unread, execution, failure } = row;
  const key = `roll-call/${rollCall}`;
  await tell(
    key,
    channel,
    lossMessage(
      {
        status,
        at: closedAt,
        startedAt,
        losses: stands,
        unread: unread.map((one) => one.region),
        link: signedIn(executionPage(execution)),
        failure,
      },
      locale,
    ),
  );
  const back = stands.filter((one) => {
    const membership = now.get(keyOf(one));
    return membership?.state === "Enabled" && membership.run === by && !one.flap;
  });
  if (back.length > 0)
    await tell(`${key}/back/${by}`, channel, recoveredReply(back, locale), { parent: key });
}

const keyOf = (one: { accountId: string; region: string }) => `${one.accountId}/${one.region}`;
