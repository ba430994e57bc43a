// Saying something in Slack: what is wanted goes to the outbox, and its delivery to the queue.
import { type List, type Message, stormMessage } from "@rollcall/core/message";
import { csvOf } from "../csv.ts";
import { writeRunBytes } from "../s3.ts";
import { settings } from "../settings.ts";
import { queueDelivery } from "../sqs.ts";
import { findEntry, type ThreadFile, want } from "../table/outbox.ts";
import { stormKeyOf, takeIn } from "../table/pace.ts";
import { localeOf } from "./locale-of.ts";

export { localeOf };

/** How a message is to be shown: in the thread of `parent`, another key; `mention` are e-mails of people whom its first post mentions. */
interface Manner {
  parent?: string | undefined;
  mention?: string[] | undefined;
}

/**
 * Wants a message, and queues its delivery. Queued again when it was wanted before: the first may be lost.
 * A new one without a parent may find its channel in a storm: then it stands in the thread of the storm's message.
 */
export const tell = (
  key: string,
  channel: string,
  message: Message,
  manner: Manner = {},
): Promise<void> => arrive({ key, channel, message, ...manner, urgent: false });

/** Wants a message that somebody must see at once: a few of these pass in a storm. */
export const tellUrgent = (
  key: string,
  channel: string,
  message: Message,
  mention: string[],
): Promise<void> => arrive({ key, channel, message, mention, urgent: true });

/** Wants a file of the ledger bucket (below `runs/`) in the thread of `parent`, once. */
export const tellFile = (
  key: string,
  channel: string,
  file: ThreadFile,
  parent: string,
): Promise<void> => wanted({ key, channel, content: file, parent });

/**
 * Writes a list as CSV into a run's folder and wants it in the thread of `parent`. One that is wanted stays. `shown` is
 * the name that people see, where it is another.
 */
export async function tellList(
  run: string,
  channel: string,
  list: { rows: List; name: string; title: string; shown?: string | undefined },
  parent: string,
): Promise<void> {
  const key = `${parent}/${list.name}`;
  const known = await findEntry(key);
  const path =
    (known && (JSON.parse(known.content) as ThreadFile).path) ||
    (await writeRunBytes(run, list.name, csvOf(list.rows), "text/csv; charset=utf-8", list.shown));
  const { title, name, shown = name } = list;
  const content = { path, name: shown, title };
  await wanted({ key, channel, content, parent, read: { entry: known } });
}

async function arrive(
  one: { key: string; channel: string; message: Message; urgent: boolean } & Manner,
): Promise<void> {
  const { key, channel, message, mention, urgent } = one;
  const entry = await findEntry(key);
  const isNew = one.parent === undefined && !entry;
  const parent = isNew ? await stormOf(channel, key, message, urgent) : one.parent;
  await wanted({ key, channel, content: message, parent, mention, read: { entry } });
}

/** The storm that a new message is collapsed into, once its own message counts it; undefined when there is none. */
async function stormOf(
  channel: string,
  key: string,
  { text }: Message,
  urgent: boolean,
): Promise<string | undefined> {
  const at = new Date().toISOString();
  const storm = await takeIn(channel, { key, text, at, urgent });
  if (!storm) return undefined;
  const { timezone: timeZone } = settings().digest;
  const content = stormMessage(storm, { over: false, timeZone }, localeOf(channel));
  const stormKey = stormKeyOf(channel, storm);
  await wanted({ key: stormKey, channel, content });
  return stormKey;
}

async function wanted(what: Parameters<typeof want>[0]): Promise<void> {
  const { key, channel } = what;
  const { entry, due } = await want(what);
  if (due) await queueDelivery({ key, revision: entry.revision, channel });
}
