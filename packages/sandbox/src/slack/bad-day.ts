// A Slack on a bad day: every way in which it may misbehave, mixed. The dice are the sandbox's seeded ones, so a day
// can be had again by its seed.
import { z } from "zod";
import type { Fault } from "./faults.ts";

/** Asks for a bad day over HTTP. */
export const BadDay = z.strictObject({ badDay: z.number().min(0).max(0.5) });

/** Methods that show something, and so may show it twice. */
const POSTS = ["chat.postMessage", "files.completeUploadExternal"];

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
