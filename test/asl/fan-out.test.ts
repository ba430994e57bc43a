// Parallel and inline Map: order, concurrency, and what one failure does to the others.
import type { Json, TaskCall } from "@rollcall/asl";
import { describe, expect, it } from "vitest";
import { fault, inner, machine, outputOf, run, settled, silence, task } from "./lab.ts";

const each = (more: object = {}) =>
  machine({
    Each: {
      Type: "Map",
      ItemProcessor: inner({ Do: task({ Arguments: "{% $states.input %}" }) }),
      End: true,
      ...more,
    },
  });

/** Tasks that answer when the test says so. */
function heldTasks() {
  const held: { call: TaskCall; answer: (value: Json) => void }[] = [];
  const task = (call: TaskCall) =>
    new Promise<Json>((resolve) => held.push({ call, answer: resolve }));
  return { held, task };
}

describe("an inline Map", () => {
  it("keeps the order of the items whatever the order of the answers", async () => {
    const { held, task } = heldTasks();
    const running = run(each(), { input: [1, 2, 3], task });
    await settled();
    for (const { call, answer } of held.toReversed()) answer(Number(call.arguments) * 10);
    const { result, events } = await running;
    expect(result).toEqual({ status: "SUCCEEDED", output: [10, 20, 30] });
    const ended = events.filter(({ type }) => type === "MapIterationSucceeded");
    expect(
      ended.map((e) => (e.mapIterationSucceededEventDetails as { index: number }).index),
    ).toEqual([2, 1, 0]);
    const exited = events.at(-2)!;
    expect([exited.type, exited.previousEventId]).toEqual(["MapStateExited", ended.at(-1)!.id]);
  });

  it.each([
    [1, 1],
    [2, 2],
    [0, 40],
  ])("with MaxConcurrency %i runs %i at once", async (MaxConcurrency, most) => {
    const { held, task } = heldTasks();
    const input = Array.from({ length: 50 }, (_, i) => i);
    const running = run(each({ MaxConcurrency }), { input, task });
    await settled();
    expect(held).toHaveLength(most);
    held[0]!.answer("first");
    await settled();
    expect(held).toHaveLength(most + 1);
    for (let i = 1; i < 50; i++) {
      await settled();
      held[i]!.answer(i);
    }
    expect((await running).result.status).toBe("SUCCEEDED");
  });

  it("starts the iteration that gets room after the last event of the one that ended", async () => {
    const { events } = await run(each({ MaxConcurrency: 1 }), { input: [1, 2] });
    const [first, second] = events.filter(({ type }) => type === "MapIterationStarted");
    const [ended] = events.filter(({ type }) => type === "MapIterationSucceeded");
    expect(first!.previousEventId).toBe(3);
    expect(second!.previousEventId).toBe(ended!.previousEventId);
  });

  it("shows Map.Item to ItemSelector and to the states of the iteration", async () => {
    const item = "$states.context.Map.Item";
    const definition = machine({
      Each: {
        Type: "Map",
        Items: ["x", "y"],
        ItemSelector: { i: `{% ${item}.Index %}`, all: "{% $states.input.all %}" },
        ItemProcessor: inner({
          Tell: { Type: "Pass", Output: `{% [$states.input.i, ${item}.Value] %}`, End: true },
        }),
        End: true,
      },
    });
    expect(await outputOf(definition, { input: { all: 1 } })).toEqual([
      [0, "x"],
      [1, "y"],
    ]);
  });

  it("aborts the siblings of an iteration that fails, in AWS's order of events", async () => {
    const definition = machine({
      Each: {
        Type: "Map",
        ItemProcessor: inner({
          Do: task({ Arguments: "{% $states.input %}", Next: "Rest" }),
          Rest: { Type: "Wait", Seconds: 9, End: true },
        }),
        End: true,
      },
    });
    const signals: boolean[] = [];
    const { result, events } = await run(definition, {
      input: ["rests", "fails", "works"],
      task: async (call) => {
        if (call.arguments === "rests") return "ok";
        if (call.arguments === "fails") return fault("Oops");
        call.signal.addEventListener("abort", () => signals.push(true));
        return silence();
      },
    });
    expect(result).toEqual({ status: "FAILED", error: "Oops" });
    expect(signals).toEqual([true]);
    const failed = events.findIndex(({ type }) => type === "TaskFailed");
    const after = events
      .slice(failed + 1)
      .map(({ type, previousEventId: previous }) => [type, previous]);
    const id = events[failed]!.id;
    expect(after).toEqual([
      ["MapIterationFailed", id],
      ["TaskStateAborted", id],
      ["MapIterationAborted", id],
      ["WaitStateAborted", id],
      ["MapIterationAborted", id],
      ["TaskStateAborted", id],
      ["MapStateFailed", id],
      ["ExecutionFailed", events.at(-2)!.id],
    ]);
  });

  it("runs all iterations again on a Retry, behind a new Started event", async () => {
    const definition = each({ Retry: [{ ErrorEquals: ["Oops"], MaxAttempts: 1 }] });
    let failures = 1;
    const { result, types, calls } = await run(definition, {
      input: [1, 2],
      task: (call) => (call.arguments === 2 && failures-- > 0 ? fault("Oops") : call.arguments),
    });
    expect(result).toEqual({ status: "SUCCEEDED", output: [1, 2] });
    expect(types.filter((type) => type === "MapStateStarted")).toHaveLength(2);
    expect(types.filter((type) => type === "MapStateEntered")).toHaveLength(1);
    expect(types).not.toContain("MapStateFailed");
    expect(calls).toHaveLength(4);
  });

  it("tolerates no failure, though it evaluates the fields", async () => {
    const { result } = await run(each({ ToleratedFailureCount: "{% 5 %}" }), {
      input: [1],
      task: () => fault("Oops"),
    });
    expect(result).toMatchObject({ error: "Oops" });
  });

  it.each<[object, string, string[]]>([
    [
      { MaxConcurrency: "{% -1 %}" },
      "Expected non-negative integer for MaxConcurrency, got '-1' instead.",
      [],
    ],
    [
      { ToleratedFailureCount: "{% -1 %}" },
      "ToleratedFailureCount cannot be negative.",
      ["MapStateStarted"],
    ],
    [
      { ToleratedFailurePercentage: "{% 100.1 %}" },
      "ToleratedFailurePercentage must be between 0 and 100.",
      ["MapStateStarted"],
    ],
  ])("with %o ends the execution: nothing catches that", async (more, complaint, before) => {
    const Catch = [{ ErrorEquals: ["States.ALL"], Next: "Each" }];
    const { result, types, events } = await run(each({ Catch, ...more }), { input: [1] });
    expect(result).toEqual({
      status: "FAILED",
      error: "States.Runtime",
      cause: `An error occurred while executing the state 'Each' (entered at the event id #2). ${complaint}`,
    });
    expect(types.slice(2)).toEqual([...before, "ExecutionFailed"]);
    expect(events.at(-1)!.previousEventId).toBe(2);
  });

  it("of nothing gives nothing", async () => {
    const { result, types } = await run(each(), { input: [] });
    expect(result).toEqual({ status: "SUCCEEDED", output: [] });
    expect(types.slice(1, 4)).toEqual(["MapStateEntered", "MapStateStarted", "MapStateSucceeded"]);
  });
});

describe("a Parallel", () => {
  const branch = (name: string) => inner({ [name]: task({ Arguments: name }) });
  const both = machine({
    Both: {
      Type: "Parallel",
      Arguments: { shared: 1 },
      Branches: [branch("slow"), branch("quick")],
      Catch: [{ ErrorEquals: ["Oops"], Next: "Caught" }],
      End: true,
    },
    Caught: { Type: "Succeed" },
  });

  it("gives the branches' outputs in the order of the branches", async () => {
    const { held, task } = heldTasks();
    const running = run(both, { task });
    await settled();
    held[1]!.answer("second");
    await settled();
    held[0]!.answer("first");
    expect((await running).result).toEqual({ status: "SUCCEEDED", output: ["first", "second"] });
  });

  it("stops a branch in the midst of an evaluation when the other fails", async () => {
    const { types } = await run(
      machine({
        Both: {
          Type: "Parallel",
          Branches: [
            inner({ Fails: { Type: "Fail", Error: "Oops" } }),
            inner({ Counts: { Type: "Pass", Output: "{% $sum([1..200].($ * 2)) %}", End: true } }),
          ],
          End: true,
        },
      }),
    );
    expect(types.slice(-3)).toEqual(["PassStateEntered", "ParallelStateFailed", "ExecutionFailed"]);
  });

  it("reports the failed branch's own error and aborts the other", async () => {
    const { result, events } = await run(both, {
      task: (call) => (call.arguments === "quick" ? fault("Oops", "why") : silence()),
    });
    expect(result).toEqual({ status: "SUCCEEDED", output: { Error: "Oops", Cause: "why" } });
    const { id } = events.find(({ type }) => type === "TaskFailed")!;
    const own = events.filter(({ previousEventId: previous }) => previous === id);
    expect(own.map(({ type }) => type)).toEqual([
      "TaskStateAborted",
      "TaskStateAborted",
      "ParallelStateFailed",
    ]);
  });
});
