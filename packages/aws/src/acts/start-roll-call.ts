// A roll call begins on time, and never while another one is under way.
import { momentOf, rollCallAt } from "@rollcall/core/roll-call";
import { Resource } from "sst";
import { settings } from "../settings.ts";
import { startExecution } from "../step-functions.ts";
import { endTurn, recentRollCalls, takeTurn } from "../table/roll-call-lease.ts";
import { findRollCall } from "../table/roll-calls.ts";

/** What became of the wish for a roll call. `soon`: there was one a moment ago, and the schedule brings the next. */
export interface Started {
  outcome: "started" | "busy" | "closed" | "soon";
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
  // Held to its end between the two looks: its execution gives no turn back a second time.
  if (await findRollCall(rollCall)) {
    await endTurn(rollCall);
    return { outcome: "closed", rollCall };
  }
  await startExecution(Resource.RollCall.arn, rollCall, {
    run: rollCall,
    at,
    regions: settings().regions,
  });
  return { outcome: "started", rollCall };
}

/** A storm of events starts no roll call sooner than this after the last one began, in milliseconds. */
const APART = 2 * 60_000;

/** Starts a roll call ahead of its time, because something is known to have changed; `at` is now, an ISO time. */
export async function startSoon(at: string): Promise<Started> {
  const [last] = await recentRollCalls();
  if (last && Date.parse(at) - momentOf(last) < APART) return { outcome: "soon", rollCall: last };
  return startRollCall(at);
}
