// Which language a channel reads.
import type { Locale } from "@rollcall/core/locale";
import { settings } from "../settings.ts";

/** The language of a channel. */
export const localeOf = (channel: string): Locale => {
  const { slack } = settings();
  return slack.channels[channel]?.locale ?? slack.locale;
};
