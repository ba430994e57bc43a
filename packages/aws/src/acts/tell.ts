// Saying something in Slack: what is wanted goes to the outbox, and its delivery to the queue.
import type { Locale } from "@rollcall/core/locale";
import type { List, Message } from "@rollcall/core/message";
import { csvOf } from "../csv.ts";
import { writeRunBytes } from "../s3.ts";
import { settings } from "../settings.ts";
import { queueDelivery } from "../sqs.ts";
import { findEntry, type ThreadFile, want } from "../table/outbox.ts";

/** The language of a channel. */
export const localeOf = (channel: string): Locale => {
  const { slack } = settings();
  return slack.channels[channel]?.locale ?? slack.locale;
};

/** Wants a message, and queues its delivery. Queued again when it was wanted before: the first may be lost. */
export const tell = (
  key: string,
  channel: string,
  message: Message,
  parent?: string,
): Promise<void> => wanted({ key, channel, content: message, parent });

/** Wants a file of the ledger bucket (below `runs/`) in the thread of `parent`, once. */
export const tellFile = (
  key: string,
  channel: string,
  file: ThreadFile,
  parent: string,
): Promise<void> => wanted({ key, channel, content: file, parent });

/** Writes a list as CSV into a run's folder and wants it in the thread of `parent`. One that is wanted stays. */
export async function tellList(
  run: string,
  channel: string,
  list: { rows: List; name: string; title: string },
  parent: string,
): Promise<void> {
  const key = `${parent}/${list.name}`;
  const known = await findEntry(key);
  const path =
    (known && (JSON.parse(known.content) as ThreadFile).path) ||
    (await writeRunBytes(run, list.name, csvOf(list.rows), "text/csv; charset=utf-8"));
  await tellFile(key, channel, { path, name: list.name, title: list.title }, parent);
}

async function wanted(what: Parameters<typeof want>[0]): Promise<void> {
  const { key, channel } = what;
  const { entry, due } = await want(what);
  if (due) await queueDelivery({ key, revision: entry.revision, channel });
}
