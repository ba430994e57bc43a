// An execution that outlives its process: killed at every write of its journal, and continued.
import {
  checkDefinition,
  Execution,
  type HistoryEvent,
  type Host,
  type Journal,
  type Json,
  type TaskCall,
  VirtualClock,
} from "@rollcall/asl";
import { describe, expect, it } from "vitest";
import { distributed, inner, machine, names, settled, silence, start, task } from "./lab.ts";

const definition = machine({
  Draw: {
    Type: "Pass",
    Assign: { id: "{% $uuid() & $random() & $now() %}" },
    Next: "Both",
  },
  Both: {
    Type: "Parallel",
    Branches: [
      inner({
        Flaky: task({
          Arguments: { label: "flaky" },
          Retry: [{ ErrorEquals: ["Again"], JitterStrategy: "FULL", MaxAttempts: 5 }],
        }),
      }),
      inner({
        Rest: { Type: "Wait", Seconds: 30, Next: "Token" },
        Token: task({
          Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
          Arguments: { label: "token", token: "{% $states.context.Task.Token %}" },
          Output: "{% $states.result %}",
        }),
      }),
    ],
    Next: "Each",
  },
  Each: {
    Type: "Map",
    Items: [1, 2, 3],
    MaxConcurrency: 2,
    ItemProcessor: inner({
      Do: task({ Arguments: "{% {'label': 'inline' & $states.input} %}", Next: "Nap" }),
      Nap: { Type: "Wait", Seconds: "{% $states.context.Map.Item.Index %}", End: true },
    }),
    Output: "{% {'both': $states.input, 'each': $states.result} %}",
    Next: "Many",
  },
  Many: {
    Type: "Map",
    Items: ["a", "b", "c"],
    MaxConcurrency: 2,
    ToleratedFailureCount: 1,
    ItemProcessor: distributed({
      First: task({ Arguments: "{% {'label': $states.input & '1'} %}", Next: "Doze" }),
      Doze: { Type: "Wait", Seconds: 5, Next: "Second" },
      Second: task({ Arguments: "{% {'label': $states.input.label & '2'} %}" }),
    }),
    Output: "{% {'before': $states.input, 'many': $states.result} %}",
    End: true,
  },
});

/** What outlives a process. */
interface Disk {
  entries: Map<string, Json>;
  /** Writes until the process dies; the deadly one is stored or not. */
  left: number;
  keepsLast: boolean;
}

class Killed extends Error {}

function journalOn(disk: Disk): Journal {
  return {
    get: (key) => structuredClone(disk.entries.get(key)),
    set(key, value) {
      if (disk.left < 0) throw new Killed();
      disk.left--;
      if (disk.entries.has(key)) throw new Error(`${key} was written twice`);
      if (disk.left >= 0 || disk.keepsLast) disk.entries.set(key, structuredClone(value));
      if (disk.left < 0) throw new Killed();
    },
  };
}

/** One process: runs until the end or until it is killed. */
async function live(
  disk: Disk,
  at: number,
  calls: TaskCall[],
  more: Partial<Host> = {},
  machineToRun: Json = definition,
) {
  const before = JSON.stringify([...disk.entries.values()]);
  const clock = new VirtualClock(at);
  const host: Host = {
    clock,
    read: async () => [],
    random: Math.random,
    async task(call) {
      const { label } = call.arguments as { label: string };
      const answer = `answer of ${label} ${call.attempt}`;
      if (before.includes(answer)) throw new Error(`${answer} is known and was asked for again`);
      calls.push(call);
      if (call.pattern) call.submitted({ sent: label });
      if (label === "flaky" && call.attempt < 2) throw { error: "Again", cause: answer };
      if (label === "b2") throw { error: "Bad", cause: answer };
      return { label, answer };
    },
    ...more,
  };
  const execution = new Execution(machineToRun, host, names, { journal: journalOn(disk) });
  try {
    const result = await execution.run({});
    return { result, execution, clock, died: false };
  } catch (thrown) {
    if (!(thrown instanceof Killed)) throw thrown;
    return { result: undefined, execution, clock, died: true };
  }
}

const fresh = (left: number, keepsLast = true): Disk => ({ entries: new Map(), left, keepsLast });

const shapes = (events: readonly HistoryEvent[]) => events.map(({ type }) => type);

describe("an execution with a journal", async () => {
  checkDefinition(definition);
  const whole = fresh(Number.POSITIVE_INFINITY);
  const wholeRun = await live(whole, start, []);
  const writes = whole.entries.size;

  it("writes little: its start, each child's start, and each answer, sleep and child once", () => {
    expect(wholeRun.result).toMatchObject({ status: "SUCCEEDED" });
    // 1 start; 3 answers and 2 delays of Flaky; Rest, submitted, answer of Token; 3 + 2 of Each (one nap of 0);
    // 3 children with start, 2 answers and a sleep each; 3 ends of children.
    expect(writes).toBe(1 + 5 + 3 + 5 + 3 * 4 + 3);
  });

  it.each([true, false])(
    "comes to the same end when killed at any one write (stored: %s)",
    async (keepsLast) => {
      for (let left = 0; left < writes; left++) {
        const disk = fresh(left, keepsLast);
        const calls: TaskCall[] = [];
        const first = await live(disk, start, calls);
        expect(first.died).toBe(true);
        const told = first.execution.events;
        disk.left = Number.POSITIVE_INFINITY;
        const second = await live(disk, first.clock.now(), calls);
        expect(second.result).toEqual(wholeRun.result);
        const { events } = second.execution;
        // A start that was never written down is forgotten, together with what it drew.
        if (disk.entries.size > 0 && (keepsLast || left > 0)) {
          expect(events.slice(0, told.length)).toEqual(told);
        }
        expect(shapes(events).sort()).toEqual(shapes(wholeRun.execution.events).sort());
        expect(events.map(({ id }) => id)).toEqual(events.map((_, i) => i + 1));
      }
    },
  );

  it("comes to the same end when killed again and again", async () => {
    const disk = fresh(0);
    let at = start;
    for (let lives = 0; lives <= writes + 1; lives++) {
      disk.left = 2;
      const { result, clock } = await live(disk, at, []);
      if (result) {
        expect(result).toEqual(wholeRun.result);
        expect(lives).toBeGreaterThan(8);
        return;
      }
      at = clock.now() + 1_000;
    }
    expect.unreachable();
  });
});

it("aborts the same siblings again that a failure aborted before", async () => {
  const label = "{% {'label': $states.context.Map.Item.Value & $states.input} %}";
  const aborting = machine({
    Each: {
      Type: "Map",
      Items: ["a", "b", "c"],
      ItemSelector: 1,
      ItemProcessor: inner({
        One: task({ Arguments: label, Output: 2, Next: "Rest" }),
        Rest: { Type: "Wait", Seconds: "{% $states.context.Map.Item.Index %}", Next: "Two" },
        Two: task({ Arguments: label, Output: 3, Next: "Three" }),
        Three: task({ Arguments: label }),
      }),
      Catch: [{ ErrorEquals: ["Bad"], Next: "Last" }],
      End: true,
    },
    Last: task({ Arguments: { label: "last" } }),
  });
  checkDefinition(aborting);
  const whole = fresh(Number.POSITIVE_INFINITY);
  const expected = await live(whole, start, [], {}, aborting);
  const ends = shapes(expected.execution.events).filter((type) => type.includes("Aborted"));
  expect(ends).toEqual(["TaskStateAborted", "MapIterationAborted", "WaitStateAborted"]);
  for (let left = 1; left < whole.entries.size; left++) {
    const disk = fresh(left);
    const first = await live(disk, start, [], {}, aborting);
    const told = [...first.execution.events];
    disk.left = Number.POSITIVE_INFINITY;
    const second = await live(disk, first.clock.now(), [], {}, aborting);
    expect(second.result).toEqual(expected.result);
    expect(second.execution.events.slice(0, told.length)).toEqual(told);
    expect(shapes(second.execution.events)).toEqual(shapes(expected.execution.events));
  }
});

describe("a resumed execution", () => {
  const journal = (entries: Map<string, Json>): Journal => ({
    get: (key) => entries.get(key),
    set: (key, value) => void entries.set(key, value),
  });

  it("ends a wait when it was meant to end, and at once when that time has passed", async () => {
    const waiting = machine({ Rest: { Type: "Wait", Seconds: 100, End: true } });
    const end = async (resumedAt: number) => {
      const entries = new Map<string, Json>();
      const host = (at: number): Host => ({
        clock: new VirtualClock(at),
        task: silence,
        read: async () => [],
      });
      const asleep = { ...host(start), clock: { now: () => start, sleep: silence } };
      void new Execution(waiting, asleep, names, { journal: journal(entries) }).run({});
      const second = new Execution(waiting, host(resumedAt), names, { journal: journal(entries) });
      await second.run({});
      return (second.events.at(-1)!.timestamp as number) - start / 1000;
    };
    expect(await end(start + 40_000)).toBe(100);
    expect(await end(start + 250_000)).toBe(250);
  });

  it("calls an unanswered task again with its id, token and submitted output", async () => {
    const entries = new Map<string, Json>();
    const sent = machine({
      Ask: task({
        Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        Arguments: { token: "{% $states.context.Task.Token %}" },
        TimeoutSeconds: 60,
      }),
    });
    const calls: TaskCall[] = [];
    const process = async (at: number, answer: () => Promise<Json>) => {
      const clock = new VirtualClock(at);
      const idle = { now: () => at, sleep: silence };
      const host: Host = {
        clock: calls.length === 0 ? idle : clock,
        read: async () => [],
        task(call) {
          calls.push(call);
          call.submitted({ message: "sent" });
          return answer();
        },
      };
      const execution = new Execution(sent, host, names, { journal: journal(entries) });
      return { execution, result: execution.run({}) };
    };
    await process(start, silence);
    await settled();
    const { execution, result } = await process(start + 20_000, silence);
    expect(await result).toEqual({ status: "FAILED", error: "States.Timeout" });
    const [first, second] = calls;
    expect(second!.token).toBe(first!.token);
    expect(second!.id).toBe(first!.id);
    expect([first!.resumed, second!.resumed]).toEqual([false, true]);
    expect(second!.submittedOutput).toEqual({ message: "sent" });
    expect(execution.events.filter(({ type }) => type === "TaskSubmitted")).toHaveLength(1);
    // The time runs from the first process's TaskScheduled.
    expect(execution.events.at(-1)!.timestamp).toBe(start / 1000 + 60);
  });

  it("does not tell the host of children that ended before", async () => {
    const disk = fresh(Number.POSITIVE_INFINITY);
    await live(disk, start, []);
    const last = [...disk.entries.keys()].filter((key) => !key.includes(":")).at(-1)!;
    disk.entries.delete(last);
    const told: boolean[] = [];
    const { result } = await live(disk, start, [], {
      child({ resumed }) {
        told.push(resumed);
        return undefined;
      },
    });
    expect(result).toMatchObject({ status: "SUCCEEDED" });
    expect(told).toEqual([true]);
  });

  it("knows nothing of an answer that came together with the failure that made it unwanted", async () => {
    const both = machine({
      Both: {
        Type: "Parallel",
        Branches: [inner({ A: task() }), inner({ B: task() })],
        Catch: [{ ErrorEquals: ["Bad"], Next: "Rest" }],
        End: true,
      },
      Rest: { Type: "Wait", Seconds: 1, End: true },
    });
    const entries = new Map<string, Json>();
    const process = async () => {
      const clock = new VirtualClock(start);
      const host: Host = {
        clock,
        read: async () => [],
        async task({ state }) {
          await clock.sleep(1_000);
          if (state === "A") throw { error: "Bad" };
          return "in vain";
        },
      };
      const execution = new Execution(both, host, names, { journal: journal(entries) });
      return { result: await execution.run({}), types: shapes(execution.events) };
    };
    const first = await process();
    expect(first.result).toMatchObject({ output: { Error: "Bad" } });
    expect(JSON.stringify([...entries])).not.toContain("in vain");
    expect(await process()).toEqual(first);
  });

  it("refuses a journal of another definition", async () => {
    const entries = new Map<string, Json>();
    const host: Host = {
      clock: new VirtualClock(start),
      task: async () => 1,
      read: async () => [],
    };
    await new Execution(machine({ A: task() }), host, names, { journal: journal(entries) }).run({});
    const other = new Execution(machine({ B: task() }), host, names, { journal: journal(entries) });
    await expect(other.run({})).rejects.toThrow(/does not fit/);
  });
});
