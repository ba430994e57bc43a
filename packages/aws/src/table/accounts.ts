// Accounts as the ledger last described them: whose they are, and who is told about them.
import type { Row } from "@rollcall/core/ledger";
import { putMany } from "../dynamodb.ts";

/** Writes the accounts that a ledger names by id. Accounts that it leaves out stay as they are. */
export const writeAccounts = (rows: Row[]): Promise<void> =>
  putMany(
    rows.flatMap((row) =>
      row.accountId
        ? [{ pk: `ACCOUNT#${row.accountId}`, sk: "ACCOUNT", kind: "account", ...row }]
        : [],
    ),
  );
