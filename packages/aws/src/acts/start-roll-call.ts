// A roll call begins on time, and never while another one is under way.
import { rollCallAt } from "@rollcall/core/roll-call";
import { Resource } from "sst";
import { settings } from "../settings.ts";
import { startExecution } from "../step-functions.ts";
import { takeTurn } from "../table/roll-call-lease.ts";
import { findRollCall } from "../table/roll-calls.ts";

/** What became of the wish for a roll call. */
export interface Started {
  outcome: "started" | "busy" | "closed";
  rollCall: string;
}

/**
 * Starts the roll call of a moment, an ISO time. `busy`: another one is under way, and sees the same. `closed`: this
 * one has been held already; schedules deliver at least once.
 */
export async function startRollCall(at: string): Promise<Started> {
  const rollCall = rollCallAt(at);
  if (await findRollCall(rollCall)) return { outcome: "closed", rollCall };
  if ((await takeTurn(rollCall)) === "busy") return { outcome: "busy", rollCall };
  await startExecution(Resource.RollCall.arn, rollCall, {
    run: rollCall,
    at,
    regions: settings().regions,
  });
  return { outcome: "started", rollCall };
}
