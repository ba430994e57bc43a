// What was approved is a stored plan: reality may have done a part of it meanwhile, and nothing is ever added.
import { State, Way } from "@rollcall/core/membership";
import { additionsOf, diff, type Plan } from "@rollcall/core/plan";
import fc from "fast-check";
import { expect, it } from "vitest";
import { fresh, idOf, input, membership, region, regions, row } from "./estate.ts";

const names = regions(3).map((one) => one.region);
const cell = fc.record({
  state: fc.constantFrom(...State.options),
  later: fc.constantFrom(...State.options),
});
const world = fc.record({
  cells: fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 6 }),
  desired: fc.array(fc.constantFrom("member" as const, "absent" as const), {
    minLength: 6,
    maxLength: 6,
  }),
  narrow: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
  way: fc.constantFrom(...Way.options),
  readable: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
});

const keys = (some: readonly { accountId: string; region: string }[]) =>
  some.map((one) => `${one.accountId}/${one.region}`);

it("acts on nothing but what is in the approved plan and still true, whatever became of reality", () => {
  fc.assert(
    fc.property(world, ({ cells, desired, narrow, way, readable }) => {
      const rows = [
        ...cells.map((_, at) =>
          row(at + 1, {
            desired: desired[at]!,
            ...(narrow[at] && { regions: [names[0]!] }),
          }),
        ),
        fresh(9),
      ];
      const seen = (when: "state" | "later") =>
        cells.flatMap((own, at) =>
          own.map((one, index) => membership(at + 1, names[index]!, one[when])),
        );
      const management = idOf(8);
      const before = { rows, management, regions: names.map((one) => region(one, { way })) };
      const after = {
        ...before,
        memberships: seen("later"),
        regions: names.map((one, at) => region(one, { way, readable: readable[at]! })),
      };
      const approved = diff(input({ ...before, memberships: seen("state") }));
      const wanted = diff(input(after));
      const left = diff(input({ ...after, within: approved }));
      const both = (of: (plan: Plan) => { accountId: string; region: string }[]) =>
        keys(of(wanted)).filter((one) => keys(of(approved)).includes(one));
      expect(keys(additionsOf(left))).toEqual(both(additionsOf));
      expect(keys(left.removals)).toEqual(both((plan) => plan.removals));
      expect(left.creations.length).toBeLessThanOrEqual(approved.creations.length);
      const waved = left.waves.flatMap((one) =>
        one.accounts.flatMap(({ accountId, regions: own }) =>
          own.map((each) => `${accountId}/${each.region}`),
        ),
      );
      expect(waved.toSorted()).toEqual(keys(additionsOf(left)).toSorted());
      expect(left.bound.total).toBeLessThanOrEqual(wanted.bound.total);
    }),
    { numRuns: 200 },
  );
});

it("never touches more Regions than the plan names (D81)", () => {
  const memberships = names.map((one) => membership(1, one, "Enabled"));
  const rows = [row(1, { regions: names.slice(1) })];
  const plan = diff(input({ rows, memberships, regions: regions(3) }));
  expect(keys(plan.removals)).toEqual([`${idOf(1)}/${names[0]}`]);
  expect(plan.blast).toEqual({ members: 1, losing: 1, memberships: 1, gone: [names[0]] });
});
