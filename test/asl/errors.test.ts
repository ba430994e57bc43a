// Retry and Catch: what matches, how often, and after which time.
import { describe, expect, it } from "vitest";
import { fault, machine, run, silence, start, task } from "./lab.ts";

const caughtBy = (names: string[], more = {}) =>
  machine({
    Try: task({ Next: "Fine", Catch: [{ ErrorEquals: names, Next: "Caught" }], ...more }),
    Fine: { Type: "Succeed" },
    Caught: { Type: "Pass", Output: { caught: "{% $states.input %}" }, End: true },
  });

const caught = (error: object) => ({ status: "SUCCEEDED", output: { caught: error } });

describe("Catch", () => {
  it.each(["States.ALL", "States.Runtime", "States.TaskFailed"])(
    "does not catch States.Runtime as %s",
    async (name) => {
      const { result } = await run(caughtBy([name]), { task: () => fault("States.Runtime", "x") });
      expect(result).toEqual({ status: "FAILED", error: "States.Runtime", cause: "x" });
    },
  );

  it.each(["Exact", "States.ALL", "States.TaskFailed"])("catches Exact as %s", async (name) => {
    const { result } = await run(caughtBy([name]), { task: () => fault("Exact", "x") });
    expect(result).toEqual(caught({ Error: "Exact", Cause: "x" }));
  });

  it.each(["Exac", "exact", "Exact.More", "State.ALL"])(
    "does not catch Exact as %s",
    async (name) => {
      const { result } = await run(caughtBy([name]), { task: () => fault("Exact", "x") });
      expect(result.status).toBe("FAILED");
    },
  );

  it("knows an error without name and cause by States.ALL", async () => {
    const { result, events } = await run(caughtBy(["States.ALL"]), { task: () => fault() });
    expect(result).toEqual(caught({ Error: null, Cause: null }));
    const failed = events.find(({ type }) => type === "TaskFailed");
    expect(failed?.taskFailedEventDetails).toEqual({ resource: "invoke", resourceType: "lambda" });
  });

  it("does not take a timeout for States.TaskFailed, but for States.Timeout", async () => {
    const silent = { task: silence };
    const taskFailed = await run(caughtBy(["States.TaskFailed"], { TimeoutSeconds: 5 }), silent);
    expect(taskFailed.result).toEqual({ status: "FAILED", error: "States.Timeout" });
    const timeout = await run(caughtBy(["States.Timeout"], { TimeoutSeconds: 5 }), silent);
    expect(timeout.result).toEqual(caught({ Error: "States.Timeout", Cause: "" }));
    expect(timeout.took).toBe(5_000);
  });

  it("knows a missed heartbeat by its own name, and a timeout not", async () => {
    const times = { TimeoutSeconds: 60, HeartbeatSeconds: 10 };
    const missed = await run(caughtBy(["States.HeartbeatTimeout"], times), { task: silence });
    expect(missed.result).toEqual(caught({ Error: "States.Timeout", Cause: "" }));
    expect(missed.took).toBe(10_000);
    const timeout = await run(caughtBy(["States.HeartbeatTimeout"], { TimeoutSeconds: 5 }), {
      task: silence,
    });
    expect(timeout.result).toEqual({ status: "FAILED", error: "States.Timeout" });
  });

  it("takes failed evaluations, and writes EvaluationFailed for each", async () => {
    const definition = caughtBy(["States.QueryEvaluationError"], { Arguments: "{% $nothing %}" });
    const { result, events, calls } = await run(definition);
    expect(result).toMatchObject({ output: { caught: { Error: "States.QueryEvaluationError" } } });
    expect(calls).toHaveLength(0);
    expect(events[2]).toMatchObject({
      type: "EvaluationFailed",
      previousEventId: 0,
      evaluationFailedEventDetails: { location: "Arguments", state: "Try" },
    });
  });

  it("names the catcher when its own Output fails", async () => {
    const definition = caughtBy([]);
    const states = definition.States as Record<string, Record<string, unknown>>;
    states.Try!.Catch = [{ ErrorEquals: ["A"], Next: "Caught", Output: { v: "{% $none %}" } }];
    const { events } = await run(definition, { task: () => fault("A") });
    expect(events.at(-2)?.evaluationFailedEventDetails).toMatchObject({
      location: "Catch[0]/Output/v",
    });
  });
});

describe("Retry", () => {
  const waits = async (retriers: object[], errors: string[], random?: () => number) => {
    const definition = machine({ Try: task({ Retry: retriers as never }) });
    const left = [...errors];
    const { result, events, calls } = await run(definition, {
      task: () => (left.length > 0 ? fault(left.shift()) : "done"),
      ...(random && { random }),
    });
    const at = events.filter(({ type }) => type === "TaskScheduled").map((e) => e.timestamp);
    return {
      result,
      attempts: calls.map(({ attempt }) => attempt),
      seconds: at.map((time) => Math.round((time - start / 1000) * 1000) / 1000),
    };
  };

  it("waits 1, 2 and 4 seconds, and gives up after three, when nothing is said", async () => {
    const { result, seconds } = await waits([{ ErrorEquals: ["E"] }], ["E", "E", "E", "E"]);
    expect(seconds).toEqual([0, 1, 3, 7]);
    expect(result.status).toBe("FAILED");
  });

  it("caps what BackoffRate makes of IntervalSeconds by MaxDelaySeconds", async () => {
    const retrier = { IntervalSeconds: 2, BackoffRate: 3, MaxDelaySeconds: 10, MaxAttempts: 4 };
    const { seconds, attempts } = await waits(
      [{ ErrorEquals: ["E"], ...retrier }],
      ["E", "E", "E", "E"],
    );
    expect(seconds).toEqual([0, 2, 8, 18, 28]);
    expect(attempts).toEqual([0, 1, 2, 3, 4]);
  });

  it("takes a random part of the capped delay with full jitter", async () => {
    const retrier = { IntervalSeconds: 100, MaxDelaySeconds: 10, MaxAttempts: 50, BackoffRate: 1 };
    const full = [{ ErrorEquals: ["E"], ...retrier, JitterStrategy: "FULL" }];
    const errors = Array.from({ length: 50 }, () => "E");
    const { seconds } = await waits(full, errors);
    const delays = seconds.slice(1).map((time, i) => time - seconds[i]!);
    expect(Math.max(...delays)).toBeLessThanOrEqual(10);
    expect(Math.max(...delays)).toBeGreaterThan(8);
    expect(Math.min(...delays)).toBeLessThan(2);
    expect((await waits(full, errors)).seconds).toEqual(seconds);
    expect((await waits(full, errors, () => 0.1)).seconds).not.toEqual(seconds);
  });

  it("counts for each retrier, and never falls back to a later one", async () => {
    const retriers = [
      { ErrorEquals: ["A"], MaxAttempts: 1, IntervalSeconds: 1 },
      { ErrorEquals: ["B"], MaxAttempts: 1, IntervalSeconds: 5 },
      { ErrorEquals: ["States.ALL"], MaxAttempts: 9, IntervalSeconds: 7 },
    ];
    const both = await waits(retriers, ["A", "B"]);
    expect(both.seconds).toEqual([0, 1, 6]);
    expect(both.result.status).toBe("SUCCEEDED");
    const twice = await waits(retriers, ["A", "A"]);
    expect(twice.result).toEqual({ status: "FAILED", error: "A" });
  });

  it("does not try again with MaxAttempts 0", async () => {
    const { seconds } = await waits([{ ErrorEquals: ["E"], MaxAttempts: 0 }], ["E"]);
    expect(seconds).toEqual([0]);
  });

  it("tells the attempt in the context and writes no second Entered event", async () => {
    const definition = machine({
      Try: task({
        Arguments: "{% $states.context.State.RetryCount %}",
        Retry: [{ ErrorEquals: ["E"] }],
      }),
    });
    const seen: unknown[] = [];
    const { types } = await run(definition, {
      task: ({ arguments: given }) => (seen.push(given) < 3 ? fault("E") : "done"),
    });
    expect(seen).toEqual([0, 1, 2]);
    expect(types.filter((type) => type === "TaskStateEntered")).toHaveLength(1);
  });
});
