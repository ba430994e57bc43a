// The reminder of an owner: whose set-up is not complete, the step that is missing, and the command for it. It is
// kept current until the next reminder, and says so when nothing is left.
import type { Locale } from "../locale.ts";
import { type Group, grouped } from "../run/groups.ts";
import type { Incomplete } from "../setup/missing.ts";
import {
  type Block,
  context,
  cut,
  fittingRows,
  header,
  type Message,
  marked,
  message,
  plain,
  table,
} from "./limits.ts";
import { type SetupWords, setupWords } from "./setup-words.ts";
import { words } from "./words.ts";

/** What a reminder shows. Days are calendar days such as `2026-11-23`. */
export interface SetupView {
  /** E-mail; empty: the ledger names nobody. */
  owner: string;
  reminder: { day: string; days: number; complete: number; unasked: number };
  /** What is not complete, the longest first. Empty: nothing is left. */
  accounts: readonly (Incomplete & { since: string })[];
  next?: string | undefined;
}

/** Kinds of steps that get a section of their own, and Regions that are named for an account. */
const KINDS = 6;
const REGIONS = 2;

/** The message of a reminder, as things stand. */
export function setupMessage(view: SetupView, locale: Locale): Message {
  const say = setupWords(locale);
  const { owner, accounts, reminder, next } = view;
  const whose = plain(owner ? say.owner(cut(owner, 200)) : say.nobody);
  const progress = say.progress(reminder.complete, reminder.unasked);
  if (accounts.length === 0) {
    const done = [header(`✅ ${say.doneTitle}`), plain(say.done(cut(owner, 200)))];
    const end = context(progress, say.reminded(reminder.day));
    return message(`${say.doneTitle}: ${say.done(cut(owner, 200))}`, [...done, end], say.shortened);
  }
  const before: Block[] = [
    header(`⏳ ${say.title(accounts.length)}`),
    whose,
    marked(`${say.waiting(reminder.days)}${progress ? `\n✅ ${progress}` : ""}`),
    ...steps(accounts, locale),
  ];
  const end = context(say.reminded(reminder.day), next ? say.next(next) : "");
  const rows = accounts.map((one) => rowOf(one, say));
  const kept = fittingRows(say.columns, rows, [...before, end]);
  const more = rows.length - kept.length;
  return message(
    sentenceOf(view, locale),
    [
      ...before,
      ...(kept.length > 0 ? [table([say.columns, ...kept])] : []),
      ...(more > 0 ? [context(say.more(more))] : []),
      end,
    ],
    say.shortened,
  );
}

/** A section for each kind of step, the most frequent first: what is wrong, and the command that resolves it. */
function steps(accounts: SetupView["accounts"], locale: Locale): Block[] {
  const lines = accounts.flatMap(({ account, accountName, regions }) =>
    regions.map(({ region, code, detail }) => ({ account, accountName, region, code, detail })),
  );
  const groups = grouped(lines);
  const more = groups.length - KINDS;
  return [
    ...groups.slice(0, KINDS).map((group) => plain(section(group, locale))),
    ...(more > 0 ? [context(setupWords(locale).moreSteps(more))] : []),
  ];
}

function section(group: Group, locale: Locale): string {
  const say = words(locale);
  return [
    `⚠️ ${group.code}: ${say.group(group.accounts, group.memberships)}`,
    cut(group.reason[locale], 500),
    say.advice(cut(group.next[locale], 700)),
  ].join("\n");
}

const codesOf = ({ regions }: Incomplete): string =>
  [...new Set(regions.map(({ code }) => code))].join(" ");

function rowOf(one: Incomplete & { since: string }, say: SetupWords): string[] {
  const named = one.regions.slice(0, REGIONS).map(({ region }) => region);
  const more = one.regions.length - named.length;
  return [
    one.account,
    cut(one.accountName ?? "-", 24),
    [...named, ...(more > 0 ? [say.regions(more)] : [])].join(" "),
    cut(codesOf(one), 40),
    one.since,
  ];
}

function sentenceOf({ owner, accounts, reminder }: SetupView, locale: Locale): string {
  const first = accounts
    .slice(0, 3)
    .map((one) => `${one.account} ${cut(one.accountName ?? "", 40)} (${codesOf(one)})`);
  return setupWords(locale).sentence(
    accounts.length,
    cut(owner, 200),
    reminder.days,
    words(locale).list(first),
  );
}
