// Timeouts, heartbeats, waits, stop, and the end of a full history.
import { VirtualClock } from "@rollcall/asl";
import { describe, expect, it } from "vitest";
import { inner, machine, run, settled, silence, start, task } from "./lab.ts";

describe("TimeoutSeconds of the machine", () => {
  it("ends the execution, with no error in the result and nothing before it", async () => {
    const { result, events, took } = await run(machine({ Wait: task() }, { TimeoutSeconds: 90 }), {
      task: silence,
    });
    expect(result).toEqual({ status: "TIMED_OUT" });
    expect(took).toBe(90_000);
    expect(events.at(-1)).toMatchObject({
      type: "ExecutionTimedOut",
      previousEventId: 0,
      executionTimedOutEventDetails: { error: "States.Timeout" },
    });
    expect(events.at(-2)!.type).toBe("TaskStarted");
  });

  it("is not caught", async () => {
    const definition = machine(
      {
        Try: task({
          Catch: [{ ErrorEquals: ["States.ALL"], Next: "Caught" }],
          Retry: [{ ErrorEquals: ["States.Timeout"] }],
        }),
        Caught: { Type: "Succeed" },
      },
      { TimeoutSeconds: 5 },
    );
    expect((await run(definition, { task: silence })).result).toEqual({ status: "TIMED_OUT" });
  });
});

describe("stop", () => {
  it.each([
    [{}, { status: "ABORTED" }],
    [
      { error: "Enough", cause: "asked for" },
      { status: "ABORTED", error: "Enough", cause: "asked for" },
    ],
  ])("with %j gives %j, and writes no event for the state", async (fields, expected) => {
    let aborted = 0;
    const { result, events } = await run(machine({ Wait: task() }), {
      task(call) {
        call.signal.addEventListener("abort", () => aborted++);
        return silence();
      },
      during: (execution) => void settled().then(() => execution.stop(fields)),
    });
    expect(result).toEqual(expected);
    expect(aborted).toBe(1);
    expect(events.at(-1)).toMatchObject({ type: "ExecutionAborted", previousEventId: 0 });
    expect(events.at(-2)!.type).toBe("TaskStarted");
  });

  it("changes nothing after the end, and answers that come later do neither", async () => {
    let answer: (value: string) => void = () => {};
    const { result, events } = await run(
      machine({ Both: { Type: "Parallel", Branches: [inner({ A: task() })], End: true } }),
      {
        task: () => new Promise((resolve) => (answer = resolve)),
        during: (execution) => void settled().then(() => execution.stop()),
      },
    );
    const count = events.length;
    answer("too late");
    await settled();
    expect(result).toEqual({ status: "ABORTED" });
    expect(events).toHaveLength(count);
  });
});

describe("a Task", () => {
  it("lives as long as its heartbeats come", async () => {
    const { result, took } = await run(machine({ Beat: task({ HeartbeatSeconds: 10 }) }), {
      async task(call) {
        const { clock } = at;
        for (let i = 0; i < 5; i++) {
          await clock.sleep(8_000);
          call.heartbeat();
        }
        return "alive";
      },
      during: (_, clock) => {
        at.clock = clock;
      },
    });
    expect(result).toEqual({ status: "SUCCEEDED", output: "alive" });
    expect(took).toBe(40_000);
  });

  it("gets TimeoutSeconds for each attempt", async () => {
    const { took, types } = await run(
      machine({
        Try: task({
          TimeoutSeconds: 10,
          Retry: [{ ErrorEquals: ["States.Timeout"], MaxAttempts: 2, BackoffRate: 1 }],
        }),
      }),
      { task: silence },
    );
    expect(took).toBe(3 * 10_000 + 2 * 1_000);
    expect(types.filter((type) => type === "TaskTimedOut")).toHaveLength(3);
  });
});

const at = { clock: new VirtualClock(start) };

describe("a Wait", () => {
  it.each([
    [{ Seconds: 86_400 }, 86_400_000],
    [{ Seconds: "{% 2 * 30 %}" }, 60_000],
    [{ Timestamp: "2026-01-01T01:00:00Z" }, 3_600_000],
    [{ Timestamp: "2026-01-01T01:00:00.123456789+01:00" }, 123],
    [{ Timestamp: "2016-01-01T00:00:00Z" }, 0],
  ])("of %j takes %i ms", async (fields, took) => {
    const outcome = await run(machine({ Rest: { Type: "Wait", ...fields, End: true } }));
    expect(outcome.result.status).toBe("SUCCEEDED");
    expect(outcome.took).toBe(took);
  });

  it.each(["2026-02-31T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01", "2026-01-01T00:00:00"])(
    "does not take %s for a moment",
    async (Timestamp) => {
      const { result, events } = await run(
        machine({ Rest: { Type: "Wait", Timestamp, End: true } }),
      );
      expect(result).toMatchObject({ error: "States.QueryEvaluationError" });
      expect(events[2]).toMatchObject({ type: "EvaluationFailed", previousEventId: 2 });
    },
  );

  it("begins at once for all whose tasks were answered at the same moment", async () => {
    const rest = { Type: "Wait", Seconds: 10, End: true };
    const { took, events } = await run(
      machine({
        Each: {
          Type: "Map",
          Items: [1, 2, 3, 4, 5, 6],
          ItemProcessor: inner({ Do: task({ Next: "Rest" }), Rest: rest }),
          End: true,
        },
      }),
      {
        task: () => at.clock.sleep(5_000).then(() => "done"),
        during: (_, clock) => {
          at.clock = clock;
        },
      },
    );
    expect(took).toBe(15_000);
    const answered = events.filter(({ type }) => type === "TaskSucceeded");
    expect(new Set(answered.map(({ timestamp }) => timestamp))).toEqual(
      new Set([start / 1000 + 5]),
    );
  });

  it("tells $now of its end", async () => {
    const { result } = await run(
      machine({
        Rest: { Type: "Wait", Seconds: 60, Output: "{% [$now(), $millis()] %}", End: true },
      }),
    );
    expect(result).toMatchObject({ output: ["2026-01-01T00:01:00.000Z", start + 60_000] });
  });
});

describe("the 25,000th event", () => {
  const loop = machine({
    A: { Type: "Pass", Next: "B" },
    B: { Type: "Choice", Choices: [{ Condition: false, Next: "C" }], Default: "A" },
    C: { Type: "Succeed" },
  });

  it("is the end of an endless loop", async () => {
    const { result, events } = await run(loop);
    const cause = "The execution reached the maximum number of history events (25000).";
    expect(result).toEqual({ status: "FAILED", error: "States.Runtime", cause });
    expect(events).toHaveLength(25_000);
    expect(events.at(-1)).toMatchObject({
      id: 25_000,
      previousEventId: 24_999,
      type: "ExecutionFailed",
      executionFailedEventDetails: { error: "States.Runtime", cause },
    });
  });

  it("ends branches that fill the history together, whatever they catch", async () => {
    const { States } = loop;
    const branch = { StartAt: "A", States: States! };
    const { result, events } = await run(
      machine({
        Both: {
          Type: "Parallel",
          Branches: [branch, branch],
          Catch: [{ ErrorEquals: ["States.ALL"], Next: "Caught" }],
          End: true,
        },
        Caught: { Type: "Succeed" },
      }),
    );
    expect(result).toMatchObject({ status: "FAILED", error: "States.Runtime" });
    expect(events).toHaveLength(25_000);
    expect(events.at(-1)).toMatchObject({ type: "ExecutionFailed", previousEventId: 24_999 });
  });
});
