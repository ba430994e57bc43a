// Closing accounts that somebody asked for: a run of `apply` that closes those that rollcall created and has taken out
// of the hub, and does nothing else. It waits for approval like any plan that takes something away.
import { type AccountId, AccountId as Id, sameEmail } from "@rollcall/core/account";
import { parse } from "@rollcall/core/error";
import type { Row } from "@rollcall/core/ledger";
import type { OrganizationAccount } from "@rollcall/core/plan";
import type { Wanted } from "@rollcall/core/plan/closures";
import * as z from "zod";
import { read } from "../s3.ts";
import { type CreationRow, findCreations } from "../table/creations.ts";
import { openAbsent, rowsToOffboard } from "./offboarding.ts";
import type { RunRequest } from "./run-request.ts";

/**
 * What `rollcall close-account` uploads. AWS closes three accounts at once, each in minutes: 50 take about an hour, in
 * which no ledger is applied.
 */
export const Asked = z.object({ accounts: z.array(Id).min(1).max(50) });

/** Opens the run once nobody else has the lease. Opened before: nothing happens. */
export async function openClosing(request: RunRequest) {
  const bytes = await read(request);
  const { accounts } = parse(Asked, JSON.parse(bytes.toString("utf8")));
  return openAbsent(request, await rowsToOffboard(accounts));
}

/**
 * The creations of these rows' accounts, by account id. A creation is kept under its e-mail: the one that the ledger had
 * last, or the one that the organization has.
 */
export async function creationsOf(
  rows: readonly Row[],
  listed: readonly Pick<OrganizationAccount, "id" | "email">[],
): Promise<Map<AccountId, CreationRow>> {
  const wanted = new Set(rows.map((one) => one.accountId));
  const emails = [
    ...rows.flatMap((one) => one.email ?? []),
    ...listed.filter((one) => wanted.has(one.id)).map((one) => one.email),
  ];
  const found = await findCreations([...new Set(emails.map(sameEmail))]);
  return new Map(found.flatMap((one) => (one.accountId ? [[one.accountId, one] as const] : [])));
}

/** What a plan has to know of accounts that somebody wants closed, in the order of the rows. */
export async function wantedClosures(
  rows: readonly Row[],
  listed: readonly OrganizationAccount[] | undefined,
): Promise<Wanted[]> {
  const creations = await creationsOf(rows, listed ?? []);
  return rows.flatMap(({ accountId }): Wanted[] => {
    if (accountId === undefined) return [];
    const found = creations.get(accountId);
    if (!found) return [{ accountId }];
    const { accountName, email, closure } = found;
    return [{ accountId, creation: { accountName, email, closed: Boolean(closure?.closedAt) } }];
  });
}
