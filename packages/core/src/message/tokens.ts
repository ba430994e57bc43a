// What stands in a line for something else: a ledger by its name, a page by its link, a moment by Slack's own token.
import { cut } from "./limits.ts";

/** The file's name: the key without its folders. */
export const nameOf = (key: string): string => cut(key.split("/").at(-1) || key, 80);

/** Only what can be nothing but a link: no mrkdwn sign, no space, https. */
export const isLink = (link: string): boolean => /^https:\/\/[^\s<>|]{1,2500}$/.test(link);

/** Slack shows it in the reader's own zone; the fallback names its zone. */
export function dateToken(at: string): string {
  const time = Date.parse(at);
  if (Number.isNaN(time)) return "-";
  const fallback = `${new Date(time).toISOString().slice(0, 16).replace("T", " ")} UTC`;
  return `<!date^${Math.floor(time / 1000)}^{date_short_pretty} {time}|${fallback}>`;
}
