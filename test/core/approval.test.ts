// Who may say what to a plan that waits, and what a plan is asked about.
import { type Approval, isSamePerson, judge, Standing, Word } from "@rollcall/core/approval";
import { causesOf } from "@rollcall/core/plan";
import { describe, expect, it } from "vitest";

const waiting: Approval = {
  standing: "waiting",
  causes: ["absent"],
  blast: { members: 40, losing: 30, memberships: 60, gone: [] },
  twoPersons: false,
  requestedAt: "2026-11-01T00:00:00.000Z",
  expiresAt: "2026-11-08T00:00:00.000Z",
};
const asked = (
  more: Partial<Approval> = {},
  word: Word = "approve",
  at = "2026-11-02T00:00:00.000Z",
) =>
  judge(word, {
    approval: { ...waiting, ...more },
    uploader: "AWS:AROAEXAMPLE:alice",
    caller: "AROAOTHER:alice",
    now: at,
  });

describe("a decision", () => {
  it("counts once, and only while the plan waits", () => {
    for (const word of Word.options)
      for (const standing of Standing.options)
        expect(asked({ standing }, word) === "decided").toBe(standing === "waiting");
    expect(asked({ standing: "approved" })).toBe("again");
    expect(asked({ standing: "approved" }, "reject")).toBe("contradicts");
    expect(asked({ standing: "rejected" })).toBe("contradicts");
  });

  it("comes too late from the moment of expiry on, also before anything has noticed", () => {
    expect(asked({}, "approve", "2026-11-07T23:59:59.999Z")).toBe("decided");
    expect(asked({}, "approve", waiting.expiresAt)).toBe("expired");
    expect(asked({}, "reject", waiting.expiresAt)).toBe("expired");
  });

  it("does not exist for a run that never asked", () => {
    const run = { approval: undefined, uploader: "x", caller: "y", now: waiting.requestedAt };
    expect(judge("approve", run)).toBe("not-waiting");
  });

  it("is not the uploader's own where two persons are asked for, and a rejection always is", () => {
    expect(asked({ twoPersons: true })).toBe("own");
    expect(asked({ twoPersons: true }, "reject")).toBe("decided");
    const unknown = { approval: { ...waiting, twoPersons: true }, caller: "AROAOTHER:bob" };
    const now = waiting.requestedAt;
    expect(judge("approve", { ...unknown, uploader: undefined, now })).toBe("unclear");
    expect(judge("approve", { ...unknown, uploader: "AWS:AIDAEXAMPLE", now })).toBe("decided");
  });
});

describe("one person behind two identities", () => {
  it.each([
    ["AWS:AROAONE:alice@example.com", "AROAONE:alice@example.com", "same"],
    ["AWS:AROAONE:alice@example.com", "AROATWO:Alice@example.com", "same"],
    ["AWS:AROAONE:alice@example.com", "AROAONE:bob@example.com", "other"],
    ["AWS:AIDAEXAMPLE", "AIDAEXAMPLE", "same"],
    ["AWS:AIDAEXAMPLE", "AIDAOTHER", "other"],
    ["111111111111", "111111111111", "same"],
    ["A3NL1KOZZKEXAMPLE", "111111111111", "unknown"],
    ["A3NL1KOZZKEXAMPLE", "AROAONE:alice", "other"],
    ["unknown", "AROAONE:alice", "unknown"],
    ["", "AIDAEXAMPLE", "unknown"],
  ])("%s and %s: %s", (uploader, caller, sameness) => {
    expect(isSamePerson(uploader, caller)).toBe(sameness);
  });
});

describe("what a plan waits for", () => {
  const removal = {
    row: 1,
    accountId: "000000000001",
    region: "us-east-1",
    state: "Enabled",
    command: "DisassociateMember",
    way: "invitation",
  } as const;
  const blast = { members: 40, losing: 1, memberships: 1, gone: [] as string[] };

  it("is nothing where it takes nothing away", () => {
    expect(causesOf({ removals: [], blast: { ...blast, losing: 0 } }, 0)).toEqual([]);
  });

  it("is every way in which it does", () => {
    const removals = [
      { ...removal, because: "absent" as const },
      { ...removal, because: "narrower" as const },
    ];
    expect(causesOf({ removals, blast }, 0.1)).toEqual(["absent", "narrower"]);
    expect(causesOf({ removals, blast: { ...blast, losing: 4 } }, 0.1)).not.toContain("share");
    expect(causesOf({ removals, blast: { ...blast, losing: 5 } }, 0.1)).toContain("share");
    expect(causesOf({ removals, blast: { ...blast, gone: ["us-east-1"] } }, 1)).toContain("region");
  });
});
