// What becomes of each open loss: healed now, left to a person, or held back for a while. Every candidate gets
// exactly one treatment.
import * as z from "zod";
import { AccountId } from "../account.ts";
import { Command } from "../membership/decide.ts";
import { State } from "../membership/state.ts";
import { Region } from "../region.ts";
import { modeOf, type Policy } from "./policy.ts";

const Pair = {
  accountId: AccountId,
  region: Region,
  state: State,
  /** The first act of the way back. */
  command: Command,
};

/** A membership that the ledger wants, that is outside, and for which there is a command (never Escalate or None). */
export interface Candidate {
  accountId: AccountId;
  region: Region;
  state: State;
  command: Command;
  /** Of the recorded membership: how often it has changed. */
  version: number;
}

/** The last heal of a membership. Heals that never began, or gave way to a ledger, are none. */
export interface Earlier {
  accountId: AccountId;
  region: Region;
  run: string;
  /** When it began. */
  at: string;
  /** The membership's version that was healed. */
  lost: number;
  /** Its run has not closed. */
  underWay: boolean;
}

/**
 * `now`: healed by the policy. `ask`: a person decides, because the policy says so or because there are too many at
 * once. `held`: healed not long ago; `again`: that had worked, and it was lost again. `under way`: a heal is at it.
 * `off`: nothing happens. `person`: no call of rollcall's brings it back; `reason` is a code of run/outcome.ts.
 */
export const Treatment = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("now"), ...Pair }),
  z.object({ kind: z.literal("ask"), why: z.enum(["policy", "at once"]), ...Pair }),
  z.object({ kind: z.literal("held"), until: z.iso.datetime(), again: z.boolean(), ...Pair }),
  z.object({ kind: z.literal("under way"), run: z.string(), ...Pair }),
  z.object({ kind: z.literal("off"), ...Pair }),
  z.object({ kind: z.literal("person"), reason: z.string(), ...Pair }),
]);
export type Treatment = z.infer<typeof Treatment>;

const HOUR = 3_600_000;

/** Weighs open losses against the policy and earlier heals. `at`: ISO time of the decision. */
export function weigh(
  policy: Policy,
  open: readonly Candidate[],
  earlier: readonly Earlier[],
  at: string,
): Treatment[] {
  const healed = new Map(earlier.map((one) => [keyOf(one), one]));
  const treated = open.map((one) => alone(policy, one, healed.get(keyOf(one)), at));
  // A random part of an incident is no heal: all of it waits, what is under way counts.
  const atOnce = treated.filter(({ kind }) => kind === "now" || kind === "under way");
  const accounts = new Set(atOnce.map((one) => one.accountId));
  return accounts.size <= policy.atOnce
    ? treated
    : treated.map((one) => (one.kind === "now" ? { ...one, kind: "ask", why: "at once" } : one));
}

/** The treatment of one membership, whatever else is lost. */
function alone(
  policy: Policy,
  { accountId, region, state, command, version }: Candidate,
  last: Earlier | undefined,
  at: string,
): Treatment {
  const pair = { accountId, region, state, command };
  if (last?.underWay) return { kind: "under way", run: last.run, ...pair };
  const mode = modeOf(policy, state);
  if (mode === "off") return { kind: "off", ...pair };
  if (mode === "ask") return { kind: "ask", why: "policy", ...pair };
  const until = last ? Date.parse(last.at) + policy.coolDownHours * HOUR : 0;
  if (last && until > Date.parse(at)) {
    const again = version > last.lost;
    return { kind: "held", until: new Date(until).toISOString(), again, ...pair };
  }
  return { kind: "now", ...pair };
}

const keyOf = (one: { accountId: string; region: string }) => `${one.accountId}/${one.region}`;
