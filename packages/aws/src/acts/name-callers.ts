// Who made the changes that a roll call saw: CloudTrail may tell of them before it or after, and is asked each time.
import { type Call, type Change, callBehind, LOOKS_BACK } from "@rollcall/core/call";
import { atMost } from "../at-most.ts";
import { callsOf } from "../table/calls.ts";

/** More accounts than a message has rows: of the others nobody would read it. */
const NAMED = 60;

interface Told {
  accountId: string;
  region: string;
  to: Change["to"];
  since: string;
  actor?: string | undefined;
}

/** The same losses, with those named that CloudTrail has told of by now. Of very many, only the first. */
export async function withCallers<Loss extends Told>(
  losses: readonly Loss[],
  seenAt: string,
): Promise<Loss[]> {
  const open = losses.filter((one) => one.actor === undefined);
  const accounts = [...new Set(open.map((one) => one.accountId))].slice(0, NAMED);
  if (accounts.length === 0) return [...losses];
  const since = new Date(Date.parse(seenAt) - LOOKS_BACK).toISOString();
  const calls = new Map<string, Call[]>();
  await atMost(8, accounts, async (account) => {
    calls.set(account, await callsOf(account, since));
  });
  return losses.map((one) => {
    const known = calls.get(one.accountId);
    if (one.actor !== undefined || !known) return one;
    const { region, to } = one;
    // Where AWS says when it changed, a call long before that was about something else.
    const after = one.since < seenAt ? before(one.since) : undefined;
    const call = callBehind({ region, to, at: seenAt, after }, known);
    return call
      ? { ...one, actor: call.actor, ...(call.sourceIp && { sourceIp: call.sourceIp }) }
      : one;
  });
}

/** assumed: AWS dates a change no more than this after the call that made it. */
const DATED_LATE = 5 * 60_000;

const before = (at: string): string => new Date(Date.parse(at) - DATED_LATE).toISOString();
