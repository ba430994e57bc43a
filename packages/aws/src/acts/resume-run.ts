// A run that was approved takes its turn again, unless a newer ledger was applied while it waited.
import { isOfLedger } from "@rollcall/core/run";
import { takeLease, takeLeaseBeside } from "../table/lease.ts";
import { changeRun } from "../table/runs.ts";
import type { RunRequest } from "./run-request.ts";
import { supersedeRun } from "./turn.ts";

/** Takes the lease for an approved run. `busy`: another one is under way, ask again. */
export async function resumeRun(request: RunRequest): Promise<"held" | "busy" | "superseded"> {
  const lease = await (isOfLedger(request.run)
    ? takeLease(request.run, request.at)
    : takeLeaseBeside(request.run));
  if (lease === "superseded") await supersedeRun(request);
  if (lease === "held")
    await changeRun(request.run, (row) =>
      row?.status === "approval" ? { row: { ...row, status: "running" } } : undefined,
    );
  return lease;
}
