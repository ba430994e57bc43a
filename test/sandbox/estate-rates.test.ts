// The token buckets, on a clock of the test's own.
import { describe, expect, it } from "vitest";
import { rates } from "../../packages/sandbox/src/estate/rates.ts";
import type { GatedCall } from "../../packages/sandbox/src/wire/gate.ts";

/** How many of `calls` calls pass that are made every `every` milliseconds. */
function passing(
  [service, operation]: [string, string],
  { calls, every, hook, ...more }: Setting & { calls: number; every: number },
): number {
  let passed = 0;
  for (let at = 0; at < calls; at++) {
    try {
      void hook.ask(service, operation, more);
      passed++;
    } catch {
      // throttled
    }
    hook.now += every;
  }
  return passed;
}

interface Setting {
  hook: ReturnType<typeof hookAt>;
  account?: string;
  region?: string;
  wire?: boolean;
}

function hookAt() {
  const state = { now: 1_000_000 };
  const gate = rates({
    clock: { now: () => state.now },
    faults: { value: () => 1, holds: () => true },
  });
  return {
    get now() {
      return state.now;
    },
    set now(value: number) {
      state.now = value;
    },
    ask: (service: string, operation: string, more: Partial<GatedCall>) =>
      gate({
        service,
        operation,
        account: "111111111111",
        region: "us-east-1",
        wire: true,
        ...more,
      } as GatedCall),
  };
}

describe("a bucket", () => {
  it.each([
    // [service, operation], calls at once that pass, calls that pass in the 10 seconds after
    [["securityhub", "ListMembers"], 30, 100],
    [["securityhub", "BatchEnableStandards"], 1, 10],
    [["securityhub", "GetFindings"], 6, 30],
    [["organizations", "CreateAccount"], 3, 1],
    [["organizations", "DescribeCreateAccountStatus"], 2, 20],
    [["organizations", "ListAccounts"], 12, 80],
    [["account", "ListRegions"], 5, 50],
    [["account", "EnableRegion"], 1, 10],
    [["sts", "AssumeRole"], 600, 6_000],
  ] as [[string, string], number, number][])(
    "of %j holds %i and refills %i in 10 s",
    (call, burst, refilled) => {
      const hook = hookAt();
      expect(passing(call, { hook, calls: burst + 100, every: 0 })).toBe(burst);
      // Asked every millisecond, one call more or less for rounding.
      const later = passing(call, { hook, calls: 10_001, every: 1 });
      expect(Math.abs(later - refilled)).toBeLessThanOrEqual(1);
    },
  );

  it("is shared by all operations without a rate of their own", () => {
    const hook = hookAt();
    expect(passing(["securityhub", "ListMembers"], { hook, calls: 20, every: 0 })).toBe(20);
    expect(passing(["securityhub", "GetMembers"], { hook, calls: 20, every: 0 })).toBe(10);
    expect(passing(["securityhub", "GetFindings"], { hook, calls: 20, every: 0 })).toBe(6);
  });

  it("belongs to one account and Region, or to the account where AWS has one endpoint", () => {
    const hook = hookAt();
    const list: [string, string] = ["securityhub", "ListMembers"];
    const regions: [string, string] = ["account", "ListRegions"];
    for (const region of ["us-east-1", "eu-west-1"])
      expect(passing(list, { hook, calls: 40, every: 0, region })).toBe(30);
    expect(passing(list, { hook, calls: 40, every: 0, account: "222222222222" })).toBe(30);
    expect(passing(regions, { hook, calls: 4, every: 0, region: "us-east-1" })).toBe(4);
    expect(passing(regions, { hook, calls: 4, every: 0, region: "eu-west-1" })).toBe(1);
  });

  it("does not count what services of the sandbox ask each other", () => {
    const hook = hookAt();
    const call: [string, string] = ["securityhub", "ListMembers"];
    expect(passing(call, { hook, calls: 100, every: 0, wire: false })).toBe(100);
  });
});
