import { BATCH, batches } from "@rollcall/aws/security-hub";
import fc from "fast-check";
import { expect, it } from "vitest";

it.each([
  [51, [50, 1]],
  [100, [50, 50]],
  [132, [50, 50, 32]],
  [1_000, Array.from({ length: 20 }, () => 50)],
])("sends %i accounts in calls of at most 50, and leaves none out (D73)", (count, sizes) => {
  const accounts = Array.from({ length: count }, (_, at) => String(at).padStart(12, "0"));
  const cut = batches(accounts);
  expect(cut.map((batch) => batch.length)).toEqual(sizes);
  expect(cut.flat()).toEqual(accounts);
});

it("never sends an empty batch (D68)", () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { maxLength: 500 }), (items) => {
      const cut = batches(items);
      expect(cut.flat()).toEqual(items);
      expect(cut.every((batch) => batch.length > 0 && batch.length <= BATCH)).toBe(true);
    }),
  );
});
