// Slack's own markup to HTML. Every piece of text passes through the template's escaping; the only
// elements that come out are those written here.
import { html } from "hono/html";
import type { Html } from "../layout.ts";
import { emoji } from "./emoji.ts";

/** Names for the ids that messages mention. */
export interface Names {
  user(id: string): string | undefined;
  channel(id: string): string | undefined;
}

/** The three characters that senders must escape. */
const decoded = (text: string) =>
  text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");

/** A link, when the address is one that a browser may follow without running anything. */
export function link(url: string, label: unknown): Html {
  if (!/^(https?:\/\/|mailto:)/i.test(url)) return html`${label}`;
  return html`<a href="${url}" target="_blank" rel="noreferrer noopener">${label}</a>`;
}

/** A `plain_text`: emoji only. */
export function plain(text: string): Html {
  return html`${lines(decoded(text).replace(/:([a-z0-9_+-]+):/g, (_, code) => emoji(code)))}`;
}

/** A `mrkdwn` text. */
export function mrkdwn(text: string, names: Names): Html {
  const parts: unknown[] = [];
  for (const [index, part] of text.split(/```\n?([\s\S]*?)\n?```/).entries())
    if (index % 2 === 1) parts.push(html`<pre><code>${decoded(part)}</code></pre>`);
    else if (part !== "") parts.push(paragraphs(part, names));
  return html`${parts}`;
}

/** Lines that begin with `>` are quotations. */
function paragraphs(text: string, names: Names): unknown[] {
  const parts: unknown[] = [];
  let quoted: string[] = [];
  let told: string[] = [];
  const end = () => {
    if (quoted.length > 0)
      parts.push(html`<blockquote>${inline(quoted.join("\n"), names)}</blockquote>`);
    if (told.length > 0) parts.push(html`${inline(told.join("\n"), names)}`);
    quoted = [];
    told = [];
  };
  for (const line of text.split("\n")) {
    const quote = /^(?:&gt;|>)\s?(.*)$/.exec(line)?.[1];
    if ((quote !== undefined ? told : quoted).length > 0) end();
    if (quote !== undefined) quoted.push(quote);
    else told.push(line);
  }
  end();
  return parts;
}

// One alternative for each mark. A mark opens after a space or punctuation, and closes before the same.
const MARKS =
  /<([^<>\n]+)>|`([^`\n]+)`|(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\p{L}\p{N}*])|(?<![\p{L}\p{N}_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}~])~(?=\S)([^~\n]+?)(?<=\S)~(?![\p{L}\p{N}~])|:([a-z0-9_+-]+):/gu;

function inline(text: string, names: Names): unknown[] {
  const parts: unknown[] = [];
  let from = 0;
  for (const match of text.matchAll(MARKS)) {
    parts.push(lines(decoded(text.slice(from, match.index))));
    const [, angle, code, bold, italic, struck, short] = match;
    if (angle !== undefined) parts.push(reference(angle, names));
    else if (code !== undefined) parts.push(html`<code>${decoded(code)}</code>`);
    else if (bold !== undefined) parts.push(html`<strong>${inline(bold, names)}</strong>`);
    else if (italic !== undefined) parts.push(html`<em>${inline(italic, names)}</em>`);
    else if (struck !== undefined) parts.push(html`<s>${inline(struck, names)}</s>`);
    else parts.push(emoji(short!));
    from = match.index + match[0].length;
  }
  parts.push(lines(decoded(text.slice(from))));
  return parts;
}

/** What stands between angle brackets: a mention, a date or a link. */
function reference(inside: string, names: Names): Html {
  const [target = "", label] = split(inside);
  const id = target.slice(1);
  const mention = (text: string, loud = false) =>
    html`<span class="mention${loud ? " loud" : ""}">${text}</span>`;
  if (target.startsWith("@")) return mention(`@${names.user(id) ?? label ?? id}`);
  if (target.startsWith("#")) return mention(`#${names.channel(id) ?? label ?? id}`);
  if (target.startsWith("!date^")) return date(target, label);
  if (target.startsWith("!subteam^")) return mention(label ?? "@group", true);
  if (target.startsWith("!")) return mention(`@${id}`, true);
  return link(decoded(target), decoded(label ?? target.replace(/^mailto:/, "")));
}

function split(inside: string): [string, string | undefined] {
  const bar = inside.indexOf("|");
  return bar < 0 ? [inside, undefined] : [inside.slice(0, bar), decoded(inside.slice(bar + 1))];
}

const DATES: Record<string, Intl.DateTimeFormatOptions> = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date: { year: "numeric", month: "long", day: "numeric" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_long: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  time: { hour: "2-digit", minute: "2-digit", hour12: false },
  time_secs: { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false },
};

/** `!date^UNIX^format^link`, in the zone of this machine; the fallback shows on hover. */
function date(target: string, fallback: string | undefined): Html {
  const [, seconds = "", format = "", url] = target.split("^");
  const at = new Date(Number(seconds) * 1000);
  if (Number.isNaN(at.getTime())) return html`${fallback ?? target}`;
  const written = dateText(at, decoded(format));
  const shown = html`<time datetime="${at.toISOString()}" title="${fallback ?? ""}">${written}</time>`;
  return url ? link(url, shown) : shown;
}

/** Fills the tokens of a date format; `_pretty` forms are written out, since a page may be read later. */
export function dateText(at: Date, format: string): string {
  return format.replace(/\{(\w+)\}/g, (token, name: string) => {
    const options = DATES[name.replace(/_pretty$/, "")];
    return options ? new Intl.DateTimeFormat("en", options).format(at) : token;
  });
}

function lines(text: string): unknown[] {
  return text.split("\n").flatMap((line, index) => (index === 0 ? [line] : [html`<br>`, line]));
}
