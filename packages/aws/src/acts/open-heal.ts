// The beginning of a heal: nothing is read or checked again, because its rows are a part of the ledger that was
// applied last. It waits for the lease like everybody, and gives way to every ledger.
import { RejectedError } from "@rollcall/core/error";
import type { Region } from "@rollcall/core/region";
import { writeRunFile } from "../s3.ts";
import { takeLeaseToHeal } from "../table/lease.ts";
import { healFileOf, regionsOf } from "./heal-file.ts";
import type { HealOf, RunRequest } from "./run-request.ts";
import { begin, supersedeRun, waitForTurn } from "./turn.ts";

/** How the heal stands, and the Regions that it looks at: those of its memberships, no other. */
export interface OpenedHeal {
  outcome: "opened" | "busy" | "superseded";
  regions: Region[];
}

/** Opens a heal. Throws RejectedError when its file has expired. */
export async function openHeal(request: RunRequest, heal: HealOf): Promise<OpenedHeal> {
  const lease = await takeLeaseToHeal(request.run, heal.ledger);
  if (lease !== "held") {
    await (lease === "busy" ? waitForTurn(request) : supersedeRun(request));
    return { outcome: lease, regions: [] };
  }
  const file = await healFileOf(request.run);
  if (!file) throw new RejectedError(`${request.run} has no heal.json`);
  await writeRunFile(request.run, "ledger.json", { rows: file.rows, problems: [], ignored: [] });
  const regions = regionsOf(file);
  await begin(request, file.rows.length, regions);
  return { outcome: "opened", regions };
}
