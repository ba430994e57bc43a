// Who is not a member any more: one message for each roll call that lost somebody, however many. It shows how
// things stand now; its thread holds who came back, and when that was seen.
import { sameEmail } from "../account.ts";
import { shortActor } from "../call/actor.ts";
import type { Locale } from "../locale.ts";
import type { State } from "../membership/state.ts";
import type { Loss } from "../roll-call/loss.ts";
import { type Cure, cureCell, cureLines, type HealContext } from "./heal.ts";
import {
  type Block,
  context,
  cut,
  escaped,
  fittingRows,
  header,
  type Message,
  MOST_ROWS,
  marked,
  message,
  note,
  plain,
  table,
} from "./limits.ts";
import { type LossWords, lossWords } from "./loss-words.ts";
import { MOST_MENTIONS } from "./mention.ts";
import { dateToken, isLink } from "./tokens.ts";
import { words } from "./words.ts";

/** A loss, how its membership stands now, and what is done about it. */
export type Standing = Loss & { now: State; cure?: Cure | undefined };

/** What the message of a roll call shows. */
export interface LossView {
  status: "complete" | "partial" | "failed";
  startedAt: string;
  /** When it closed. */
  at: string;
  losses: readonly Standing[];
  unread: readonly string[];
  link?: string | undefined;
  failure?: { error: string; cause: string } | undefined;
  /** Present where losses were weighed. */
  healing?: HealContext | undefined;
}

const isBack = ({ now }: Standing): boolean => now === "Enabled";

/** The parent message of a roll call that has something to tell. */
export function lossMessage(view: LossView, locale: Locale): Message {
  const say = lossWords(locale);
  const { losses, unread, failure } = view;
  // Who is still outside comes first: only so many fit.
  const ordered = [...losses.filter((one) => !isBack(one)), ...losses.filter(isBack)];
  const title = titleOf(view, say);
  const rest: Block[] = [
    ...(losses.length > 0
      ? [marked(`${faceOf(losses)} *${escaped(standing(losses, say))}*`), context(say.remedy)]
      : []),
    ...(view.healing
      ? cureLines(
          losses.filter((one) => !isBack(one)),
          view.healing,
          locale,
        )
      : []),
    ...(unread.length > 0
      ? [marked(`⚪ ${escaped(cut(words(locale).unread(words(locale).list(unread)), 1_000))}`)]
      : []),
    ...(failure ? [note(words(locale).failure(failure.error, cut(failure.cause, 500)))] : []),
  ];
  const end = footer(view, locale);
  const rows = ordered.map((one) => rowOf(one, say, locale));
  const kept = fittingRows(say.columns, rows, [header(title), ...rest, end]);
  const more = rows.length - kept.length;
  return message(
    sentenceOf(view, ordered, locale),
    [
      header(title),
      ...rest,
      ...(kept.length > 0 ? [table([say.columns, ...kept])] : []),
      ...(more > 0 ? [context(say.more(more))] : []),
      end,
    ],
    words(locale).shortened,
  );
}

/** The owners of those who are outside and wanted, who has lost most first: e-mails to mention (D113). */
export function ownersOf(losses: readonly Standing[]): string[] {
  const missed = losses.filter((one) => one.owner && !isBack(one) && one.next !== "None");
  const groups = [...Map.groupBy(missed, (one) => sameEmail(one.owner!))];
  return groups
    .sort(([, some], [, others]) => others.length - some.length)
    .slice(0, MOST_MENTIONS)
    .map(([owner]) => owner);
}

/** The reply when members came back. */
export function recoveredReply(back: readonly Standing[], locale: Locale): Message {
  const say = lossWords(locale);
  const shown = back.slice(0, MOST_ROWS).map((one) => `${named(one)} ${one.region}`);
  const lines = [
    ...shown,
    ...(back.length > shown.length ? [say.backMore(back.length - shown.length)] : []),
  ];
  const title = say.backTitle(back.length);
  return message(
    `${title} ${words(locale).list(shown.slice(0, 3))}`,
    [marked(escaped(title)), plain(lines.join("\n"))],
    words(locale).shortened,
  );
}

function titleOf({ losses, unread, status }: LossView, say: LossWords): string {
  if (status === "failed") return `⚪ ${say.failedTitle}`;
  if (losses.length === 0) return `⚪ ${say.unreadTitle(unread.length)}`;
  return losses.every(isBack)
    ? `✅ ${say.healedTitle(losses.length)}`
    : `🔴 ${say.title(losses.length, accountsOf(losses))}`;
}

const accountsOf = (losses: readonly Standing[]): number =>
  new Set(losses.map((one) => one.accountId)).size;

const faceOf = (losses: readonly Standing[]): string => (losses.every(isBack) ? "✅" : "🔴");

function standing(losses: readonly Standing[], say: LossWords): string {
  const back = losses.filter(isBack).length;
  return say.standing(losses.length - back, back);
}

const named = ({ accountId, accountName }: Standing): string =>
  accountName ? `${accountId} ${cut(accountName, 40)}` : accountId;

/** What became of a membership, in the reader's words. */
export function changeOf(one: Standing, say: LossWords): string {
  if (one.flap) return say.came;
  const lost = `${say.state[one.from]} → ${stateOf(one, say)}`;
  if (isBack(one)) return `${lost} ${say.back}`;
  return one.now === one.to ? lost : `${lost} → ${say.state[one.now]}`;
}

/** A word of AWS's that is none of ours is shown as it came. */
const stateOf = ({ to, reported }: Standing, say: LossWords): string =>
  to === "Unknown" && reported ? cut(reported, 30) : say.state[to];

const rowOf = (one: Standing, say: LossWords, locale: Locale): string[] => [
  one.accountId,
  cut(one.accountName ?? "-", 24),
  cut(one.project ?? "-", 20),
  cut(one.owner ?? "-", 36),
  one.region,
  changeOf(one, say),
  one.since.slice(0, 16).replace("T", " "),
  whoOf(one, say),
  isBack(one) ? "-" : (cureCell(one, locale) ?? say.act[one.next]),
];

/** Who did it and from where, as short as a cell; the timeline has it in full. */
const whoOf = ({ actor, sourceIp }: Standing, say: LossWords): string =>
  actor === undefined
    ? say.unknown
    : [cut(shortActor(actor), 36), sourceIp && cut(sourceIp, 20)].filter(Boolean).join(" ");

function sentenceOf(view: LossView, ordered: readonly Standing[], locale: Locale): string {
  const say = lossWords(locale);
  const { list, unread } = words(locale);
  const title = titleOf(view, say).replace(/^\S+ /, "");
  const first = ordered.slice(0, 3).map((one) => {
    const what = `${named(one)} ${one.region} ${changeOf(one, say)}`;
    return one.actor === undefined ? what : say.by(what, cut(shortActor(one.actor), 60));
  });
  return [
    ordered.length > 0 && !ordered.every(isBack)
      ? say.sentence(ordered.length, accountsOf(ordered), list(first))
      : `${title}${first.length > 0 ? `: ${list(first)}` : ""}`,
    ...(view.unread.length > 0 ? [cut(unread(list(view.unread)), 600)] : []),
  ].join(" ");
}

function footer({ at, link }: LossView, locale: Locale): Block {
  const open = link && isLink(link) ? `<${escaped(link)}|${words(locale).openExecution}>` : "";
  return context(lossWords(locale).noted(dateToken(at)), open);
}
