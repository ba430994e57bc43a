// Slack, so that nothing is posted twice: what may be repeated is repeated by the client, what may not is
// sent once, and every answer is one of a few kinds that say what to do.

import type { Message } from "@rollcall/core/message";
import pkg from "@slack/web-api";

const { WebClient } = pkg;

/**
 * `sent`: Slack has it. `later`: it has not, try again after so many seconds. `unknown`: perhaps. `payload`:
 * our message is wrong. `channel`: it cannot be posted there. `setup`: the token or its scopes are wrong.
 * `gone`: the message to change is no longer there.
 */
export type Answer =
  | { kind: "sent"; channel: string; ts: string }
  | { kind: "later"; seconds: number }
  | { kind: "unknown" | "payload" | "channel" | "setup" | "gone"; error: string };

/** Slack names no pause for a refusal without Retry-After; this is ours, in seconds. */
const PAUSE = 30;

const kinds: Record<string, "unknown" | "payload" | "channel" | "setup" | "gone"> = {
  internal_error: "unknown",
  fatal_error: "unknown",
  service_unavailable: "unknown", // assumed
  request_timeout: "unknown", // assumed
  invalid_blocks: "payload",
  invalid_blocks_format: "payload",
  invalid_attachments: "payload",
  msg_blocks_too_long: "payload",
  msg_too_long: "payload",
  no_text: "payload",
  metadata_too_large: "payload",
  channel_not_found: "channel",
  not_in_channel: "channel",
  is_archived: "channel",
  invalid_auth: "setup",
  not_authed: "setup",
  token_revoked: "setup", // assumed
  account_inactive: "setup", // assumed
  missing_scope: "setup", // assumed
  message_not_found: "gone",
  cant_update_message: "gone",
  edit_window_closed: "gone",
  thread_not_found: "gone", // assumed: the answer when a parent was deleted
  invalid_thread_ts: "gone", // assumed: the same, of files
};

const options = {
  // Tests, and the sandbox, have a Slack of their own.
  ...(process.env.SLACK_API_URL && { slackApiUrl: process.env.SLACK_API_URL }),
  // A 429 of one channel would otherwise pause the whole client (measured).
  rejectRateLimitedCalls: true,
  timeout: 8_000,
  maxRequestConcurrency: 2,
};

/** A post is not repeatable: after a lost answer the client must not send it again. */
export const posting = (token: string) =>
  new WebClient(token, { ...options, retryConfig: { retries: 0 } });

/** What Slack takes any number of times: changes in place, and questions. */
export const repeatable = (token: string) =>
  new WebClient(token, {
    ...options,
    retryConfig: { retries: 3, minTimeout: 300, maxTimeout: 2_000 },
  });

interface Destination {
  token: string;
  channel: string;
  /** Goes along as metadata, so that a message of unknown fate can be found again. */
  outboxKey: string;
}

const bodyOf = ({ channel, outboxKey }: Destination, message: Message, withBlocks: boolean) => ({
  channel,
  text: message.text,
  ...(withBlocks && { blocks: message.blocks as never }),
  metadata: { event_type: "rollcall_message", event_payload: { outbox_id: outboxKey } },
  unfurl_links: false,
  unfurl_media: false,
});

/** Posts a message, in a thread if `thread` names its parent's ts. Without blocks only its text. */
export const post = (
  to: Destination,
  message: Message,
  { thread, withBlocks = true }: { thread?: string | undefined; withBlocks?: boolean } = {},
): Promise<Answer> =>
  answered(() =>
    posting(to.token).chat.postMessage({
      ...bodyOf(to, message, withBlocks),
      ...(thread && { thread_ts: thread }),
    }),
  );

/** Changes a message in place. Sending text without blocks would remove the blocks (Slack's documentation). */
export const update = (
  to: Destination,
  ts: string,
  message: Message,
  { withBlocks = true }: { withBlocks?: boolean } = {},
): Promise<Answer> =>
  answered(() => repeatable(to.token).chat.update({ ...bodyOf(to, message, withBlocks), ts }));

/** Whose token this is, and what it may do. Throws the client's error; see `classify`. */
export async function identify(token: string): Promise<{ team: string; scopes: string[] }> {
  const answer = await posting(token).auth.test();
  return { team: answer.team ?? "", scopes: answer.response_metadata?.scopes ?? [] };
}

/** A message waits for whom it mentions only so long, in milliseconds. */
const PATIENCE = 3_000;

/**
 * The id of the person with this e-mail; undefined when Slack knows nobody, or nobody who is still there. Throws
 * Slack's error when it cannot be asked.
 */
export async function lookUp(token: string, email: string): Promise<string | undefined> {
  const impatient = { ...options, timeout: PATIENCE, retryConfig: { retries: 0 } };
  try {
    const { user } = await new WebClient(token, impatient).users.lookupByEmail({ email });
    return user?.deleted ? undefined : user?.id;
  } catch (error) {
    if ((error as { data?: { error?: string } }).data?.error === "users_not_found")
      return undefined;
    throw error;
  }
}

/**
 * Looks for a message that was sent at about `sentAt` (ISO) and whose answer was lost: in the channel, or
 * in the thread of `thread`. Returns where it is. Throws Slack's error when it cannot be asked.
 */
export async function findPosted(
  to: Destination,
  sentAt: string,
  thread?: string,
): Promise<{ channel: string; ts: string } | undefined> {
  const client = repeatable(to.token);
  const channel = await channelId(client, to.channel);
  if (!channel) return undefined;
  // Clocks differ: five seconds back.
  const oldest = String(Date.parse(sentAt) / 1000 - 5);
  let cursor: string | undefined;
  do {
    const asked = {
      channel,
      oldest,
      limit: 200,
      include_all_metadata: true,
      ...(cursor && { cursor }),
    };
    const page = thread
      ? await client.conversations.replies({ ...asked, ts: thread })
      : await client.conversations.history(asked);
    const found = page.messages?.find(
      (one) =>
        (one as { metadata?: { event_payload?: { outbox_id?: string } } }).metadata?.event_payload
          ?.outbox_id === to.outboxKey,
    );
    if (found?.ts) return { channel, ts: found.ts };
    cursor = page.response_metadata?.next_cursor || undefined;
  } while (cursor);
  return undefined;
}

/** A channel's id. Posting takes a name as well, reading does not (Slack's reference of conversations.history). */
export async function channelId(
  client: InstanceType<typeof WebClient>,
  channel: string,
): Promise<string | undefined> {
  if (/^[CDG][A-Z0-9]+$/.test(channel)) return channel;
  const name = channel.replace(/^#/, "");
  let cursor: string | undefined;
  do {
    const page = await client.conversations.list({
      types: "public_channel,private_channel",
      exclude_archived: true,
      limit: 1000,
      ...(cursor && { cursor }),
    });
    const found = page.channels?.find((one) => one.name === name);
    if (found?.id) return found.id;
    cursor = page.response_metadata?.next_cursor || undefined;
  } while (cursor);
  return undefined;
}

/** Calls Slack, and says what came of it. */
export async function answered(
  call: () => Promise<{ channel?: string | undefined; ts?: string | undefined }>,
): Promise<Answer> {
  try {
    const { channel, ts } = await call();
    return { kind: "sent", channel: channel!, ts: ts! };
  } catch (error) {
    return classify(error);
  }
}

/** What an error of the client means; see the table in Slack's documentation of each error. */
export function classify(error: unknown): Answer {
  const seen = error as {
    code?: string;
    retryAfter?: number;
    data?: { error?: string };
    original?: { code?: string; cause?: { code?: string } };
    message?: string;
  };
  if (typeof seen.retryAfter === "number") return { kind: "later", seconds: seen.retryAfter };
  const word = seen.data?.error;
  // A 200 can say so too, and the client never repeats that (measured).
  if (word === "ratelimited" || word === "rate_limited") return { kind: "later", seconds: PAUSE };
  if (word) return { kind: kinds[word] ?? "payload", error: word };
  const cause = seen.original?.cause?.code ?? seen.original?.code ?? "";
  if (["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN"].includes(cause))
    return { kind: "later", seconds: 5 };
  // No answer, or a 5xx: part of it may have happened.
  return { kind: "unknown", error: seen.message ?? String(error) };
}
