// `onboard`, as it is deployed: waves of invitations and joiners, and accounts that are created beside them.
import type { JsonObject } from "@rollcall/asl";
import { describe, expect, it } from "vitest";
import { type Answers, callsOf, error, runOnboard } from "./stage.ts";

const regions = ["us-east-1", "eu-west-1"];
const wave = (number: number, accounts = 1): JsonObject => ({
  run: "ledger-1",
  wave: number,
  regions,
  accounts,
  raised: 0,
  guarded: [],
});
const joiner = (accountId: string): JsonObject => ({
  run: "ledger-1",
  wave: 1,
  accountId,
  regions,
  attempt: 1,
});
const settled = () => ({ outcome: "settled" });
const usual: Answers = {
  inviteRegion: settled,
  joinAccount: settled,
  observeRegion: settled,
  planRun: () => ({ outcome: "nothing", waves: [] }),
};

describe("a wave", () => {
  it("invites in every Region, joins every account, and verifies every Region", async () => {
    const done = await runOnboard({ waves: [wave(1)], creations: 0 }, usual, [
      joiner("1"),
      joiner("2"),
    ]);
    expect(done.result.status).toBe("SUCCEEDED");
    expect(callsOf(done, "inviteRegion")).toEqual(
      regions.map((region) => ({ run: "ledger-1", wave: 1, region, attempt: 1 })),
    );
    expect(callsOf(done, "joinAccount").map((one) => one.accountId)).toEqual(["1", "2"]);
    expect(callsOf(done, "advanceRun").map((one) => one.stage)).toEqual([
      "invite",
      "join",
      "verify",
    ]);
  });

  it("enters nobody where all are members of the organization", async () => {
    const done = await runOnboard({ waves: [wave(1, 0)], creations: 0 }, usual);
    expect(callsOf(done, "joinAccount")).toEqual([]);
    expect(callsOf(done, "observeRegion")).toHaveLength(2);
  });

  it("raises baselines last: the hub's side in its Regions, then account by account", async () => {
    const raising = { ...wave(1, 0), raised: 1, guarded: ["eu-west-1"] };
    const done = await runOnboard(
      { waves: [raising], creations: 0 },
      {
        ...usual,
        enlistRegion: (_, call) => ({ outcome: call < 2 ? "pending" : "settled" }),
        raiseBaseline: (_, call) => (call < 3 ? { outcome: "pending" } : error("Boom")),
      },
      [{ run: "ledger-1", accountId: "1", baseline: [], attempt: 1 }],
    );
    expect(done.result.status).toBe("SUCCEEDED");
    const stages = callsOf(done, "advanceRun").map((one) => one.stage);
    expect(stages).toEqual(["invite", "verify", "baseline"]);
    const enlisted = callsOf(done, "enlistRegion").map((one) => [one.region, one.attempt]);
    expect(enlisted).toEqual([
      ["eu-west-1", 1],
      ["eu-west-1", 2],
    ]);
    expect(callsOf(done, "raiseBaseline").map((one) => one.attempt)).toEqual([1, 2, 3]);
  });

  it("raises baselines of those that joined before, and invites nobody", async () => {
    const done = await runOnboard(
      { waves: [{ ...wave(1, 0), regions: [], raised: 1 }], creations: 0 },
      { ...usual, raiseBaseline: settled },
      [{ run: "ledger-1", accountId: "1", baseline: [], attempt: 1 }],
    );
    expect(done.result.status).toBe("SUCCEEDED");
    expect(callsOf(done, "advanceRun").map((one) => one.stage)).toEqual(["baseline"]);
    expect(callsOf(done, "raiseBaseline")).toHaveLength(1);
    expect(callsOf(done, "enlistRegion")).toEqual([]);
  });

  it("comes after the one before it", async () => {
    const done = await runOnboard({ waves: [wave(1), wave(2)], creations: 0 }, usual, [
      joiner("1"),
    ]);
    const stages = callsOf(done, "advanceRun").map((one) => `${one.wave} ${one.stage}`);
    expect(stages).toEqual(["1 invite", "1 join", "1 verify", "2 invite", "2 join", "2 verify"]);
  });

  it("tries again what is pending, and counts the attempts", async () => {
    const thirdTime = ({ attempt }: JsonObject) =>
      Number(attempt) < 3 ? { outcome: "pending" } : { outcome: "settled" };
    const done = await runOnboard(
      { waves: [wave(1)], creations: 0 },
      { inviteRegion: thirdTime, joinAccount: thirdTime, observeRegion: thirdTime },
      [joiner("1")],
    );
    expect(done.result.status).toBe("SUCCEEDED");
    for (const name of ["inviteRegion", "observeRegion"])
      expect(callsOf(done, name)).toHaveLength(6);
    expect(callsOf(done, "joinAccount").map((one) => one.attempt)).toEqual([1, 2, 3]);
    // Invite twice 10 s, the invitation's way 6 s, join 5 and 10 s, verify 3 and 6 s.
    expect(done.took).toBe(1_000 * (20 + 6 + 15 + 9));
  });

  it.each([
    ["fails", () => ({ outcome: "failed" })],
    ["breaks", () => error("TypeError")],
    ["says a word that nobody knows", () => ({ outcome: "surprise" })],
  ] as const)("goes on with the others where one %s", async (_, answer) => {
    const done = await runOnboard(
      { waves: [wave(1)], creations: 0 },
      {
        ...usual,
        inviteRegion: ({ region }) => (region === regions[0] ? answer() : settled()),
        joinAccount: ({ accountId }) => (accountId === "1" ? answer() : settled()),
      },
      [joiner("1"), joiner("2")],
    );
    expect(done.result.status).toBe("SUCCEEDED");
    const [, ...joiners] = done.children.map(({ result }) => result);
    expect(joiners).toMatchObject([
      { status: "SUCCEEDED", output: { outcome: "failed" } },
      { status: "SUCCEEDED", output: { outcome: "settled" } },
    ]);
    expect(callsOf(done, "observeRegion")).toHaveLength(2);
  });

  it("has a history of its own, which fits 25,000 events at its slowest", async () => {
    const all = Array.from({ length: 34 }, (_, at) => `region-${at}`);
    const slow = ({ attempt }: JsonObject) =>
      Number(attempt) < 15 ? { outcome: "pending" } : { outcome: "settled" };
    const done = await runOnboard(
      { waves: [1, 2, 3].map((number) => ({ ...wave(number), regions: all })), creations: 0 },
      { ...usual, inviteRegion: slow, observeRegion: slow },
      [joiner("1")],
    );
    expect(done.result.status).toBe("SUCCEEDED");
    expect(done.events.length).toBeLessThan(100);
    const most = Math.max(...done.children.map(({ events }) => events.length));
    expect(most).toBeGreaterThan(5_000);
    expect(most).toBeLessThan(12_500);
  });
});

describe("accounts to create", () => {
  const request = (email: string): JsonObject => ({
    run: "ledger-1",
    accountName: email,
    email,
    attempt: 1,
  });
  const creating: Answers = {
    ...usual,
    requestAccount: () => ({ outcome: "requested" }),
    checkAccount: () => ({ outcome: "created" }),
    prepareAccount: () => ({ outcome: "ready" }),
  };
  const create = (answers: Answers, ...emails: string[]) =>
    runOnboard({ waves: [], creations: emails.length }, answers, emails.map(request));

  it("are asked for, looked after, prepared, and join in waves of their own", async () => {
    const done = await create(
      { ...creating, planRun: () => ({ outcome: "onboard", waves: [wave(7, 0)] }) },
      "a@example.com",
    );
    expect(done.result.status).toBe("SUCCEEDED");
    expect(callsOf(done, "planRun")).toEqual([{ run: "ledger-1", created: true }]);
    expect(callsOf(done, "inviteRegion").map((one) => one.wave)).toEqual([7, 7]);
  });

  it("wait for their turn, for AWS and for their role, each with attempts of its own", async () => {
    const afterTwo = (word: string) => (_: JsonObject, count: number) =>
      count < 3 ? { outcome: "pending" } : { outcome: word };
    const done = await create(
      {
        ...creating,
        requestAccount: afterTwo("requested"),
        checkAccount: afterTwo("created"),
        prepareAccount: afterTwo("ready"),
      },
      "a@example.com",
    );
    expect(done.children[0]?.result).toMatchObject({ output: { outcome: "ready" } });
    for (const name of ["requestAccount", "checkAccount", "prepareAccount"])
      expect(callsOf(done, name).map((one) => one.attempt)).toEqual([1, 2, 3]);
    expect(done.took).toBe(1_000 * (2 * 30 + 3 * 15 + 2 * 15));
  });

  it.each([
    ["requestAccount", "failed"],
    ["requestAccount", "surprise"],
    ["checkAccount", "failed"],
    ["checkAccount", "surprise"],
    ["prepareAccount", "failed"],
    ["prepareAccount", "surprise"],
  ])("end by themselves where %s says %s", async (name, word) => {
    const done = await create(
      {
        ...creating,
        [name]: ({ email }: JsonObject) =>
          email === "a@example.com"
            ? { outcome: word }
            : creating[name as keyof Answers]!({ email: "" }, 1)!,
      },
      "a@example.com",
      "b@example.com",
    );
    expect(done.result.status).toBe("SUCCEEDED");
    expect(done.children.map(({ result }) => result)).toMatchObject([
      { status: "SUCCEEDED", output: { outcome: "failed" } },
      { status: "SUCCEEDED", output: { outcome: "ready" } },
    ]);
  });

  it("fail by name where the plan says a word that nobody knows", async () => {
    const done = await create({ ...creating, planRun: () => ({ outcome: "surprise" }) }, "a@x.io");
    expect(done.result).toMatchObject({ status: "FAILED", error: "UnknownOutcome" });
  });
});
