// A channel that Slack refuses is itself news: told in the fallback channel, once a day.
import { dayIn } from "@rollcall/core/day";
import { unreachableMessage } from "@rollcall/core/message";
import { settings } from "../settings.ts";
import { localeOf, tell } from "./tell.ts";

/** Says that messages of a channel go to the fallback. `error` is Slack's word, such as `is_archived`. */
export async function tellUnreachable(channel: string, error: string): Promise<void> {
  const { slack, digest } = settings();
  const day = dayIn(digest.timezone, new Date().toISOString());
  const message = unreachableMessage({ channel, error }, localeOf(slack.channel));
  await tell(`unreachable/${channel}/${day}`, slack.channel, message);
}
