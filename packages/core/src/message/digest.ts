// The daily digest as Slack shows it. With nothing to say it is one quiet line, which proves that it ran.
import { type Digest, isOneLine, type Waiting } from "../digest.ts";
import type { Locale } from "../locale.ts";
import { State } from "../membership/state.ts";
import { digestWords } from "./digest-words.ts";
import {
  type Block,
  context,
  cut,
  escaped,
  fittingRows,
  header,
  type Message,
  marked,
  message,
  plain,
  table,
} from "./limits.ts";
import { lossWords } from "./loss-words.ts";
import { dateToken } from "./tokens.ts";
import { words } from "./words.ts";

/** Kinds of change, and pending accounts, that are named. */
export const MOST_NAMED = 10;
/** Characters of a row's Regions that are shown. */
export const MOST_REGIONS = 40;

/** The message of a day. */
export function digestMessage(digest: Digest, locale: Locale): Message {
  const say = digestWords(locale);
  const { changes, outside, pending, unread, since, asOf } = digest;
  const title = say.title(dayOf(digest, locale));
  const summary = summaryOf(digest, locale);
  const dates = [since ? say.since(dateToken(since)) : "", asOf ? say.asOf(dateToken(asOf)) : ""];
  if (isOneLine(digest))
    return message(
      `${title}: ${summary}`,
      [context(`${digest.stale ? "⚪" : "✅"} ${title}: ${summary}`, ...dates)],
      words(locale).shortened,
    );
  const unreadLine = words(locale).unread(words(locale).list(unread));
  const before: Block[] = [
    header(title),
    marked(`*${escaped(summary)}*`),
    ...(changes.length > 0 ? [plain(changeLines(digest, locale))] : []),
    ...(unread.length > 0 ? [marked(`⚪ ${escaped(cut(unreadLine, 1_000))}`)] : []),
    ...(pending.length > 0 ? [plain(pendingLine(pending, locale))] : []),
    ...(outside.length > 0 ? [marked(`🔴 ${escaped(say.outside(outside.length))}`)] : []),
  ];
  const rows = outside.map((one) => rowOf(one, locale));
  const kept = fittingRows(say.columns, rows, [...before, context(...dates)]);
  const more = rows.length - kept.length;
  return message(
    `${title}: ${summary}${unread.length > 0 ? ` ${cut(unreadLine, 600)}` : ""}`,
    [
      ...before,
      ...(kept.length > 0 ? [table([say.columns, ...kept])] : []),
      ...(more > 0 ? [context(say.more(more))] : []),
      context(...dates),
    ],
    words(locale).shortened,
  );
}

/** With the day of the week, which is the day's own in every zone. */
function dayOf({ day }: Digest, locale: Locale): string {
  const at = new Date(`${day}T00:00:00Z`).getUTCDay();
  return `${day} (${digestWords(locale).weekdays[at] ?? "-"})`;
}

function summaryOf(digest: Digest, locale: Locale): string {
  const say = digestWords(locale);
  const { asOf, since, stale, memberships, changes, outside, pending } = digest;
  if (!asOf) return say.unheld;
  const counted = changes.reduce((sum, one) => sum + one.count, 0);
  const sentence = say.sentence(counted, outside.length, pending.length);
  if (stale) return isOneLine(digest) ? say.stale : `${say.stale} ${sentence}`;
  if (isOneLine(digest)) return since ? say.quiet(memberships) : say.first(memberships);
  return since ? sentence : `${say.first(memberships)} ${sentence}`;
}

/** A state in the reader's words, with AWS's beside it. */
export function stateOf(state: string, locale: Locale): string {
  const known = State.safeParse(state);
  return known.success ? lossWords(locale).state[known.data] : state;
}

function changeLines({ changes }: Digest, locale: Locale): string {
  const say = digestWords(locale);
  return changes
    .slice(0, MOST_NAMED)
    .map(({ from, to, count, first }) =>
      say.change(
        stateOf(from, locale),
        stateOf(to, locale),
        count,
        cut(`${words(locale).list(first)}${count > first.length ? ", …" : ""}`, 120),
      ),
    )
    .join("\n");
}

function pendingLine(pending: Waiting[], locale: Locale): string {
  const say = digestWords(locale);
  const named = pending
    .slice(0, MOST_NAMED)
    .map((one) => `${one.accountId} ${cut(one.accountName ?? "", 24)} ${say.days(one.days)}`);
  if (pending.length > MOST_NAMED)
    named.push(words(locale).moreAccounts(pending.length - MOST_NAMED));
  return `⏳ ${say.pending(pending.length, words(locale).list(named))}`;
}

const rowOf = (one: Waiting, locale: Locale): string[] => [
  one.accountId,
  cut(one.accountName ?? "-", 24),
  cut(one.owner ?? "-", 30),
  stateOf(one.state, locale),
  cut(one.regions.join(" "), MOST_REGIONS),
  digestWords(locale).days(one.days),
  one.reminded ?? "-",
];
