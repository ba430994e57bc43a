// What a test starts from: accounts of an estate, and rows of ledgers.

/** A row of the ledger, by column. */
export type LedgerRow = Record<string, string>;

/** Columns that the tests' ledgers have. */
const columns = [
  "account_id",
  "account_name",
  "email",
  "regions",
  "join",
  "desired",
  "baseline",
  "ou",
  "tags",
  "owner_email",
];

export const role = { name: "rollcall-member", externalId: "rollcall-sandbox" };
export const hub = "111111111111";
export const management = {
  account: "222222222222",
  role: { name: "rollcall-management", externalId: "rollcall-sandbox" },
};

/** An account of the estate that lets rollcall in. */
export const account = (id: string, more: object = {}) => ({
  id,
  name: `Account ${id}`,
  email: `aws+${id}@example.com`,
  role,
  ...more,
});

/** Ids of accounts, from `first` on. */
export const ids = (first: number, count: number): string[] =>
  Array.from({ length: count }, (_, at) => String(first + at).padStart(12, "0"));

/** The text of a ledger. */
export const csv = (rows: LedgerRow[]): string =>
  [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ""))]
    .map((cells) => cells.map((cell) => `"${cell}"`).join(","))
    .join("\n");
