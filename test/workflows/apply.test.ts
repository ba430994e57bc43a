// `apply`, as it is deployed: every word that a function may return, every way to fail, and waiting for others.
import { describe, expect, it } from "vitest";
import { type Answers, callsOf, error, runApply } from "./stage.ts";

const regions = ["us-east-1", "eu-west-1"];
const usual: Answers = {
  openRun: () => ({ outcome: "opened", regions }),
  observeRegion: () => ({ outcome: "read" }),
  observeOrganization: () => ({ outcome: "read" }),
  planRun: () => ({ outcome: "nothing", waves: [], creations: 0 }),
  closeRun: () => ({ outcome: "settled" }),
};
const onboarding: Answers = {
  ...usual,
  planRun: () => ({ outcome: "onboard", waves: [{ wave: 1 }], creations: 2 }),
};

/** Names of the states that were entered. */
const entered = ({ events }: { events: readonly object[] }) =>
  events.flatMap((event) => {
    const { name } = (event as { stateEnteredEventDetails?: { name: string } })
      .stateEnteredEventDetails ?? { name: "" };
    return name ? [name] : [];
  });

describe("a run of apply", () => {
  it("looks at every Region and the organization, plans, and closes when there is nothing to do", async () => {
    const done = await runApply(usual);
    expect(done.result.status).toBe("SUCCEEDED");
    expect(callsOf(done, "observeRegion").map((one) => one.region)).toEqual(regions);
    expect(callsOf(done, "advanceRun").map((one) => one.stage)).toEqual(["observe", "plan"]);
    expect(callsOf(done, "startExecution")).toEqual([]);
    expect(callsOf(done, "closeRun")).toEqual([{ run: "ledger-1" }]);
  });

  it.each(["rejected", "superseded"])(
    "ends where the ledger is %s, and changes nothing",
    async (outcome) => {
      const done = await runApply({ ...usual, openRun: () => ({ outcome, regions: [] }) });
      expect(done.result.status).toBe("SUCCEEDED");
      expect(done.calls).toHaveLength(1);
    },
  );

  it("waits while another run holds the lease, and looks every half minute", async () => {
    const done = await runApply({
      ...usual,
      openRun: (_, count) =>
        count < 4 ? { outcome: "busy", regions: [] } : { outcome: "opened", regions },
    });
    expect(done.result.status).toBe("SUCCEEDED");
    expect(done.took).toBe(3 * 30_000);
  });

  it("onboards what the plan adds, in an execution that is named after the run", async () => {
    const done = await runApply(onboarding);
    expect(done.result.status).toBe("SUCCEEDED");
    const [started] = callsOf(done, "startExecution");
    expect(started).toMatchObject({
      Name: "ledger-1-onboard-1",
      Input: { run: "ledger-1", waves: [{ wave: 1 }], creations: 2 },
    });
    expect(entered(done).slice(-2)).toEqual(["Closing", "Closed"]);
  });

  it("looks again where a listing is behind an answer", async () => {
    const done = await runApply({
      ...usual,
      observeRegion: ({ attempt, region }) =>
        region === regions[0] && Number(attempt) < 3 ? { outcome: "early" } : { outcome: "read" },
    });
    expect(done.result.status).toBe("SUCCEEDED");
    expect(callsOf(done, "observeRegion").map((one) => one.attempt)).toEqual([1, 1, 2, 3]);
    expect(done.took).toBe(2 * 15_000);
  });
});

describe("what goes wrong in apply", () => {
  it("goes on where a Region, or the organization, cannot be read", async () => {
    const done = await runApply({
      ...usual,
      observeRegion: () => error("AccessDeniedException"),
      observeOrganization: () => error("Error"),
    });
    expect(done.result.status).toBe("SUCCEEDED");
    expect(callsOf(done, "planRun")).toHaveLength(1);
  });

  it.each([
    ["openRun", { ...usual, openRun: () => ({ outcome: "surprise", regions }) }],
    ["planRun", { ...usual, planRun: () => ({ outcome: "surprise" }) }],
  ] as [string, Answers][])(
    "fails by name where %s returns an unknown word",
    async (_, answers) => {
      const { result } = await runApply(answers);
      expect(result).toMatchObject({ status: "FAILED", error: "UnknownOutcome" });
      expect(JSON.stringify(result)).toContain("surprise");
    },
  );

  it.each(["openRun", "advanceRun", "planRun", "startExecution", "closeRun"] as const)(
    "closes the run as failed, with the reason, where %s fails",
    async (name) => {
      let thrown = false;
      const done = await runApply({
        ...onboarding,
        [name]: () => {
          if (thrown) return { outcome: "failed" };
          thrown = true;
          return error("RejectedError");
        },
      });
      expect(done.result).toMatchObject({ status: "FAILED", error: "RunFailed" });
      expect(callsOf(done, "closeRun").at(-1)).toMatchObject({
        request: {
          run: "ledger-1",
          key: "ledgers/x.csv",
          execution: expect.stringMatching(/^arn:/),
        },
        failure: { error: "RejectedError", cause: expect.any(String) },
      });
    },
  );

  it.each([
    ["RetryableError", 6],
    ["ConflictError", 3],
    ["Lambda.TooManyRequestsException", 6],
    ["Sandbox.Timedout", 3],
    ["Runtime.ExitError", 3],
  ])("asks again after %s, %d times", async (name, times) => {
    const recovered = await runApply({
      ...usual,
      planRun: (_, count) => (count <= times ? error(name) : { outcome: "nothing" }),
    });
    expect(recovered.result.status).toBe("SUCCEEDED");
    const given = await runApply({ ...usual, planRun: () => error(name) });
    expect(callsOf(given, "planRun")).toHaveLength(times + 1);
    expect(given.result).toMatchObject({ error: "RunFailed" });
  });
});

describe("an onboarding that was started before", () => {
  const exists = () => error("StepFunctions.ExecutionAlreadyExistsException");
  const attached = (...words: string[]): Answers => ({
    ...onboarding,
    startExecution: exists,
    describeExecution: (_, count) => ({ Status: words[count - 1] ?? "RUNNING" }),
  });

  it("is waited for", async () => {
    const done = await runApply(attached("RUNNING", "RUNNING", "SUCCEEDED"));
    expect(done.result.status).toBe("SUCCEEDED");
    expect(done.took).toBe(2 * 30_000);
    expect(callsOf(done, "describeExecution")[0]).toEqual({
      ExecutionArn:
        "arn:aws:states:us-east-1:111111111111:execution:rollcall-onboard:ledger-1-onboard-1",
    });
  });

  it.each(["FAILED", "TIMED_OUT", "ABORTED"])("fails the run when it ended as %s", async (word) => {
    const done = await runApply(attached("RUNNING", word));
    expect(done.result).toMatchObject({ status: "FAILED", error: "RunFailed" });
    expect(callsOf(done, "closeRun")).toMatchObject([
      { failure: { error: "OnboardFailed", cause: `onboard ended as ${word}` } },
    ]);
  });

  it("fails by name where AWS uses a new word", async () => {
    const { result } = await runApply(attached("PENDING_REDRIVE"));
    expect(result).toMatchObject({ status: "FAILED", error: "UnknownOutcome" });
  });
});

describe("a plan that takes something away", () => {
  const DAYS = 7 * 24 * 60 * 60_000;
  const wanting: Answers = {
    ...usual,
    planRun: ({ approved }) =>
      approved
        ? { outcome: "offboard", waves: [], creations: 0, removals: ["us-east-1"] }
        : { outcome: "approval", waves: [], creations: 0, removals: [] },
    requestApproval: () => ({ outcome: "approved" }),
    resumeRun: () => ({ outcome: "held" }),
  };

  it("is asked about with a token, looked at again when it was approved, and only then done", async () => {
    const done = await runApply(wanting);
    expect(done.result.status).toBe("SUCCEEDED");
    expect(callsOf(done, "requestApproval")).toMatchObject([
      { run: "ledger-1", token: expect.any(String), at: "2026-01-01T00:00:00.000Z" },
    ]);
    expect(callsOf(done, "planRun").map((one) => one.approved)).toEqual([false, true]);
    expect(callsOf(done, "observeRegion")).toHaveLength(2 * regions.length);
    expect(callsOf(done, "startExecution")).toMatchObject([
      { Name: "ledger-1-offboard-1", Input: { run: "ledger-1", regions: ["us-east-1"] } },
    ]);
    expect(entered(done).slice(-2)).toEqual(["Closing", "Closed"]);
  });

  it("onboards first, and takes away afterwards", async () => {
    const done = await runApply({
      ...wanting,
      planRun: ({ approved }) =>
        approved
          ? { outcome: "onboard", waves: [{ wave: 1 }], creations: 0, removals: ["us-east-1"] }
          : { outcome: "approval", waves: [{ wave: 1 }], creations: 0, removals: [] },
    });
    expect(callsOf(done, "startExecution").map((one) => one.Name)).toEqual([
      "ledger-1-onboard-1",
      "ledger-1-offboard-1",
    ]);
  });

  it("is closed undone where it was rejected", async () => {
    const done = await runApply({ ...wanting, requestApproval: () => ({ outcome: "rejected" }) });
    expect(done.result.status).toBe("SUCCEEDED");
    expect(callsOf(done, "startExecution")).toEqual([]);
    expect(callsOf(done, "closeRun")).toEqual([{ run: "ledger-1" }]);
  });

  it("is expired after seven days, without asking a second time", async () => {
    const done = await runApply({ ...wanting, requestApproval: () => "never" });
    expect(done.result.status).toBe("SUCCEEDED");
    expect(done.took).toBe(DAYS);
    expect(callsOf(done, "requestApproval")).toHaveLength(1);
    expect(callsOf(done, "closeRun")).toEqual([{ run: "ledger-1", expired: true }]);
  });

  it("waits for its turn after it was approved, and ends where a newer ledger had it", async () => {
    const turned = await runApply({
      ...wanting,
      resumeRun: (_, count) => ({ outcome: count < 3 ? "busy" : "held" }),
    });
    expect(turned.result.status).toBe("SUCCEEDED");
    expect(turned.took).toBeGreaterThanOrEqual(2 * 30_000);
    const passed = await runApply({ ...wanting, resumeRun: () => ({ outcome: "superseded" }) });
    expect(passed.result.status).toBe("SUCCEEDED");
    expect(callsOf(passed, "startExecution")).toEqual([]);
  });

  it("is displaced by a newer ledger, which goes on also where the old one cannot be told", async () => {
    const newer: Answers = {
      ...usual,
      openRun: () => ({ outcome: "displacing", displaced: "ledger-0", regions }),
    };
    const done = await runApply(newer);
    expect(callsOf(done, "decideRun")).toEqual([{ displaced: "ledger-0" }]);
    expect(callsOf(done, "closeRun")).toHaveLength(1);
    const failing = await runApply({ ...newer, decideRun: () => error("Error") });
    expect(failing.result.status).toBe("SUCCEEDED");
  });
});
