// Rows that speak of the same account: said twice it is read once, said differently it is refused.
import { sameEmail } from "../account.ts";
import type { Header } from "./header.ts";
import type { Column } from "./headers.ts";
import { problem } from "./problems.ts";
import type { Problem, Row } from "./row.ts";
import { wishIn } from "./words.ts";

/** Rows by account, each once. Which row wins does not matter: a contradiction applies nothing. */
export function merge(rows: readonly Row[], header: Header, problems: Problem[]): Row[] {
  const byAccount = new Map<string, Row>();
  const byEmail = new Map<string, Row>();
  const kept: Row[] = [];
  const label = (column: Column) => {
    const index = header.columns.get(column);
    return index === undefined ? column : header.label(index);
  };

  for (const row of rows) {
    const email = row.email && sameEmail(row.email);
    const key = row.accountId ?? email;
    const earlier = key === undefined ? undefined : byAccount.get(key);
    if (earlier) {
      const columns = differences(earlier, row);
      const place = {
        row: row.row,
        column: label(row.accountId ? "account_id" : "email"),
        value: row.accountId ?? row.email ?? "",
      };
      const other = earlier.row;
      problems.push(
        columns.length === 0
          ? problem("Repeated", place, { other })
          : problem("Contradicts", place, { other, columns: columns.map(label).join(", ") }),
      );
      continue;
    }
    const sharer = email ? byEmail.get(email) : undefined;
    if (sharer) {
      const place = { row: row.row, column: label("email"), value: row.email ?? "" };
      problems.push(problem("EmailTwice", place, { other: sharer.row }));
    }
    if (key !== undefined) byAccount.set(key, row);
    if (email && !sharer) byEmail.set(email, row);
    kept.push(row);
  }
  return kept;
}

/** The columns in which two rows differ. The order of Regions, and columns of their own, do not count. */
function differences(one: Row, other: Row): Column[] {
  const facts = (row: Row): Partial<Record<Column, string | undefined>> => ({
    account_name: row.accountName,
    email: row.email && sameEmail(row.email),
    project: row.project,
    customer: row.customer,
    owner_email: row.ownerEmail && sameEmail(row.ownerEmail),
    slack_channel: row.slackChannel,
    regions: row.regions === "all" ? "all" : row.regions.toSorted().join(" "),
    join: row.join,
    desired: wishIn(row),
    baseline: row.baseline?.toSorted().join(" "),
    ou: row.ou,
    tags: row.tags && JSON.stringify(Object.entries(row.tags).sort()),
  });
  const left = facts(one);
  const right = facts(other);
  return (Object.keys(left) as Column[]).filter((column) => left[column] !== right[column]);
}
