// Off-boarding that was asked for by account, without a ledger: a run of `apply` that takes away and does nothing else.
// It waits for approval like any other plan that does.
import { AccountId } from "@rollcall/core/account";
import { parse } from "@rollcall/core/error";
import { create } from "@rollcall/core/event";
import type { Row } from "@rollcall/core/ledger";
import { Advanced, Started } from "@rollcall/core/run";
import * as z from "zod";
import { executionPage } from "../console-links.ts";
import { read, writeRunFile } from "../s3.ts";
import { settings } from "../settings.ts";
import { accountsAt } from "../table/accounts.ts";
import { takeLeaseBeside } from "../table/lease.ts";
import { changeRun } from "../table/runs.ts";
import { type RunRequest, rowOf } from "./run-request.ts";

/** What `rollcall offboard` uploads. */
const Wanted = z.object({ accounts: z.array(AccountId).min(1).max(1_000) });

/** Is this the run of a request to off-board accounts? (start-run.ts names it) */
export const isOffboarding = (run: string): boolean => run.startsWith("offboard-");

/** A row for each account that says `absent`, with what the last ledger knew of it. */
export async function rowsToOffboard(accounts: readonly AccountId[]): Promise<Row[]> {
  const ids = [...new Set(accounts)];
  const known = new Map((await accountsAt(ids)).map((one) => [one.accountId, one]));
  return ids.map((accountId, at): Row => {
    const nobody = { regions: "all" as const, join: "role" as const, extra: {} };
    return { ...nobody, ...known.get(accountId), row: at + 1, accountId, desired: "absent" };
  });
}

/** Opens the run once nobody else has the lease. Opened before: nothing happens. */
export async function openOffboarding(request: RunRequest) {
  const bytes = await read(request);
  const { accounts } = parse(Wanted, JSON.parse(bytes.toString("utf8")));
  const { regions } = settings();
  const lease = await takeLeaseBeside(request.run);
  const common = { at: new Date().toISOString(), run: request.run };
  const link = executionPage(request.execution);
  if (lease === "busy") {
    await changeRun(request.run, (seen) => {
      if (seen) return undefined;
      const id = `${request.run}/waiting`;
      const event = create(Advanced, { ...common, id, link }, { stage: "read", wave: 0 });
      return { row: rowOf(request), event };
    });
    return { outcome: "busy", regions: [] };
  }
  const rows = await rowsToOffboard(accounts);
  await writeRunFile(request.run, "ledger.json", { rows, problems: [], ignored: [] });
  await changeRun(request.run, (seen) => {
    if (seen && seen.status !== "waiting") return undefined;
    const { key: ledger, versionId, uploader } = request;
    const id = `${request.run}/started`;
    return {
      row: { ...(seen ?? rowOf(request)), status: "running", rows: rows.length, regions },
      event: create(Started, { ...common, id, link }, { ledger, versionId, uploader }),
    };
  });
  return { outcome: "opened", regions };
}
