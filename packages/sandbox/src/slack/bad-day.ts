// A Slack on a bad day: every way in which it may misbehave, mixed. The dice are the sandbox's seeded ones, so a day
// can be had again by its seed.
import * as z from "zod";
import type { FaultName } from "../faults/catalogue.ts";
import type { Faults } from "../faults/faults.ts";
import type { Fault } from "./faults.ts";

/** Asks for a bad day over HTTP. */
export const BadDay = z.strictObject({ badDay: z.number().min(0).max(0.5) });

/** Methods that show something, and so may show it twice. */
const POSTS = ["chat.postMessage", "files.completeUploadExternal"];

/** What each fault of the world's list means here: one of these, by chance. */
const AMBIENT: Partial<Record<FaultName, Fault[]>> = {
  "slack-rate-limits": [
    { kind: "rate-limited", retryAfter: 2 },
    { kind: "rate-limited", retryAfter: null },
  ],
  "slack-errors": [
    { kind: "refused", error: "ratelimited" },
    { kind: "refused", error: "internal_error" },
    { kind: "error-before", status: 503 },
    { kind: "dropped-before" },
  ],
  "slack-lost-answers": [{ kind: "error-after" }, { kind: "dropped-after" }],
};

/** What a call meets by the faults of the world; never a third time in a row in the same channel. */
export function ambient(faults: Faults, method: string, channel: string): Fault | undefined {
  const { dice } = faults;
  const work = `slack ${method}/${channel}`;
  const [name, kinds = []] =
    Object.entries(AMBIENT).find(([one]) => faults.strikes(one as FaultName, method)) ?? [];
  const met = name !== undefined && dice.mayFail(work);
  dice.note(work, met);
  return met ? kinds[Math.floor(dice.roll(work) * kinds.length)] : undefined;
}

/** The faults of a bad day. `chance` is that of each kind of trouble for each call, 0 to 1. */
export const badDay = (chance = 0.05): Fault[] => [
  { kind: "rate-limited", retryAfter: 2, probability: chance },
  { kind: "rate-limited", retryAfter: null, probability: chance },
  { kind: "refused", error: "ratelimited", probability: chance },
  { kind: "refused", error: "internal_error", probability: chance },
  { kind: "error-before", status: 503, probability: chance },
  { kind: "dropped-before", probability: chance },
  { kind: "slow", delayMilliseconds: 300, probability: chance },
  ...POSTS.flatMap((method): Fault[] => [
    // Taken, and not answered: nothing tells it from what was never taken.
    { kind: "error-after", method, probability: 2 * chance },
    { kind: "dropped-after", method, probability: 2 * chance },
  ]),
];
