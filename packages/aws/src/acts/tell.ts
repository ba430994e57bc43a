// Saying something in Slack: what is wanted goes to the outbox, and its delivery to the queue.
import type { Locale } from "@rollcall/core/locale";
import type { Message } from "@rollcall/core/message";
import { settings } from "../settings.ts";
import { queueDelivery } from "../sqs.ts";
import { want } from "../table/outbox.ts";

/** The language of a channel. */
export const localeOf = (channel: string): Locale => {
  const { slack } = settings();
  return slack.channels[channel]?.locale ?? slack.locale;
};

/**
 * Wants a message, and queues its delivery. Queued again when it was wanted before: the first may be lost. It stands in
 * the thread of `parent`, another key; `mention` are e-mails of people whom its first post mentions.
 */
export async function tell(
  key: string,
  channel: string,
  message: Message,
  { parent, mention }: { parent?: string; mention?: string[] } = {},
): Promise<void> {
  const { entry, due } = await want({ key, channel, message, parent, mention });
  if (due) await queueDelivery({ key, revision: entry.revision, channel });
}
