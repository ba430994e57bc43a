// Modelled time: it stands while anything computes, and goes on while everything waits.
import { setTimeout as real } from "node:timers/promises";
import { expect, it } from "vitest";
import { SandboxClock } from "../../packages/sandbox/src/clock.ts";

it("stands while something is in flight, however long that takes", async () => {
  const clock = new SandboxClock({ stands: true });
  const begun = clock.now();
  const release = clock.busy();
  let woken = false;
  const sleeper = clock.sleep(5).then(() => {
    woken = true;
  });
  await real(30);
  expect([clock.now() - begun, woken]).toEqual([0, false]);
  release();
  await sleeper;
  expect(clock.now() - begun).toBe(5);
  clock.stop();
});

it("goes on for a call's latency, and overlaps those of many calls", async () => {
  const clock = new SandboxClock({ stands: true });
  const begun = clock.now();
  const calls = Array.from({ length: 100 }, async () => {
    const release = clock.busy();
    await clock.delay(200);
    release();
  });
  await Promise.all(calls);
  expect(clock.now() - begun).toBe(200);
  clock.stop();
});

it("waits for a thread that computes, and not for one that only waits for its answers", async () => {
  const clock = new SandboxClock({ stands: true });
  const begun = clock.now();
  const guest = clock.guests.enter("thread");
  const end = guest.begin();
  let woken = false;
  const sleeper = clock.sleep(100).then(() => {
    woken = true;
  });
  guest.asked();
  await real(30);
  // It has not said that it rests: it may compute beside its request.
  expect([clock.now() - begun, woken]).toEqual([0, false]);
  guest.rests({ begun: 1, asked: 1, over: 0 });
  await sleeper;
  expect(clock.now() - begun).toBe(100);
  guest.answered();
  void clock.sleep(100);
  await real(30);
  expect(clock.now() - begun).toBe(100);
  end();
  clock.stop();
});
