// Off-boarding that was asked for by account, without a ledger: a run of `apply` that takes away and does nothing else.
// It waits for approval like any other plan that does.
import { AccountId } from "@rollcall/core/account";
import { parse } from "@rollcall/core/error";
import type { Row } from "@rollcall/core/ledger";
import * as z from "zod";
import { read, writeRunFile } from "../s3.ts";
import { settings } from "../settings.ts";
import { accountsAt } from "../table/accounts.ts";
import { takeLeaseBeside } from "../table/lease.ts";
import type { RunRequest } from "./run-request.ts";
import { begin, waitForTurn } from "./turn.ts";

/** What `rollcall offboard` uploads. */
const Wanted = z.object({
  accounts: z.array(AccountId).min(1).max(1_000),
  /** Absent: as the settings say. */
  memberSide: z.boolean().optional(),
});

/** A row for each account that says `absent`, with what the last ledger knew of it, and what is to become of its own side. */
export async function rowsToOffboard(
  accounts: readonly AccountId[],
  memberSide?: boolean,
): Promise<Row[]> {
  const ids = [...new Set(accounts)];
  const known = new Map((await accountsAt(ids)).map((one) => [one.accountId, one]));
  return ids.map((accountId, at): Row => {
    const nobody = { regions: "all" as const, join: "role" as const, extra: {} };
    const wish = { desired: "absent" as const, ...(memberSide !== undefined && { memberSide }) };
    return { ...nobody, ...known.get(accountId), row: at + 1, accountId, ...wish };
  });
}

/** Opens the run once nobody else has the lease. Opened before: nothing happens. */
export async function openOffboarding(request: RunRequest) {
  const bytes = await read(request);
  const { accounts, memberSide } = parse(Wanted, JSON.parse(bytes.toString("utf8")));
  return openAbsent(request, await rowsToOffboard(accounts, memberSide));
}

/** Opens a run about accounts that are not wanted in the hub. */
export async function openAbsent(request: RunRequest, rows: Row[]) {
  const { regions } = settings();
  if ((await takeLeaseBeside(request.run)) === "busy") {
    await waitForTurn(request);
    return { outcome: "busy", regions: [] };
  }
  await writeRunFile(request.run, "ledger.json", { rows, problems: [], ignored: [] });
  await begin(request, rows.length, regions);
  return { outcome: "opened", regions };
}
