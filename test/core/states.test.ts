// What a plan and a summary know of many memberships: the newest of each, whatever the order in which they come.
import type { Membership } from "@rollcall/core/membership";
import { States } from "@rollcall/core/membership/states";
import fc from "fast-check";
import { expect, it } from "vitest";
import { idOf, membership } from "./estate.ts";

const some = fc.array(
  fc
    .record({
      number: fc.integer({ min: 1, max: 4 }),
      region: fc.constantFrom("us-east-1", "eu-west-1", "ap-northeast-1"),
      state: fc.constantFrom("Absent", "Invited", "Enabled", "Unknown"),
      version: fc.integer({ min: 1, max: 5 }),
      reported: fc.option(fc.constantFrom("Paused", "Held"), { nil: undefined }),
    })
    .map(({ number, region, state, ...more }) => membership(number, region, state, more)),
);

const keyOf = (one: Pick<Membership, "accountId" | "region">) => `${one.accountId}/${one.region}`;

/** The plain way: the first of the highest version, by key. */
function newest(memberships: readonly Membership[]): Map<string, Membership> {
  const latest = new Map<string, Membership>();
  for (const one of memberships)
    if (one.version > (latest.get(keyOf(one))?.version ?? 0)) latest.set(keyOf(one), one);
  return latest;
}

it("keeps the newest version of each, and gives all of them back", () => {
  fc.assert(
    fc.property(some, (memberships) => {
      const states = States.of(memberships);
      const wanted = newest(memberships);
      for (const [key, { accountId, region, state, reported, version }] of wanted)
        expect([key, states.at(accountId, region)]).toEqual([key, { state, reported, version }]);
      expect([...states].map(keyOf).toSorted()).toEqual([...wanted.keys()].toSorted());
      for (const one of states) expect(one.state).toBe(wanted.get(keyOf(one))!.state);
    }),
  );
});

it("knows nothing of what nobody has seen", () => {
  const states = States.of([membership(1, "us-east-1", "Enabled")]);
  expect(states.at(idOf(1), "eu-west-1")).toBeUndefined();
  expect(states.at(idOf(2), "us-east-1")).toBeUndefined();
  expect(States.of(states)).toBe(states);
});
