// The clock that jumps.
import { VirtualClock } from "@rollcall/asl";
import { expect, it } from "vitest";
import { settled } from "./lab.ts";

it("wakes sleepers in the order of their times, each at its own", async () => {
  const clock = new VirtualClock(1_000);
  const woken: [string, number][] = [];
  const sleep = async (name: string, ms: number) => {
    await clock.sleep(ms);
    woken.push([name, clock.now()]);
  };
  await Promise.all([sleep("c", 300), sleep("a", 100), sleep("b", 200), sleep("a2", 100)]);
  expect(woken).toEqual([
    ["a", 1_100],
    ["a2", 1_100],
    ["b", 1_200],
    ["c", 1_300],
  ]);
});

it("stands still while somebody is busy", async () => {
  const clock = new VirtualClock(0);
  const free = clock.busy();
  let awake = false;
  const sleeping = clock.sleep(86_400_000).then(() => {
    awake = true;
  });
  await settled();
  expect([awake, clock.now()]).toEqual([false, 0]);
  free();
  await sleeping;
  expect(clock.now()).toBe(86_400_000);
});

it("forgets a sleeper whose signal aborts", async () => {
  const clock = new VirtualClock(0);
  const controller = new AbortController();
  const sleeping = clock.sleep(1_000, controller.signal);
  controller.abort(new Error("enough"));
  await expect(sleeping).rejects.toThrow("enough");
  await settled();
  expect(clock.now()).toBe(0);
  await expect(clock.sleep(1, controller.signal)).rejects.toThrow("enough");
});
