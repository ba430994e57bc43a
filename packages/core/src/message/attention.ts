// Who has to act after a run, and how: one section for each reason, then the first lines as a table.
import { count, type Locale } from "../locale.ts";
import { type Group, grouped } from "../run/groups.ts";
import type { Attention } from "../run/summary.ts";
import {
  type Block,
  context,
  cut,
  header,
  type Message,
  MOST_ROWS,
  message,
  plain,
  table,
} from "./limits.ts";
import { words } from "./words.ts";

/** Reasons that get a section of their own. */
const KINDS = 8;

/** The reply that lists what needs attention; undefined when nothing does. */
export function attentionReply(
  attention: readonly Attention[],
  locale: Locale,
): Message | undefined {
  if (attention.length === 0) return undefined;
  const say = words(locale);
  const groups = grouped(attention);
  const accounts = new Set(attention.map(({ account }) => account)).size;
  const title = say.attentionTitle(accounts, attention.length);
  const reasons = groups.slice(0, 3).map(({ reason }) => cut(reason[locale], 200));
  const blocks: Block[] = [
    header(title),
    ...groups.slice(0, KINDS).map((group) => plain(section(group, locale))),
    ...(groups.length > KINDS ? [context(say.moreKinds(groups.length - KINDS))] : []),
    ...lines(attention, locale),
  ];
  return message(say.attentionSentence(attention.length, reasons.join(" ")), blocks, say.shortened);
}

function section(group: Group, locale: Locale): string {
  const say = words(locale);
  const named = group.first.map(({ account, accountName, regions, more }) => {
    const name = accountName ? ` ${cut(accountName, 50)}` : "";
    const where = [...regions, ...(more > 0 ? [`+${count(more)}`] : [])].join(" ");
    return `${account}${name} (${where})`;
  });
  if (group.more > 0) named.push(say.moreAccounts(group.more));
  return [
    `⚠️ ${group.code}: ${say.group(group.accounts, group.memberships)}`,
    cut(group.reason[locale], 800),
    say.advice(cut(group.next[locale], 800)),
    cut(say.list(named), 800),
  ].join("\n");
}

/** The first lines as a table; the rest is counted, and lies in the run's file. */
function lines(attention: readonly Attention[], locale: Locale): Block[] {
  const say = words(locale);
  const { account, name, region, state, reason } = say.columns;
  const most = MOST_ROWS - 1;
  const rows = attention
    .slice(0, most)
    .map((one) => [one.account, one.accountName ?? "-", one.region, one.state, one.code]);
  const more = attention.length - rows.length;
  return [
    ...(more > 0 ? [context(say.moreRows(more))] : []),
    table([[account, name, region, state, reason], ...rows]),
  ];
}
