// One attempt to show a message, and the question whether an earlier one was taken. What may be sent only once is
// written down before it goes.
import { type Message, mentioned } from "@rollcall/core/message";
import { log } from "../log.ts";
import { settings } from "../settings.ts";
import { type Answer, findPosted, post, update } from "../slack.ts";
import { amend, type OutboxEntry } from "../table/outbox.ts";
import { usersOf } from "./mention.ts";
import { tellUnreachable } from "./tell-unreachable.ts";

/** Where Slack keeps a message. */
export type Posted = NonNullable<OutboxEntry["posted"]>;

/** The channel of an entry: where it is, where its parent is, or where it was wanted. */
export const channelOf = (entry: OutboxEntry, thread: Posted | undefined): string =>
  entry.posted?.channel ?? entry.diverted ?? thread?.channel ?? entry.channel;

/** What may be shown twice when it is sent twice is marked before it is sent. */
export const mark = (entry: OutboxEntry, more: Partial<OutboxEntry> = {}) =>
  amend(
    entry.key,
    (now) => now && { ...now, ...more, delivery: "sending", sentAt: new Date().toISOString() },
  );

/** Where Slack shows what was sent last; undefined when it does not. Throws the client's error. */
export async function wasPosted(
  entry: OutboxEntry,
  token: string,
  thread: Posted | undefined,
): Promise<{ posted: Posted } | undefined> {
  if (entry.posted) return undefined; // changes are repeatable
  const channel = channelOf(entry, thread);
  const ts = thread?.channel === channel ? thread.ts : undefined;
  const posted = await findPosted({ token, channel, outboxKey: entry.key }, entry.sentAt!, ts);
  // What was sent then may be older than what is wanted now: as posted, and not yet up to date.
  return posted && { posted };
}

/** Sends what is wanted: a change where it is posted, else a new post in its thread. */
export async function sendMessage(
  entry: OutboxEntry,
  token: string,
  thread: Posted | undefined,
): Promise<Answer> {
  const answer = await (entry.posted ? change(entry, token) : create(entry, token, thread));
  if (answer.kind === "gone") {
    // Somebody deleted the message, or its parent: it is posted anew.
    const anew = { ...entry, posted: undefined };
    await amend(entry.key, (now) => now && { ...now, posted: undefined });
    return create(anew, token, entry.posted ? thread : undefined);
  }
  const { channel: fallback } = settings().slack;
  if (answer.kind !== "channel" || channelOf(entry, thread) === fallback || entry.diverted)
    return answer;
  log.error({ outbox: entry.key, error: answer.error }, "channel refused; using the fallback");
  await tellUnreachable(entry.channel, answer.error);
  const diverted = { ...entry, posted: undefined, diverted: fallback };
  await amend(entry.key, (now) => now && { ...now, posted: undefined, diverted: fallback });
  return create(diverted, token, undefined);
}

const addressOf = (entry: OutboxEntry, token: string, thread?: Posted) => ({
  token,
  channel: channelOf(entry, thread),
  outboxKey: entry.key,
});

const change = (entry: OutboxEntry, token: string): Promise<Answer> =>
  orTextOnly(entry, token, (message, withBlocks) =>
    update(addressOf(entry, token), entry.posted!.ts, message, { withBlocks }),
  );

async function create(
  entry: OutboxEntry,
  token: string,
  thread: Posted | undefined,
): Promise<Answer> {
  const to = addressOf(entry, token, thread);
  await mark(entry);
  return orTextOnly(entry, token, (message, withBlocks) =>
    post(to, message, {
      thread: thread?.channel === to.channel ? thread.ts : undefined,
      withBlocks,
    }),
  );
}

/** The first post alone mentions people: who is mentioned again with each change stops looking (D117). */
async function messageOf(entry: OutboxEntry, token: string): Promise<Message> {
  const content = JSON.parse(entry.content) as Message;
  return entry.posted ? content : mentioned(content, await usersOf(entry.mention ?? [], token));
}

async function orTextOnly(
  entry: OutboxEntry,
  token: string,
  attempt: (message: Message, withBlocks: boolean) => Promise<Answer>,
): Promise<Answer> {
  const message = await messageOf(entry, token);
  const answer = await attempt(message, true);
  if (answer.kind !== "payload") return answer;
  log.error(
    { outbox: entry.key, error: answer.error },
    "a bug of ours: Slack refused our blocks; sending text only",
  );
  return attempt(message, false);
}
