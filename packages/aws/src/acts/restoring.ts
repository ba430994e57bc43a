// The way back of accounts that were off-boarded: a run of `apply` that plans the memberships of their tombstones, and
// no other. It takes nothing away, so it waits for nobody.
import { AccountId } from "@rollcall/core/account";
import { parse, RejectedError } from "@rollcall/core/error";
import { isRestorable, type Tombstone } from "@rollcall/core/tombstone";
import * as z from "zod";
import { read, writeRunFile } from "../s3.ts";
import { takeLeaseBeside } from "../table/lease.ts";
import { membershipsAt } from "../table/memberships.ts";
import { tombstonesOf } from "../table/tombstones.ts";
import { healFileOf, keepHealFile, regionsOf } from "./heal-file.ts";
import type { RunRequest } from "./run-request.ts";
import { begin, waitForTurn } from "./turn.ts";

/** What `rollcall restore` uploads. */
const Wanted = z.object({ accounts: z.array(AccountId).min(1).max(1_000) });

/** Tombstones of these accounts: those that can be brought back at this ISO time, and the others. */
export async function restorable(
  accounts: readonly AccountId[],
  at: string,
): Promise<{ open: Tombstone[]; closed: Tombstone[] }> {
  const all = (await Promise.all([...new Set(accounts)].map(tombstonesOf))).flat();
  const states = new Map(
    (await membershipsAt(all)).map((one) => [`${one.accountId}/${one.region}`, one.state]),
  );
  const isOpen = (one: Tombstone) =>
    isRestorable(one, states.get(`${one.accountId}/${one.region}`), at);
  return { open: all.filter(isOpen), closed: all.filter((one) => !isOpen(one)) };
}

/**
 * Opens the run once nobody else has the lease. Opened before: nothing happens. Throws RejectedError where an account
 * has nothing to be brought back.
 */
export async function openRestoring(request: RunRequest) {
  const bytes = await read(request);
  const { accounts } = parse(Wanted, JSON.parse(bytes.toString("utf8")));
  if ((await takeLeaseBeside(request.run)) === "busy") {
    await waitForTurn(request);
    return { outcome: "busy", regions: [] };
  }
  // What was opened before stays as it was: some may be back by now.
  const file = (await healFileOf(request.run)) ?? (await keep(request, accounts));
  await writeRunFile(request.run, "ledger.json", { rows: file.rows, problems: [], ignored: [] });
  const regions = regionsOf(file);
  await begin(request, file.rows.length, regions);
  return { outcome: "opened", regions };
}

async function keep({ run, at }: RunRequest, accounts: readonly AccountId[]) {
  const { open } = await restorable(accounts, at);
  const found = new Map(open.map((one) => [one.accountId, one.row]));
  const missing = accounts.filter((one) => !found.has(one));
  if (missing.length > 0)
    throw new RejectedError(
      `Nothing of ${missing.slice(0, 5).join(", ")} can be brought back: it is a member, was never taken out, or its undo period is over. Write "member" into the ledger instead.`,
    );
  const rows = [...found.values()].map((row, place) => ({
    ...row,
    row: place + 1,
    desired: "member" as const,
  }));
  await keepHealFile(
    run,
    rows,
    open.map(({ accountId, region }) => ({ accountId, region })),
  );
  return (await healFileOf(run))!;
}
