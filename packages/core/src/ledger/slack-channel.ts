// Slack channels, by name or id.
import type { Tell } from "./read.ts";
import type { Cell } from "./row.ts";
import { normal } from "./text.ts";

type Readable = Exclude<Cell, { error: string }>;

// Slack: names are lower case, up to 80 characters, without spaces and most punctuation.
function named(cell: Readable): string | undefined {
  const name = normal(cell);
  if (/^[CG][A-Z0-9]{8,}$/.test(name)) return name;
  const bare = name.replace(/^#/, "").toLowerCase();
  return /^[\p{L}\p{M}\p{N}_-]{1,80}$/u.test(bare) ? `#${bare}` : undefined;
}

/** True for what can be a channel. */
export const isChannel = (cell: Readable): boolean => named(cell) !== undefined;

/** The channel, or undefined after a problem was told. */
export const channelOf = (cell: Readable, tell: Tell): string | undefined =>
  named(cell) ?? tell("SlackChannel", {});
