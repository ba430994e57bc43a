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

/** Wants a message, and queues its delivery. Queued again when it was wanted before: the first may be lost. */
export async function tell(
  key: string,
  channel: string,
  message: Message,
  parent?: string,
): Promise<void> {
  const { entry, due } = await want({ key, channel, message, ...(parent && { parent }) });
  if (due) await queueDelivery({ key, revision: entry.revision, channel });
}
