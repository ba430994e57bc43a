// What a run comes to: one document for programs, one page for people.
import type { Locale } from "@rollcall/core/locale";
import type { Attention } from "@rollcall/core/run";
import type { Colours } from "./colours.ts";
import type { Ended } from "./follow.ts";
import { oneLine } from "./layout.ts";
import { problemLines } from "./ledger/problem-lines.ts";
import { type Words, words } from "./words.ts";

/** Facts that the sandbox knows and the run does not. `seconds` is real time. */
export interface Outside {
  calls: Record<string, number>;
  slack: { posted: number; updated: number };
  seconds: number;
}

const nothing = {
  accounts: { wanted: 0, created: 0, joined: 0, attention: 0 },
  memberships: { wanted: 0, enabled: 0, pending: 0, attention: 0 },
};

/**
 * The document of `--json`; its shape is a public interface, versioned. `failure` is there only when the run,
 * or the command, failed.
 */
export function documentOf({ row, summary, problems }: Ended, outside: Outside, locale: Locale) {
  const total = Object.values(outside.calls).reduce((sum, one) => sum + one, 0);
  return {
    schemaVersion: 1,
    run: { id: row.run, status: row.status, execution: row.execution },
    accounts: summary?.accounts ?? nothing.accounts,
    memberships: summary?.memberships ?? nothing.memberships,
    ...(summary?.baseline && { baseline: summary.baseline }),
    problems: problems.map((one) => ({
      row: one.row,
      column: one.column,
      value: one.value,
      problem: one.problem[locale],
      fix: one.fix[locale],
    })),
    attention: (summary?.attention ?? []).map((one) => ({
      account: one.account,
      region: one.region,
      state: one.state,
      reason: one.reason[locale],
      next: one.next[locale],
    })),
    calls: { total, bound: row.planned?.bound ?? 0, byOperation: outside.calls },
    slack: outside.slack,
    seconds: outside.seconds,
    ...(row.failure && { failure: row.failure }),
  };
}

/** The same document for a command that ended before a run did: there is no run to tell of. */
export const documentOfFailure = (error: string, cause: string) => ({
  schemaVersion: 1,
  run: { id: "", status: error === "Interrupted" ? "interrupted" : "failed", execution: "" },
  ...nothing,
  problems: [],
  attention: [],
  calls: { total: 0, bound: 0, byOperation: {} },
  slack: { posted: 0, updated: 0 },
  seconds: 0,
  failure: { error, cause },
});

/** How many lines of one kind a page shows before it says "and N more". */
const SHOWN = 12;

/** What a page is made with. */
interface Style {
  locale: Locale;
  colours: Colours;
  words: Words;
}

/** The page that a person reads when the run has closed. */
export function pageOf(ended: Ended, outside: Outside, locale: Locale, colours: Colours): string {
  const style = { locale, colours, words: words(locale) };
  const { row, summary } = ended;
  const lines =
    row.status === "rejected"
      ? rejected(ended, style)
      : row.status === "superseded"
        ? [`! ${style.words.superseded(fileOf(ended))}`]
        : [
            ...(row.failure
              ? [colours.red(`✖ ${style.words.failed(row.failure.error, row.failure.cause)}`)]
              : []),
            ...(summary ? closed(ended, outside, style) : []),
          ];
  return `\n${lines.join("\n")}\n`;
}

/** The name of the ledger as its owner knows it. */
const fileOf = ({ row }: Ended): string => row.ledger.split("/").at(-1)!;

function closed(ended: Ended, outside: Outside, style: Style): string[] {
  const { colours, words } = style;
  const summary = ended.summary!;
  const { memberships, attention } = summary;
  const settled = memberships.enabled === memberships.wanted && attention.length === 0;
  const mark = settled ? colours.green("✔") : colours.yellow("!");
  const total = Object.values(outside.calls).reduce((sum, one) => sum + one, 0);
  const warnings = ended.problems.filter((one) => one.severity === "warning");
  return [
    colours.bold(`${mark} ${words.headline(summary)}`),
    `  ${words.sums(total, outside.slack.posted, outside.seconds.toFixed(1))}`,
    ...act(attention, style),
    ...(warnings.length > 0 ? ["", colours.bold(words.warnings(warnings.length))] : []),
    ...listed(warnings, ended, style),
    ...unused(ended, style),
  ];
}

/** What stands in the ledger and was not used, so that nobody relies on it. */
function unused({ ignored }: Ended, { words }: Style): string[] {
  if (ignored.length === 0) return [];
  const more = ignored.length > SHOWN ? ` ${words.more(ignored.length - SHOWN)}` : "";
  return ["", `${words.ignored}: ${ignored.slice(0, SHOWN).map(oneLine).join(", ")}${more}`];
}

function act(all: Attention[], { colours, words, locale }: Style): string[] {
  if (all.length === 0) return [];
  const groups = new Map<string, Attention[]>();
  for (const one of all) {
    const key = `${one.account} ${one.code}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const lines = ["", colours.bold(words.act)];
  for (const group of [...groups.values()].slice(0, SHOWN)) {
    const { account, accountName, region, state, reason, next } = group[0]!;
    const where = group.length > 1 ? words.regions(group.length) : region;
    const who = accountName ? `${account} ${oneLine(accountName)}` : account;
    lines.push(
      `  ${colours.yellow("•")} ${who}, ${where}, ${state}: ${oneLine(reason[locale])}`,
      colours.dim(`    → ${oneLine(next[locale])}`),
    );
  }
  if (groups.size > SHOWN) lines.push(`  ${words.more(groups.size - SHOWN)}`);
  return lines;
}

function rejected(ended: Ended, style: Style): string[] {
  const { colours, words } = style;
  const errors = ended.problems.filter((one) => one.severity === "error");
  return [
    colours.bold(colours.red(`✖ ${words.rejected(fileOf(ended), errors.length)}`)),
    ...listed(errors, ended, style),
    ...unused(ended, style),
  ];
}

/** The first problems of a run's ledger. */
const listed = (problems: Ended["problems"], ended: Ended, { locale, colours }: Style): string[] =>
  problemLines(problems, fileOf(ended), { locale, colours, most: SHOWN });
