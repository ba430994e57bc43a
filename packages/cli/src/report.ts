// What a run comes to: one document for programs, one page for people.
import type { Locale } from "@rollcall/core/locale";
import type { Attention } from "@rollcall/core/run";
import pc from "picocolors";
import type { Ended } from "./follow.ts";

/** Facts that the sandbox knows and the run does not. `seconds` is real time. */
export interface Outside {
  calls: Record<string, number>;
  slack: { posted: number; updated: number };
  seconds: number;
}

/** The document of `--json`; its shape is a public interface, versioned. */
export function documentOf({ row, summary, problems }: Ended, outside: Outside, locale: Locale) {
  const total = Object.values(outside.calls).reduce((sum, one) => sum + one, 0);
  return {
    schemaVersion: 1,
    run: { id: row.run, status: row.status, execution: row.execution },
    accounts: summary?.accounts ?? { wanted: 0, created: 0, joined: 0, attention: 0 },
    memberships: summary?.memberships ?? { wanted: 0, enabled: 0, pending: 0, attention: 0 },
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
  };
}

/** How many lines of one kind a page shows before it says "and N more". */
const SHOWN = 12;

/** The page that a person reads when the run has closed. */
export function pageOf(ended: Ended, outside: Outside, locale: Locale): string {
  const { row, summary, problems } = ended;
  const document = documentOf(ended, outside, locale);
  if (row.status === "rejected") return [...rejected(ended, locale), ""].join("\n");
  const lines = [""];
  if (row.failure)
    lines.push(pc.red(`The run failed: ${row.failure.error}. ${row.failure.cause}`), "");
  if (summary) {
    const { memberships, accounts } = summary;
    const all = memberships.enabled === memberships.wanted;
    lines.push(
      pc.bold(
        `${all ? pc.green("✔") : pc.yellow("!")} ${memberships.enabled} of ${memberships.wanted} memberships are enabled` +
          ` (${accounts.joined} of ${accounts.wanted} accounts in every Region, ${accounts.created} created)`,
      ),
    );
    const { calls } = document;
    lines.push(
      `  ${calls.total} calls to AWS, ${outside.slack.posted} Slack messages, ${outside.seconds.toFixed(1)} seconds`,
    );
    lines.push(...attention(summary.attention, locale));
  }
  const warnings = problems.filter((one) => one.severity === "warning");
  if (warnings.length > 0) lines.push("", pc.bold("The ledger was applied, with warnings:"));
  lines.push(...warnings.slice(0, SHOWN).map((one) => `  ${problemLine(one, locale)}`));
  return [...lines, ""].join("\n");
}

function attention(all: Attention[], locale: Locale): string[] {
  if (all.length === 0) return [];
  const groups = new Map<string, Attention[]>();
  for (const one of all) {
    const key = `${one.account} ${one.code}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const lines = ["", pc.bold("Somebody has to act:")];
  for (const group of [...groups.values()].slice(0, SHOWN)) {
    const [first] = group;
    const { account, accountName, region, state, reason, next } = first!;
    const where = group.length > 1 ? `${group.length} Regions` : region;
    lines.push(
      `  ${pc.yellow("•")} ${account}${accountName ? ` ${accountName}` : ""}, ${where}, ${state}: ${reason[locale]}`,
      pc.dim(`    ${next[locale]}`),
    );
  }
  if (groups.size > SHOWN) lines.push(`  … and ${groups.size - SHOWN} more`);
  return lines;
}

function rejected({ row, problems }: Ended, locale: Locale): string[] {
  const errors = problems.filter((one) => one.severity === "error");
  return [
    "",
    pc.bold(pc.red(`✖ ${row.ledger} was rejected: ${errors.length} errors. Nothing was applied.`)),
    ...errors.slice(0, SHOWN).map((one) => `  ${problemLine(one, locale)}`),
    ...(errors.length > SHOWN ? [`  … and ${errors.length - SHOWN} more`] : []),
  ];
}

function problemLine(one: Ended["problems"][number], locale: Locale): string {
  const place = [one.row > 0 && `row ${one.row}`, one.column && `column ${one.column}`]
    .filter(Boolean)
    .join(", ");
  const value = one.value ? ` "${one.value}"` : "";
  return `${place}${value}: ${one.problem[locale]} ${pc.dim(one.fix[locale])}`;
}
