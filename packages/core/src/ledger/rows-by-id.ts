// Whose row is it? A ledger may name an account by its e-mail alone; its id is then found in the organization, or
// among the accounts that were created for the ledger.
import { type AccountId, sameEmail } from "../account.ts";
import type { Row } from "./row.ts";

/** An account whose e-mail is known. */
export interface Named {
  id: AccountId;
  email: string;
}

/** The rows of a ledger by account id. Rows of accounts that nobody knows yet are left out. */
export function rowsById(rows: readonly Row[], known: readonly Named[]): Map<AccountId, Row> {
  const ids = new Map(known.map((one) => [sameEmail(one.email), one.id]));
  const found = new Map<AccountId, Row>();
  for (const row of rows) {
    const id = row.accountId ?? (row.email ? ids.get(sameEmail(row.email)) : undefined);
    if (id) found.set(id, row);
  }
  return found;
}
