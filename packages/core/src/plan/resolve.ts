// Which account each row means. A row without id is found by its e-mail: among the accounts that
// rollcall created, then in the organization. What is found nowhere is to be created.
import { type AccountId, sameEmail } from "../account.ts";
import type { Row } from "../ledger/row.ts";
import type { Key } from "../membership.ts";
import type { PlanInput } from "../plan.ts";
import type { Region } from "../region.ts";
import type { Creation, Escalation } from "./types.ts";

/** A row whose account exists. */
export interface Resolved {
  row: Row;
  accountId: AccountId;
  accountName: string | undefined;
  email: string | undefined;
}

export interface Resolution {
  /** By account id, in the ledger's order. */
  accounts: Map<AccountId, Resolved>;
  creations: Creation[];
  escalations: Escalation[];
  looked: { row: number; email: string; accountId: AccountId }[];
}

/** The Regions that a row wants and the hub has. */
export function regionsOf(row: Row, regions: PlanInput["regions"]): Region[] {
  const own = regions.map(({ region }) => region);
  return row.regions === "all" ? own : own.filter((region) => row.regions.includes(region));
}

/** Finds the account of every row, or says why there is none. */
export function resolve(input: PlanInput): Resolution {
  const listed = input.organization?.accounts ?? [];
  const byId = new Map(listed.map((account) => [account.id, account]));
  const byEmail = new Map(listed.map((account) => [sameEmail(account.email), account.id]));
  for (const { email, accountId } of input.creations)
    if (accountId) byEmail.set(sameEmail(email), accountId);

  const found: Resolution = { accounts: new Map(), creations: [], escalations: [], looked: [] };
  for (const row of input.rows) {
    const email = row.email;
    const accountId = row.accountId ?? (email ? byEmail.get(sameEmail(email)) : undefined);
    if (accountId === undefined) {
      if (row.desired === "member") missing(row, input, found);
      continue;
    }
    const earlier = found.accounts.get(accountId);
    if (earlier || accountId === input.hub) {
      const detail = earlier ? `row ${earlier.row.row}` : "the hub itself";
      found.escalations.push({ row: row.row, account: accountId, reason: "NamedTwice", detail });
      continue;
    }
    if (!row.accountId && email) found.looked.push({ row: row.row, email, accountId });
    const known = byId.get(accountId);
    found.accounts.set(accountId, {
      row,
      accountId,
      accountName: row.accountName ?? known?.name,
      email: email ?? known?.email,
    });
  }
  return found;
}

/** Of a resolution, what concerns accounts of these pairs. Nothing is created. */
export function restricted(all: Resolution, only: readonly Key[]): Resolution {
  const meant = new Set(only.map((one) => one.accountId));
  return {
    accounts: new Map([...all.accounts].filter(([id]) => meant.has(id))),
    creations: [],
    escalations: all.escalations.filter((one) => meant.has(one.account)),
    looked: all.looked.filter((one) => meant.has(one.accountId)),
  };
}

/** A wanted account that is nowhere: created where that is possible. */
function missing(row: Row, input: PlanInput, found: Resolution): void {
  const { email, accountName } = row;
  const stop = (reason: string) =>
    found.escalations.push({ row: row.row, account: email ?? accountName ?? "", reason });
  if (row.join !== "create" || !email || !accountName) stop("NoSuchAccount");
  else if (!input.management) stop("CreationUnavailable");
  // Nothing is created without having looked first who has the e-mail already (D42, D95).
  else if (!input.organization) stop("OrganizationUnread");
  else
    found.creations.push({
      row: row.row,
      accountName,
      email,
      regions: regionsOf(row, input.regions),
      ...(row.ou !== undefined && { ou: row.ou }),
      ...(row.tags !== undefined && { tags: row.tags }),
    });
}
