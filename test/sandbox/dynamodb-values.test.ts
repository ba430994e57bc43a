// Numbers, sizes and order, where DynamoDB differs from JavaScript.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as number from "../../packages/sandbox/src/services/dynamodb/number.ts";
import { Ordered } from "../../packages/sandbox/src/services/dynamodb/ordered.ts";
import {
  type AttributeValue,
  sizeOf,
  sortKey,
} from "../../packages/sandbox/src/services/dynamodb/value.ts";

/** Numbers in normal form, by their value in thousandths. */
const thousandths = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
const write = (value: bigint) => number.add(`${value / 1000n}`, thousandth(value % 1000n));
const thousandth = (value: bigint) => {
  const digits = String(value < 0n ? -value : value).padStart(3, "0");
  return value === 0n ? "0" : `${value < 0n ? "-" : ""}0.${digits}`;
};

describe("numbers", () => {
  it("add, subtract and compare exactly", () => {
    fc.assert(
      fc.property(thousandths, thousandths, (a, b) => {
        expect(number.add(write(a), write(b))).toBe(write(a + b));
        expect(number.subtract(write(a), write(b))).toBe(write(a - b));
        expect(Math.sign(number.compare(write(a), write(b)))).toBe(a < b ? -1 : a > b ? 1 : 0);
      }),
    );
  });

  it("sort as text where they sort as numbers", () => {
    fc.assert(
      fc.property(thousandths, thousandths, fc.integer({ min: 0, max: 9 }), (a, b, shift) => {
        const [left, right] = [write(a / 10n ** BigInt(shift * 3)), write(b)];
        const expected = Math.sign(number.compare(left, right));
        const [x, y] = [number.sortKey(left), number.sortKey(right)];
        expect(x < y ? -1 : x > y ? 1 : 0).toBe(expected);
      }),
    );
  });

  it.each([
    ["0.1", "0.2", "0.3"],
    ["0.001", "-0.001", "0"],
    ["99999999999999999999999999999999999998", "1", "99999999999999999999999999999999999999"],
    ["-1.5", "0.25", "-1.25"],
    [`1${"0".repeat(125)}`, "0", `1${"0".repeat(125)}`],
  ])("%s and %s make %s", (a, b, sum) => {
    expect(number.add(a, b)).toBe(sum);
  });
});

describe("sizes", () => {
  it.each<[AttributeValue, number]>([
    [{ S: "語" }, 3],
    [{ B: "AQID" }, 3],
    [{ N: "0" }, 1],
    [{ N: "1" }, 2],
    [{ N: "123456" }, 4],
    [{ N: "3.14159" }, 5],
    [{ N: `1${"0".repeat(125)}` }, 2],
    [{ N: "0.001" }, 2],
    [{ N: "-100.5" }, 5],
    [{ BOOL: true }, 1],
    [{ NULL: true }, 1],
    [{ SS: ["a", "語"] }, 4],
    [{ L: [] }, 3],
    [{ L: [{ S: "ab" }] }, 6],
    [{ M: { a: { S: "bc" } } }, 7],
  ])("%j takes %i bytes", (value, size) => {
    expect(sizeOf({ a: value })).toBe(1 + size);
  });
});

it("text sorts as its UTF-8 bytes", () => {
  const words = fc.string({ unit: "binary" });
  fc.assert(
    fc.property(words, words, (a, b) => {
      const expected = Buffer.compare(Buffer.from(a), Buffer.from(b));
      const [x, y] = [sortKey({ S: a }), sortKey({ S: b })];
      expect(x < y ? -1 : x > y ? 1 : 0).toBe(expected);
    }),
  );
});

it("an ordered list holds what was put and not removed, in order", () => {
  const step = fc.record({
    sort: fc.constantFrom("a", "b", "c", "d"),
    id: fc.constantFrom("1", "2", "3"),
    put: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const list = new Ordered<{ sort: string; id: string }>();
      const expected = new Set<string>();
      for (const { sort, id, put } of steps) {
        if (put) list.put({ sort, id });
        else list.remove(sort, id);
        expected[put ? "add" : "delete"](sort + id);
      }
      expect(list.entries.map(({ sort, id }) => sort + id)).toEqual([...expected].sort());
    }),
  );
});
