// Calls that CloudTrail told of: who changed a membership, and from where. Each has a row of its own, beside what
// else is known of its account, and is forgotten when nobody can ask for it any more.
import type { AccountId } from "@rollcall/core/account";
import { Call, Noted } from "@rollcall/core/call";
import { ConflictError } from "@rollcall/core/error";
import { create } from "@rollcall/core/event";
import { isNew, query } from "../dynamodb.ts";
import { writeWithEvent } from "./events.ts";

/** As long as CloudTrail's own event history, in seconds. */
const KEPT = 90 * 86_400;

/** Writes a call and tells it, once however often its event is delivered. `run` is what its transitions name. */
export async function writeCall(call: Call, run: string): Promise<"written" | "known"> {
  const item = {
    pk: `ACCOUNT#${call.accountId}`,
    sk: `CALL#${call.at}#${call.id}`,
    kind: "call",
    expiresAt: Math.floor(Date.parse(call.at) / 1_000) + KEPT,
    ...call,
  };
  const event = create(Noted, { id: `call/${call.id}`, at: call.at, run }, call);
  try {
    await writeWithEvent({ item, condition: isNew }, `call/${call.accountId}`, event);
    return "written";
  } catch (error) {
    if (error instanceof ConflictError) return "known";
    throw error;
  }
}

/** What is known of an account's calls from `since` on, ISO time, the oldest first. */
export async function callsOf(account: AccountId, since = "0"): Promise<Call[]> {
  const items = await query({
    key: {
      text: "pk = :account and sk between :since and :end",
      values: { ":account": `ACCOUNT#${account}`, ":since": `CALL#${since}`, ":end": "CALL#~" },
    },
  });
  return items.map((item) => Call.parse(item));
}
