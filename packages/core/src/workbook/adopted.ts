// The ledger that an adoption writes: the columns that are known, and contradictions beside their accounts.

import { type Contradiction, explain } from "../adopt/contradiction.ts";
import type { Adoption } from "../adopt.ts";
import type { Column } from "../ledger/headers.ts";
import { ownColumn } from "../ledger/own-columns.ts";
import { Join, type Row } from "../ledger/row.ts";
import { wordsIn } from "../ledger/words.ts";
import type { Locale } from "../locale.ts";
import { looseSheet } from "./loose.ts";
import type { Painted, Sheet } from "./sheet.ts";
import { columnName } from "./template.ts";
import { workbookWords } from "./words.ts";

const columns: readonly Column[] = [
  "account_id",
  "account_name",
  "email",
  "regions",
  "join",
  "desired",
];
const widths = [18, 30, 36, 40, 16, 12];

/** The sheets of an adopted hub: its ledger, and the accounts that stand in none of its rows. */
export function adoptedSheets({ rows, contradictions }: Adoption, locale: Locale): Sheet[] {
  const words = workbookWords(locale);
  const of = Map.groupBy(contradictions, (one) => one.accountId);
  const head = [
    ...columns.map((column): Painted => ({ value: columnName(column, locale), tone: "header" })),
    ...[words.problem, words.next].map(
      (name): Painted => ({ value: ownColumn(name), tone: "own" }),
    ),
  ];
  const ledger: Sheet = {
    name: words.ledger,
    rows: [head, ...rows.map((row) => lineOf(row, of.get(row.accountId ?? "") ?? [], locale))],
    columns: [
      ...widths.map((width, at) => ({ width, ...(at === 0 && { text: true }) })),
      { width: 50, wrap: true },
      { width: 70, wrap: true },
    ],
    header: 0,
  };
  const named = new Set(rows.map((row) => row.accountId));
  const rest = contradictions
    .filter(({ accountId }) => !named.has(accountId))
    .map((one) => {
      const { problem, next } = explain(one);
      const who = words.account([one.accountId, one.accountName].filter(Boolean).join(" "), "all");
      return [who, problem[locale], next[locale]];
    });
  return rest.length > 0 ? [ledger, looseSheet(rest, words)] : [ledger];
}

function lineOf(
  row: Row,
  contradictions: readonly Contradiction[],
  locale: Locale,
): (Painted | string | null)[] {
  const { join, desired } = wordsIn(locale);
  const explained = contradictions.map(explain);
  const problem = explained.map((one) => one.problem[locale]).join("\n");
  const next = explained.map((one) => one.next[locale]).join("\n");
  return [
    row.accountId ?? null,
    row.accountName ?? null,
    row.email ?? null,
    row.regions === "all" ? "all" : row.regions.join(", "),
    join[Join.options.indexOf(row.join)] ?? row.join,
    desired[0] ?? row.desired,
    problem ? { value: problem, tone: "waiting" } : null,
    next || null,
  ];
}
