// A ledger that was refused: its first ten problems, each with place, value and remedy.
import type { Problem } from "../ledger/row.ts";
import type { Locale } from "../locale.ts";
import {
  type Block,
  context,
  cut,
  escaped,
  header,
  type Message,
  marked,
  message,
  plain,
} from "./limits.ts";
import { nameOf } from "./tokens.ts";
import { words } from "./words.ts";

const FIRST = 10;

/** What was refused. `problems` may be the first of them only. */
export interface Rejected {
  ledger: string;
  rows: number;
  errors: number;
  warnings: number;
  problems: readonly Problem[];
}

/** The message of a rejected ledger; errors come before warnings. */
export function rejectedMessage(rejected: Rejected, locale: Locale): Message {
  const say = words(locale);
  const { rows, errors, warnings } = rejected;
  const ledger = nameOf(rejected.ledger);
  const bySeverity = (severity: Problem["severity"]) =>
    rejected.problems.filter((problem) => problem.severity === severity);
  const problems = [...bySeverity("error"), ...bySeverity("warning")];
  const shown = problems.slice(0, FIRST);
  const more = Math.max(errors + warnings, problems.length) - shown.length;
  const blocks: Block[] = [
    header(`${say.rejectedTitle}: ${ledger}`),
    marked(`✖️ *${escaped(say.rejectedCounts(errors, warnings, rows))}* ${say.notApplied}`),
    ...shown.map((problem) => plain(lineOf(problem, locale))),
    ...(more > 0 ? [context(say.moreProblems(more))] : []),
  ];
  const first = problems
    .slice(0, 3)
    .map((problem) => `${placeOf(problem, locale)}: ${cut(problem.problem[locale], 200)}`)
    .join(" ");
  return message(say.rejectedSentence(ledger, errors, warnings, first), blocks, say.shortened);
}

const placeOf = ({ row, column }: Problem, locale: Locale): string => {
  const say = words(locale);
  return row === 0 ? say.wholeFile : say.place(row, cut(column, 60));
};

function lineOf(problem: Problem, locale: Locale): string {
  const say = words(locale);
  return [
    `${problem.severity === "error" ? "🔴" : "🟡"} ${placeOf(problem, locale)}`,
    ...(problem.value ? [say.value(cut(problem.value, 100))] : []),
    cut(problem.problem[locale], 300),
    say.fix(cut(problem.fix[locale], 300)),
  ].join("\n");
}
