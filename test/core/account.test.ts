import { AccountName, FailureReason, isRootEmail, isWorthAsking } from "@rollcall/core/account";
import { parse } from "@rollcall/core/error";
import { count } from "@rollcall/core/locale";
import { all, defaults, isKnown, Region } from "@rollcall/core/region";
import { expect, it } from "vitest";
import * as z from "zod";

it("knows 34 Regions, of which 17 are on in every account", () => {
  expect([all.length, new Set(all.map(({ region }) => region)).size, defaults.length]).toEqual([
    34, 34, 17,
  ]);
  expect(all.filter(({ optIn }) => !optIn).map(({ region }) => region)).toEqual(defaults);
  for (const { region } of all) expect(Region.safeParse(region).success).toBe(true);
});

it("takes a Region that is newer than its list, and no word that is none (D65)", () => {
  expect(isKnown("eu-west-9")).toBe(false);
  expect(Region.safeParse("eu-west-9").success).toBe(true);
  expect(Region.safeParse("Tokyo").success).toBe(false);
});

it.each<[string, boolean]>([
  ["a@b.co", true],
  ["web+prod@example.co.jp", true],
  ["a@b.c", false],
  [".a@example.com", false],
  ["a b@example.com", false],
  ["a@b@example.com", false],
  ["a@example..com", false],
  ["a@-example.com", false],
  [`${"a".repeat(52)}@example.com`, true],
  [`${"a".repeat(53)}@example.com`, false],
  ...[..."\"'()<>[]:;,\\|%&"].map((sign): [string, boolean] => [`a${sign}b@example.com`, false]),
])("says whether AWS takes %s for an account: %s", (address, expected) => {
  expect(isRootEmail(address)).toBe(expected);
});

it("takes 1 to 50 printable ASCII characters for a name", () => {
  const taken = (name: string) => AccountName.safeParse(name).success;
  expect([
    taken("x"),
    taken("x".repeat(50)),
    taken(""),
    taken("x".repeat(51)),
    taken("本番"),
  ]).toEqual([true, true, false, false, false]);
});

it("asks again without a person only after AWS's own failure", () => {
  expect(FailureReason.options.filter(isWorthAsking)).toEqual(["INTERNAL_FAILURE"]);
});

it("rejects by name, with a sentence for each field", () => {
  const odd = () => parse(z.object({ a: z.string(), b: z.number() }), { a: 1, b: "x" });
  expect(odd).toThrow(expect.objectContaining({ name: "RejectedError" }));
  expect(odd).toThrow(/at a[\s\S]*at b/);
});

it("writes thousands apart", () => {
  expect([0, 999, 1_000, 1_234_567].map(count)).toEqual(["0", "999", "1,000", "1,234,567"]);
});
