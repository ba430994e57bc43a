// Everything that a message had no room for, as rows of a file in its thread. Texts are whole: a file has room.
import { type Digest, isOneLine, type Waiting } from "../digest.ts";
import type { Locale } from "../locale.ts";
import type { Attention } from "../run/summary.ts";
import { MOST_NAMED, MOST_REGIONS, stateOf } from "./digest.ts";
import { digestWords } from "./digest-words.ts";
import { cureCell } from "./heal.ts";
import type { Message } from "./limits.ts";
import { changeOf, type Standing } from "./loss.ts";
import { lossWords } from "./loss-words.ts";
import { type Words, words } from "./words.ts";

/** A file's content; the first row is its head. */
export type List = string[][];

/** Titles of the files, in a language. */
export const filesOf = (locale: Locale): Words["files"] => words(locale).files;

/** Rows that the table of a message shows, without its head; 0 where it has none. */
export function rowsShown({ blocks }: Message): number {
  const rows = blocks.find(({ type }) => type === "table")?.rows as unknown[] | undefined;
  return rows ? rows.length - 1 : 0;
}

/** Every loss of a roll call. Undefined when its message shows them all. */
export function lossList(
  losses: readonly Standing[],
  message: Message,
  locale: Locale,
): List | undefined {
  if (rowsShown(message) >= losses.length) return undefined;
  const say = lossWords(locale);
  const rows = losses.map((one) => [
    one.accountId,
    one.accountName ?? "",
    one.project ?? "",
    one.owner ?? "",
    one.region,
    changeOf(one, say),
    one.since,
    [one.actor ?? say.unknown, one.sourceIp ?? ""].join(" ").trim(),
    cureCell(one, locale) ?? say.act[one.next],
  ]);
  return [[...say.columns], ...rows];
}

/** Every line of work that a run leaves. Undefined when the reply shows them all. */
export function attentionList(
  attention: readonly Attention[],
  message: Message,
  locale: Locale,
): List | undefined {
  if (rowsShown(message) >= attention.length) return undefined;
  const { account, name, region, state, reason, why, next } = words(locale).columns;
  const rows = attention.map((one) => [
    one.account,
    one.accountName ?? "",
    one.region,
    one.state,
    one.code,
    one.reason[locale],
    one.next[locale],
  ]);
  return [[account, name, region, state, reason, why, next], ...rows];
}

/** Everybody who is outside or pending on a day. Undefined when the digest's message shows them all, in full. */
export function digestList(digest: Digest, message: Message, locale: Locale): List | undefined {
  const { outside, pending } = digest;
  const isShown =
    isOneLine(digest) ||
    (rowsShown(message) >= outside.length &&
      pending.length <= MOST_NAMED &&
      outside.every((one) => one.regions.join(" ").length <= MOST_REGIONS));
  if (isShown) return undefined;
  const say = digestWords(locale);
  const row = (one: Waiting) => [
    one.accountId,
    one.accountName ?? "",
    one.owner ?? "",
    stateOf(one.state, locale),
    one.regions.join(" "),
    say.days(one.days),
    one.reminded ?? "",
  ];
  return [[...say.columns], ...[...outside, ...pending].map(row)];
}
