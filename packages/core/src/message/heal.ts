// What a roll call's message says about healing: in each row what is done, and below the commands that do more.
import type { Treatment } from "../healing/weigh.ts";
import type { Locale } from "../locale.ts";
import { healWords } from "./heal-words.ts";
import { type Block, context, cut, escaped } from "./limits.ts";
import { words } from "./words.ts";

/** How a loss is treated now: as it was weighed, or as the heal that it had since has gone. */
export type Cure =
  | Exclude<Treatment, { kind: "under way" }>
  | { kind: "under way"; run: string }
  | { kind: "tried"; run: string };

/** A loss with its cure. */
interface Cured {
  accountId: string;
  cure?: Cure | undefined;
}

/** What the sentences need to know besides. */
export interface HealContext {
  rollCall: string;
  atOnce: number;
  coolDownHours: number;
}

const accountsOf = (cures: readonly { accountId: string }[]): string[] => [
  ...new Set(cures.map((one) => one.accountId)),
];

const moment = (at: string): string => at.slice(5, 16).replace("T", " ");

/** The cell of a row, where it says more than the next act. */
export function cureCell({ cure }: Cured, locale: Locale): string | undefined {
  const say = healWords(locale).cell;
  if (cure?.kind === "under way") return say.underWay;
  if (cure?.kind === "tried") return say.tried;
  if (cure?.kind === "held") return (cure.again ? say.again : say.held)(moment(cure.until));
  return undefined;
}

/** The lines below the numbers; `losses` are those that are still outside. */
export function cureLines(
  losses: readonly Cured[],
  { rollCall, atOnce, coolDownHours }: HealContext,
  locale: Locale,
): Block[] {
  const say = healWords(locale);
  const command = (...more: string[]) =>
    say.command(`\`${["npm run rollcall -- heal --roll-call", rollCall, ...more].join(" ")}\``);
  const runs = (cures: { run: string }[]) => {
    const names = [...new Set(cures.map((one) => one.run))];
    return escaped(cut(words(locale).list(names), 300));
  };
  const cures = losses.flatMap(({ cure }) => cure ?? []);
  const underWay = cures.filter((one) => one.kind === "under way");
  const tried = cures.filter((one) => one.kind === "tried");
  const asked = cures.filter((one) => one.kind === "ask");
  const many = asked.filter((one) => one.why === "at once");
  const few = asked.filter((one) => one.why === "policy");
  const held = cures.filter((one) => one.kind === "held");
  const again = held.filter((one) => one.again).length;
  // As many as a line can name; the rest is reached with the same command.
  const names = accountsOf(held).slice(0, 5);
  return [
    ...(underWay.length > 0
      ? [context(`⏳ ${say.underWay(underWay.length, runs(underWay))}`)]
      : []),
    ...(tried.length > 0 ? [context(`⚠️ ${say.tried(tried.length, runs(tried))}`)] : []),
    ...(many.length > 0
      ? [context(`⚠️ ${say.atOnce(many.length, accountsOf(many).length, atOnce)}`, command())]
      : []),
    ...(few.length > 0
      ? [context(`👤 ${say.ask(few.length)}`, ...(many.length > 0 ? [] : [command()]))]
      : []),
    ...(held.length > 0
      ? [context(`⏸️ ${say.held(held.length, again, coolDownHours)}`, command(...names))]
      : []),
  ];
}
