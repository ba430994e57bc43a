// A cell that was put right while it was read goes out as it was read, so that the same warning does not come
// again: an id with its zeros, an address in half-width letters.
import type { Header } from "../ledger/header.ts";
import type { Column } from "../ledger/headers.ts";
import type { Code } from "../ledger/problems.ts";
import type { Cell, Problem, Row } from "../ledger/row.ts";
import { wishIn } from "../ledger/words.ts";

/** Warnings of which nothing is left once the cell says what was read. A note beside an id is not thrown away. */
const codes: ReadonlySet<string> = new Set<Code>([
  "LeadingZeros",
  "IdRounded",
  "FullWidth",
  "StraySpaces",
]);

const fields: Record<Column, (row: Row) => string | undefined> = {
  account_id: (row) => row.accountId,
  account_name: (row) => row.accountName,
  email: (row) => row.email,
  project: (row) => row.project,
  customer: (row) => row.customer,
  owner_email: (row) => row.ownerEmail,
  slack_channel: (row) => row.slackChannel,
  regions: (row) => (row.regions === "all" ? "all" : row.regions.join(", ")),
  join: (row) => row.join,
  desired: wishIn,
  baseline: ({ baseline }) =>
    baseline && (baseline.length > 0 ? baseline.join(", ").toLowerCase() : "none"),
  ou: (row) => row.ou,
  tags: ({ tags }) =>
    tags &&
    Object.entries(tags)
      .map(([key, value]) => `${key}=${value}`)
      .join(", "),
};

/** The cells of a row with what was repaired in them. An id that is a number becomes text. */
export function repaired(
  line: readonly Cell[],
  row: Row,
  problems: readonly Problem[],
  header: Header,
): readonly Cell[] {
  const labels = new Set(
    problems.flatMap(({ code, column }) => (codes.has(code) && column ? [column] : [])),
  );
  const changed = [...line];
  for (const [column, index] of header.columns) {
    const isNumber = column === "account_id" && typeof line[index] === "number";
    if (!isNumber && !labels.has(header.label(index))) continue;
    changed[index] = fields[column](row) ?? line[index] ?? null;
  }
  return changed;
}
