// A plan as a person reads it: the same lines at the terminal and in Slack.
import type { Approval } from "../approval.ts";
import { Part } from "../baseline/part.ts";
import type { Locale } from "../locale.ts";
import type { Membership } from "../membership.ts";
import { forecast } from "../plan/forecast.ts";
import { prices } from "../plan/prices.ts";
import type { Outline } from "../plan/types.ts";
import { partName } from "./baseline-words.ts";
import { type Block, escaped, header, type Message, marked, message, note } from "./limits.ts";
import { planWords } from "./plan-words.ts";
import { dateToken, nameOf } from "./tokens.ts";
import { words } from "./words.ts";

/** Accounts that are named one by one, and Regions with a line of their own. */
const NAMED = 15;
const REGIONS = 20;

/** What a plan would do, in lines of plain text. */
export function planLines(plan: Outline, locale: Locale): string[] {
  const say = planWords(locale);
  const doing = [...changes(plan, locale), ...taking(plan, locale)];
  const beside = [
    plan.escalations.length > 0 && say.escalations(plan.escalations.length),
    plan.unknown.length > 0 && say.unknown(plan.unknown.length),
    plan.regions.some((one) => one.unread) &&
      say.unread(say.list(plan.regions.filter((one) => one.unread).map((one) => one.region))),
  ].filter((one) => one !== false);
  return [
    ...(doing.length > 0 ? doing : [say.nothing]),
    ...beside,
    ...(doing.length > 0 ? [effort(plan, locale)] : []),
  ];
}

function changes({ creations, joining }: Outline, locale: Locale): string[] {
  const say = planWords(locale);
  const lines: string[] = [];
  if (creations.length > 0)
    lines.push(
      say.creations(
        creations.length,
        creations.reduce((sum, one) => sum + one.regions.length, 0),
      ),
    );
  for (const kind of ["invites", "joins", "heals"] as const) {
    const { memberships, accounts } = joining[kind];
    if (memberships > 0) lines.push(say[kind](memberships, accounts));
  }
  for (const part of Part.options) {
    const count = joining.raises?.[part];
    if (count) lines.push(say.raises(partName(part, locale), count.memberships, count.accounts));
  }
  return lines;
}

function taking({ removals, closures = [], blast }: Outline, locale: Locale): string[] {
  const say = planWords(locale);
  const cleaned = removals.filter((one) => one.memberSide);
  const closing = closures.filter((one) => !one.already).length;
  const closed = closures.length - closing;
  const ends = [
    ...(closing > 0 ? [say.closures(closing)] : []),
    ...(closed > 0 ? [say.closed(closed)] : []),
  ];
  if (removals.length === 0) return ends;
  return [
    ...ends,
    say.removals(removals.length, accountsOf(removals)),
    ...(cleaned.length > 0 ? [say.cleaning(accountsOf(cleaned))] : []),
    say.blast(blast.losing, blast.members, blast.memberships),
    ...(blast.gone.length > 0 ? [say.gone(say.list(blast.gone))] : []),
  ];
}

const accountsOf = (some: readonly Pick<Membership, "accountId">[]): number =>
  new Set(some.map((one) => one.accountId)).size;

function effort(plan: Outline, locale: Locale): string {
  const { calls, seconds, cost } = forecast(plan);
  return planWords(locale).effort(
    calls.total,
    words(locale).duration(seconds.total),
    cost.dollars.toFixed(cost.dollars < 0.1 ? 4 : 2),
    prices,
  );
}

/** One line for each Region in which the plan changes something. */
export function planRegions(plan: Outline, locale: Locale): string[] {
  const say = planWords(locale);
  const touched = plan.regions.filter((one) => one.additions > 0 || one.removals > 0);
  const lines = touched.slice(0, REGIONS).map(say.region);
  return touched.length > REGIONS ? [...lines, say.moreRegions(touched.length - REGIONS)] : lines;
}

/** Who would be closed, or lose what, one line for each account. */
export function planRemovals(
  { removals, closures = [], regions }: Outline,
  locale: Locale,
): string[] {
  const say = planWords(locale);
  const closing = closures.filter((one) => !one.already);
  const own = [...Map.groupBy(removals, (one) => one.accountId)];
  const lines = own
    .slice(0, NAMED)
    .map(([account, some]) =>
      say.removal(
        account,
        some.length === regions.length && some.length > 3
          ? `${regions.length}/${regions.length}`
          : say.list(some.map((one) => one.region)),
      ),
    );
  const all = [
    ...closing.slice(0, NAMED).map((one) => say.closure(one.accountId, one.accountName)),
    ...lines,
  ];
  const more = Math.max(0, own.length - NAMED) + Math.max(0, closing.length - NAMED);
  return more > 0 ? [...all, say.moreRemovals(more)] : all;
}

/** What the run's message says while it waits, and what became of it. */
export function approvalBlocks(
  run: string,
  plan: Outline | undefined,
  approval: Approval,
  locale: Locale,
): Block[] {
  const say = planWords(locale);
  const { standing, by, why = "" } = approval;
  const who = by?.arn ?? "-";
  if (standing === "approved") return [note(say.standing.approved(who))];
  if (standing === "rejected") return [note(say.standing.rejected(who, why))];
  if (standing === "expired" || standing === "superseded") return [note(say.standing[standing])];
  const causes = say.list(approval.causes.map((one) => say.cause[one]));
  return [
    marked(`✋ *${escaped(say.waits(causes))}*`),
    ...(plan
      ? [
          marked(
            planLines(plan, locale)
              .map((one) => `• ${escaped(one)}`)
              .join("\n"),
          ),
        ]
      : []),
    marked(`${escaped(say.who(approval.twoPersons))}\n\`\`\`${say.commands(run)}\`\`\``),
    marked(say.until(dateToken(approval.expiresAt))),
  ];
}

/** The reply in the thread of a run that waits: the whole plan, by Region and account. */
export function planReply(ledger: string, plan: Outline, locale: Locale): Message {
  const say = words(locale);
  const parts = [planLines(plan, locale), planRegions(plan, locale), planRemovals(plan, locale)];
  const title = say.planTitle(nameOf(ledger));
  return message(
    `${title}: ${parts[0]!.join("; ")}`,
    [
      header(title),
      ...parts.filter((one) => one.length > 0).map((one) => marked(escaped(one.join("\n")))),
    ],
    say.shortened,
  );
}
