// What a listing says is believed at once only where it can know better than a fresh answer.
import type { Membership, Observation } from "@rollcall/core/membership";
import { isTooEarly, LISTING_LAG } from "@rollcall/core/membership/lag";
import { describe, expect, it } from "vitest";

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1_000).toISOString();
const key = { accountId: "111111111111", region: "us-east-1" };

const joined: Membership = {
  ...key,
  state: "Enabled",
  source: "member",
  since: at(0),
  version: 2,
  observedAt: at(0),
};
const listed = (seconds: number, more: Partial<Observation> = {}): Observation => ({
  ...key,
  state: "Invited",
  source: "listing",
  observedAt: at(seconds),
  ...more,
});

describe("a listing that contradicts an answer", () => {
  it.each([
    ["is too early while it may lag", listed(5), true],
    ["is believed once it can lag no longer", listed(LISTING_LAG / 1_000), false],
    [
      "is believed when the member was changed after the answer",
      listed(5, { state: "Resigned", updatedAt: at(3) }),
      false,
    ],
    [
      "is too early when the member was last changed before it",
      listed(5, { updatedAt: at(-3) }),
      true,
    ],
    ["is believed when it does not contradict", listed(5, { state: "Enabled" }), false],
  ])("%s", (_, seen, tooEarly) => {
    expect(isTooEarly(joined, seen)).toBe(tooEarly);
  });

  it("is believed at once where only a listing was known before", () => {
    expect(isTooEarly({ ...joined, source: "listing" }, listed(5))).toBe(false);
    expect(isTooEarly(undefined, listed(5))).toBe(false);
  });

  // GetMembers, asked when CloudTrail told of a removal, is ahead of the roll call that this starts.
  it.each([
    ["is too early when it shows an older change than another look did", at(-3), 5, true],
    ["is believed when it shows a newer one", at(3), 5, false],
    [
      "is believed when it still shows the older one once it can lag no longer",
      at(-3),
      LISTING_LAG / 1_000,
      false,
    ],
  ])("%s", (_, updatedAt, seconds, tooEarly) => {
    const removed: Membership = { ...joined, state: "Removed", source: "listing" };
    const seen = listed(seconds, { state: "Enabled", updatedAt });
    expect(isTooEarly(removed, seen)).toBe(tooEarly);
  });
});
