// Opens a run: reads its ledger, refuses a bad one, and takes the lease. A heal has its rows already.

import { openClosing } from "@rollcall/aws/acts/closing";
import { openOffboarding } from "@rollcall/aws/acts/offboarding";
import { openHeal } from "@rollcall/aws/acts/open-heal";
import { openRun, readLedger, rejectLedger } from "@rollcall/aws/acts/open-run";
import { openRestoring } from "@rollcall/aws/acts/restoring";
import { RunRequest } from "@rollcall/aws/acts/run-request";
import { askedIn } from "@rollcall/aws/acts/start-run";
import { displaceParked, supersedeRun, waitForTurn } from "@rollcall/aws/acts/turn";
import { lambda } from "@rollcall/aws/lambda";
import { settings } from "@rollcall/aws/settings";
import { takeLease } from "@rollcall/aws/table/lease";

/** What was asked for by account has no ledger to read. */
const openAsked = { offboard: openOffboarding, restore: openRestoring, close: openClosing };

export const handler = lambda(RunRequest, async (request) => {
  if (request.heal) return openHeal(request, request.heal);
  const asked = askedIn(request.run);
  if (asked) return openAsked[asked](request);
  const ledger = await readLedger(request);
  if (ledger.rejected) {
    await rejectLedger(request, ledger);
    return { outcome: "rejected", regions: [] };
  }
  const lease = await takeLease(request.run, request.at);
  if (lease !== "held") {
    await (lease === "busy" ? waitForTurn(request) : supersedeRun(request));
    return { outcome: lease, regions: [] };
  }
  await openRun(request, ledger);
  const displaced = await displaceParked(request);
  const { regions } = settings();
  return displaced ? { outcome: "displacing", displaced, regions } : { outcome: "opened", regions };
});
