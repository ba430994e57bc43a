// The real definition of `await-joiner` on a virtual clock: weeks of looking, and every way it can end.
import { LONGEST_DAYS, pauseAfter, statusOf } from "@rollcall/core/joiner";
import { expect, it } from "vitest";
import { awaitJoiner } from "../../workflows/await-joiner.ts";
import { fault, run, start } from "../asl/lab.ts";

const DAY = 24 * 60 * 60_000;
const definition = awaitJoiner({
  partition: "aws",
  sendScriptArn: "send",
  lookJoinerArn: "look",
}) as never;
const iso = (at: number) => new Date(at).toISOString();

type Answer = { outcome: string; pause: number };

/** Runs it; `look` answers for the nth look. */
async function wait(look: (count: number) => Answer | Promise<never>, sent = "sent") {
  let looks = 0;
  const outcome = await run(definition, {
    input: { accountId: "333333333333", number: 1 },
    task: async ({ arguments: given }) => {
      const { FunctionName } = given as { FunctionName: string };
      const answer = FunctionName === "send" ? { outcome: sent, pause: 300 } : look(++looks);
      return { Payload: await answer } as never;
    },
  });
  return { ...outcome, looks };
}

it.each([1, 30, LONGEST_DAYS])(
  "waits %i days within its history, and then expires",
  async (days) => {
    // The lab's clock begins at a known moment; the pauses are those that the function gives.
    let now = start + 300_000;
    const expiresAt = iso(start + days * DAY);
    const { result, events, looks, took } = await wait(() => {
      const at = iso(now);
      const seen = { isWanted: true, states: ["Invited" as const], expiresAt, now: at };
      const pause = pauseAfter(iso(start), expiresAt, at);
      now += pause * 1000;
      return { outcome: statusOf(seen), pause };
    });
    expect(result.status).toBe("SUCCEEDED");
    expect(took).toBe(days * DAY);
    // Well below the 25,000 that end an execution: retries of throttled looks have room.
    expect(events.length).toBeLessThan(15_000);
    expect(looks).toBeLessThanOrEqual(12 + 7 * 24 + Math.max(0, days - 7) * 8 + 2);
  },
);

it.each(["verified", "withdrawn"])("ends when the account is %s", async (outcome) => {
  const { result, looks } = await wait((count) => ({
    outcome: count < 3 ? "waiting" : outcome,
    pause: 60,
  }));
  expect([result.status, looks]).toEqual(["SUCCEEDED", 3]);
});

it("does not begin for an account that the ledger does not want", async () => {
  const { result, looks } = await wait(() => ({ outcome: "waiting", pause: 1 }), "withdrawn");
  expect([result.status, looks]).toEqual(["SUCCEEDED", 0]);
});

it("goes on after a look that failed", async () => {
  const { result, looks } = await wait((count) =>
    count === 1 ? fault("RejectedError", "no") : { outcome: "verified", pause: 1 },
  );
  expect([result.status, looks]).toEqual(["SUCCEEDED", 2]);
});

it("fails with an outcome that it does not know", async () => {
  const { result } = await wait(() => ({ outcome: "maybe", pause: 1 }));
  expect(result).toMatchObject({ status: "FAILED", error: "UnknownOutcome" });
});
