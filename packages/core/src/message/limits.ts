// What Slack takes, and how a message is made to fit. Limits: Slack's Block Kit reference; the size of
// the whole is undocumented (refused at about 13,200 characters, slackapi/bolt-js#2509), so ours is less.

/** A block as Slack takes it. */
export type Block = { type: string; [field: string]: unknown };

/** What chat.postMessage and chat.update are given. `text` is what screen readers read. */
export interface Message {
  text: string;
  blocks: Block[];
  unfurl_links: false;
  unfurl_media: false;
}

export const MOST_BLOCKS = 50;
export const MOST_HEADER = 150;
/** After escaping: `&` counts as `&amp;`. */
export const MOST_SECTION = 2_900;
export const MOST_FALLBACK = 2_000;
export const MOST_ROWS = 40;
/** Of one cell: 40 rows of these stay under the 10,000 characters of a table. */
export const MOST_CELL = 60;
/** All texts of a message together, and the JSON of its blocks: either may be what Slack counts. */
export const MOST_TEXT = 10_000;
export const MOST_JSON = 12_500;

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** Takes the meaning out of `& < >`, so that no name can ping or link (Slack escapes only these). */
export const escaped = (text: string): string =>
  text.replace(/[&<>]/g, (sign) => entities[sign] ?? sign);

// Lone halves of a surrogate pair are no text and do not survive UTF-8.
const whole = (text: string): string => text.toWellFormed();

// Control and direction characters could break a line or turn a sentence around.
const visible = (text: string): string =>
  whole(text)
    .replace(/[\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu, (sign) =>
      sign === "\n" ? sign : " ",
    )
    .trim();

/** Cuts to so many characters as they count once escaped, never inside a character. */
export function cut(text: string, most: number): string {
  if (escaped(text).length <= most) return text;
  let kept = "";
  let length = 1; // the ellipsis
  for (const character of text) {
    length += escaped(character).length;
    if (length > most) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

const shown = (text: string, most: number): string => cut(visible(text), most) || "-";

/** A title. */
export const header = (text: string): Block => ({
  type: "header",
  text: { type: "plain_text", text: shown(text, MOST_HEADER), emoji: true },
});

/** Text that is shown as it is: for whatever somebody else wrote. */
export const plain = (text: string): Block => ({
  type: "section",
  text: { type: "plain_text", text: shown(text, MOST_SECTION), emoji: true },
});

/** Our own words with marks; foreign parts must have gone through `escaped`. */
export const marked = (text: string): Block => ({
  type: "section",
  text: { type: "mrkdwn", text: whole(text) || "-" },
});

/** Small print of our own words. */
export const context = (...texts: string[]): Block => ({
  type: "context",
  elements: texts
    .filter(Boolean)
    .slice(0, 10)
    .map((text) => ({ type: "mrkdwn", text: whole(text) })),
});

/** Small print of somebody else's words. */
export const note = (text: string): Block => ({
  type: "context",
  elements: [{ type: "plain_text", text: shown(text, MOST_SECTION), emoji: true }],
});

/** A table of raw text; the first row is its head. Slack takes one per message. */
export const table = (rows: readonly (readonly string[])[]): Block => ({
  type: "table",
  rows: rows
    .slice(0, MOST_ROWS)
    .map((row) => row.map((text) => ({ type: "raw_text", text: shown(text, MOST_CELL) }))),
});

/** The first rows that fit into a table beside these blocks, so that the number of those left out is right. */
export function fittingRows(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  beside: readonly Block[],
): (readonly string[])[] {
  const kept = rows.slice(0, MOST_ROWS - 1);
  const room = MOST_JSON - JSON.stringify(beside).length - 400; // and a line that counts the rest
  while (kept.length > 0 && JSON.stringify(table([head, ...kept])).length > room) kept.pop();
  return kept;
}

/** What a text counts: marked text is escaped already, Slack escapes the rest itself. */
export const weight = (text: string, type: unknown): number =>
  type === "mrkdwn" ? text.length : escaped(text).length;

/** Every character that a person reads in these blocks. */
function characters(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + characters(one), 0);
  if (typeof value !== "object" || value === null) return 0;
  const { text, type } = value as { text?: unknown; type?: unknown };
  if (typeof text === "string") return weight(text, type);
  return Object.values(value).reduce((sum: number, one) => sum + characters(one), 0);
}

const size = (text: string, blocks: readonly Block[]): boolean =>
  blocks.length <= MOST_BLOCKS &&
  text.length + characters(blocks) <= MOST_TEXT &&
  JSON.stringify(blocks).length <= MOST_JSON;

/**
 * Puts a message together. What does not fit is left out from the end, and `more` says so; a table is
 * shortened before a whole block goes.
 */
export function message(sentence: string, blocks: readonly Block[], more: string): Message {
  const text = escaped(shown(sentence, MOST_FALLBACK));
  const kept = [...blocks];
  let shortened = false;
  const trial = () => (shortened ? [...kept, context(more)] : kept);
  while (!size(text, trial())) {
    shortened = true;
    const last = kept.pop();
    if (last?.type !== "table") continue;
    const rows = last.rows as unknown[];
    if (rows.length > 4)
      kept.push({ ...last, rows: rows.slice(0, Math.floor(rows.length * 0.75)) });
  }
  return { text, blocks: [...trial()], unfurl_links: false, unfurl_media: false };
}
