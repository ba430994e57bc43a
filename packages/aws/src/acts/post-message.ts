// Delivers what the outbox wants Slack to show. Slack has no idempotency key: a post whose fate is unknown is
// looked for by its metadata before it is sent again.
import { RetryableError } from "@rollcall/core/error";
import { type Message, mentioned } from "@rollcall/core/message";
import { Resource } from "sst";
import { log } from "../log.ts";
import { secretOf } from "../secrets-manager.ts";
import { settings } from "../settings.ts";
import { type Answer, findPosted, post, update } from "../slack.ts";
import { amend, findEntry, type OutboxEntry } from "../table/outbox.ts";
import { usersOf } from "./mention.ts";

/** Delivers an entry if it is due. Returns how many seconds to wait where Slack asks for it, otherwise 0. */
export async function postMessage(key: string): Promise<number> {
  const entry = await findEntry(key);
  if (!entry || entry.sent >= entry.revision || entry.delivery === "failed") return 0;
  const thread = entry.parent ? await threadOf(entry.parent) : undefined;
  const token = await secretOf(Resource.SlackSecret.name);
  const due = await reconciled(entry, token, thread);
  if (due.sent >= due.revision) return 0;

  const sentAt = new Date().toISOString();
  if (!due.posted) await amend(key, (now) => now && { ...now, delivery: "sending", sentAt });
  return settle(due, await send(due, token, thread));
}

/** Where a parent is. Its delivery is ahead of ours in the same queue, so it is there or on its way. */
async function threadOf(parent: string): Promise<Posted | undefined> {
  const entry = await findEntry(parent);
  if (entry?.delivery === "failed") return undefined;
  if (!entry?.posted) throw new RetryableError(`the parent ${parent} is not posted yet`);
  return entry.posted;
}

type Posted = NonNullable<OutboxEntry["posted"]>;

const addressOf = (entry: OutboxEntry, token: string) => ({
  token,
  channel: entry.posted?.channel ?? entry.channel,
  outboxKey: entry.key,
});

/** Finds a post whose answer was lost, by a crash of ours or an error of Slack's. */
async function reconciled(
  entry: OutboxEntry,
  token: string,
  thread: Posted | undefined,
): Promise<OutboxEntry> {
  if (entry.posted || entry.delivery !== "sending" || !entry.sentAt) return entry;
  const to = addressOf(entry, token);
  const channel = thread?.channel ?? to.channel;
  const posted = await findPosted({ ...to, channel }, entry.sentAt, thread?.ts);
  if (!posted) return entry;
  log.info({ outbox: entry.key }, "found a message whose answer was lost");
  // What was sent then may be older than what is wanted now: as posted, and not yet up to date.
  return (await amend(entry.key, (now) => now && { ...now, posted })) ?? entry;
}

async function send(
  entry: OutboxEntry,
  token: string,
  parent: Posted | undefined,
): Promise<Answer> {
  const thread = parent?.ts;
  const content = JSON.parse(entry.content) as Message;
  // The first post only: who is mentioned again with each change stops looking (D117).
  const message = entry.posted
    ? content
    : mentioned(content, await usersOf(entry.mention ?? [], token));
  const to = addressOf(entry, token);
  const attempt = (withBlocks: boolean) =>
    entry.posted
      ? update(to, entry.posted.ts, message, { withBlocks })
      : post(to, message, { thread, withBlocks });
  const answer = await attempt(true);
  if (answer.kind === "payload") {
    log.error(
      { outbox: entry.key, error: answer.error },
      "Slack refused our blocks; sending text only",
    );
    return attempt(false);
  }
  if (answer.kind === "gone") return post(to, message, { thread });
  const fallback = settings().slack.channel;
  if (answer.kind === "channel" && to.channel !== fallback) {
    log.error(
      { outbox: entry.key, error: answer.error },
      "channel refused; posting to the fallback",
    );
    return post({ ...to, channel: fallback }, message);
  }
  return answer;
}

async function settle(entry: OutboxEntry, answer: Answer): Promise<number> {
  const { key, revision } = entry;
  switch (answer.kind) {
    case "sent": {
      const posted = { channel: answer.channel, ts: answer.ts };
      await amend(key, (now) => now && { ...now, posted, sent: revision, delivery: "sent" });
      return 0;
    }
    case "later":
      await amend(key, (now) => now && { ...now, delivery: "pending" });
      return Math.max(1, answer.seconds);
    case "unknown":
      throw new RetryableError(`Slack may have taken ${key}: ${answer.error}`);
    case "setup":
      // Nothing can be posted until a person acts. The dead-letter queue's alarm tells outside of Slack.
      throw new RetryableError(`Slack refuses our token: ${answer.error}`);
    default:
      log.error({ outbox: key, error: answer.error }, "message refused for good");
      await amend(key, (now) => now && { ...now, delivery: "failed", failure: answer.error });
      return 0;
  }
}
