// Opens a run: reads its ledger, refuses a bad one, and takes the lease.

import { openRun, readLedger, rejectLedger, waitForTurn } from "@rollcall/aws/acts/open-run";
import { lambda } from "@rollcall/aws/lambda";
import { settings } from "@rollcall/aws/settings";
import { takeLease } from "@rollcall/aws/table/lease";
import { RunId } from "@rollcall/core/run";
import { z } from "zod";

const Input = z.object({
  run: RunId,
  execution: z.string(),
  bucket: z.string(),
  key: z.string(),
  versionId: z.string(),
  uploader: z.string(),
  at: z.iso.datetime(),
});

export const handler = lambda(Input, async (request) => {
  const ledger = await readLedger(request);
  if (ledger.rejected) {
    await rejectLedger(request, ledger);
    return { outcome: "rejected", regions: [] };
  }
  const lease = await takeLease(request.run, request.at);
  if (lease !== "held") {
    await waitForTurn(request, lease);
    return { outcome: lease, regions: [] };
  }
  await openRun(request, ledger);
  return { outcome: "opened", regions: settings().regions };
});
