// A call that CloudTrail tells of: who it was is noted, what it proves is recorded, and where only the hub can say
// what became of it, the hub is asked once. The roll call stays the proof; this is the fast path, and knows who.
import { type Call, type Heard, hear, inOrder, makes, trailRun } from "@rollcall/core/call";
import type { Membership, Observation, Transition } from "@rollcall/core/membership";
import { isLoss } from "@rollcall/core/roll-call";
import { Resource } from "sst";
import { log } from "../log.ts";
import { settings } from "../settings.ts";
import { callsOf, writeCall } from "../table/calls.ts";
import { membershipsAt } from "../table/memberships.ts";
import { type By, byName, record } from "../table/record.ts";
import { transitionsOf } from "../table/transitions.ts";
import { askHub } from "./ask-hub.ts";
import { startSoon } from "./start-roll-call.ts";

/** How the noting of a call ended. `own`: rollcall called. */
export type Outcome = "noted" | "known" | "own" | "failed" | "foreign";

/**
 * Notes one event. Throws RejectedError for an event that nobody understands or that contradicts itself: it ends
 * among the dead letters, where somebody sees it (D75).
 */
export async function noteCall(event: unknown): Promise<Outcome> {
  const { hub, management, memberRole, regions } = settings();
  const heard = hear(event, {
    hub: hub.account,
    management: management?.account,
    memberRole: memberRole.name,
    ownRoles: Resource.OwnRoles.prefix,
  });
  if (typeof heard === "string") return heard;
  const first = heard.calls[0] ?? heard.says[0];
  const region = first && "region" in first ? first.region : undefined;
  if (region && region !== "organization" && !regions.includes(region)) return "foreign";
  const before = byName(heard.member ? await membershipsAt([heard.member]) : []);
  // A member of somebody else's hub leaves that one: the event does not say whom it left.
  if (heard.member && before.size === 0) return "foreign";
  const run = trailRun(new Date().toISOString());
  const written = await Promise.all(heard.calls.map((call) => writeCall(call, run)));
  const transitions = await recorded(heard, run, before);
  if (heard.look || transitions.some(isLoss)) {
    const { outcome, rollCall } = await startSoon(new Date().toISOString());
    log.info({ run: rollCall, outcome }, "roll call wanted early");
  }
  if (heard.own) return "own";
  return written.includes("written") ? "noted" : "known";
}

async function recorded(
  { calls, says, ask, own }: Heard,
  run: string,
  before: Map<string, Membership>,
): Promise<Transition[]> {
  const [call] = calls;
  const by = { run, ...(call ? byOf(call) : { cause: own ? "rollcall" : "call" }) };
  const asked = call && ask.length > 0 ? await askHub(call.region, ask) : undefined;
  const transitions = await record(asked?.believed ?? [], by, asked?.known);
  for (const said of says) transitions.push(...(await recordSaid(said, { call, by, before })));
  return transitions;
}

const byOf = ({ eventName, actor, sourceIp }: Call) => ({ cause: eventName, actor, sourceIp });

/** What a member did there from a second on, each at a moment of its own (order.ts). */
async function ownCalls({ accountId, region, observedAt }: Observation): Promise<Call[]> {
  const calls = (await callsOf(accountId, observedAt)).filter((one) => one.region === region);
  const transitions = calls.length > 1 ? await transitionsOf(accountId, region) : [];
  return inOrder(
    calls,
    (second) => transitions.findLast((one) => one.at < second)?.to === "Enabled",
  );
}

/**
 * Records what a call itself proves. Events come in any order: of a member that left and returned within seconds, the
 * return may be told first, and was no news then. What was noted after this event is recorded after it (D11).
 */
async function recordSaid(
  said: Observation,
  { call, by, before }: { call: Call | undefined; by: By; before: Map<string, Membership> },
): Promise<Transition[]> {
  const calls = await ownCalls(said);
  const observedAt = calls.find(({ id }) => id === call?.id)?.at ?? said.observedAt;
  const transitions = await record([{ ...said, observedAt }], by, before);
  for (const one of calls.filter(({ at }) => at > observedAt)) {
    const next = { ...said, state: makes[one.eventName]!, observedAt: one.at };
    transitions.push(...(await record([next], { run: by.run, ...byOf(one) })));
  }
  return transitions;
}
