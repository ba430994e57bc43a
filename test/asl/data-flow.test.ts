// What expressions see, and where values go.
import { describe, expect, it } from "vitest";
import { evaluating, fault, inner, machine, outputOf, run, task } from "./lab.ts";

describe("variables", () => {
  it("do not leak out of branches or iterations, nor between siblings", async () => {
    const set = { Type: "Pass", Assign: { mine: "{% $states.input %}" }, Next: "Look" };
    const look = {
      Type: "Pass",
      Output: "{% $exists($other) ? 'leaked' : $mine & $outer %}",
      End: true,
    };
    const definition = machine({
      First: { Type: "Pass", Assign: { outer: "!" }, Output: ["a", "b"], Next: "Each" },
      Each: { Type: "Map", ItemProcessor: inner({ Set: set, Look: look }), Next: "Both" },
      Both: {
        Type: "Parallel",
        Branches: [
          inner({ Set: { Type: "Pass", Assign: { other: 1 }, End: true } }),
          inner({ Peek: { Type: "Pass", Output: "{% $exists($other) %}", End: true } }),
        ],
        Output: "{% {'maps': $states.input, 'peeked': $states.result[1]} %}",
        Next: "After",
      },
      After: {
        Type: "Pass",
        Output: "{% {'flow': $states.input, 'leaked': $exists($mine) or $exists($other)} %}",
        End: true,
      },
    });
    expect(await outputOf(definition)).toEqual({
      flow: { maps: ["a!", "b!"], peeked: false },
      leaked: false,
    });
  });

  it("have their old values in Assign and Output of the state that assigns them", async () => {
    const definition = machine({
      Set: { Type: "Pass", Assign: { x: 1 }, Next: "Change" },
      Change: {
        Type: "Pass",
        Assign: { x: "{% $x + 1 %}", y: "{% $x * 10 %}" },
        Output: "{% $x %}",
        Next: "After",
      },
      After: { Type: "Pass", Output: "{% [$states.input, $x, $y] %}", End: true },
    });
    expect(await outputOf(definition)).toEqual([1, 2, 10]);
  });

  it("are assigned by a catcher, which sees the error", async () => {
    const definition = machine({
      Try: task({
        Next: "Never",
        Catch: [
          {
            ErrorEquals: ["Oops"],
            Assign: { why: "{% $states.errorOutput.Cause %}" },
            Next: "Tell",
          },
        ],
      }),
      Tell: { Type: "Pass", Output: "{% [$why, $states.input.Error] %}", End: true },
      Never: { Type: "Fail" },
    });
    expect(await outputOf(definition, { task: () => fault("Oops", "broken") })).toEqual([
      "broken",
      "Oops",
    ]);
  });

  it("are listed as text in the Exited event, and only there", async () => {
    const { events } = await run(
      machine({ Set: { Type: "Pass", Assign: { a: [1], b: "x" }, End: true } }),
    );
    expect(events.at(-2)?.stateExitedEventDetails).toMatchObject({
      assignedVariables: { a: "[1]", b: '"x"' },
    });
  });
});

describe("a Choice", () => {
  const choice = (choices: object[], more = {}) =>
    machine({
      Pick: { Type: "Choice", Choices: choices as never, ...more },
      A: { Type: "Pass", Output: "{% {'at': 'A', 'got': $states.input} %}", End: true },
      B: { Type: "Pass", Output: "{% {'at': 'B', 'got': $states.input} %}", End: true },
    });

  it("follows the first of two rules that are true", async () => {
    const definition = choice([
      { Condition: "{% $states.input.n > 1 %}", Next: "B", Output: "first" },
      { Condition: true, Next: "A", Output: "second" },
    ]);
    expect(await outputOf(definition, { input: { n: 2 } })).toEqual({ at: "B", got: "first" });
    expect(await outputOf(definition, { input: { n: 0 } })).toEqual({ at: "A", got: "second" });
  });

  it("gives a rule that leads to the Default's target the rule's own Output", async () => {
    const definition = choice(
      [
        { Condition: "{% $states.input.n = 1 %}", Next: "A", Output: "rule" },
        { Condition: false, Next: "B" },
      ],
      { Default: "A", Output: "state" },
    );
    expect(await outputOf(definition, { input: { n: 1 } })).toEqual({ at: "A", got: "rule" });
    expect(await outputOf(definition, { input: { n: 2 } })).toEqual({ at: "A", got: "state" });
  });

  it("fails with States.Runtime when nothing matches", async () => {
    const definition = choice([
      { Condition: false, Next: "A" },
      { Condition: false, Next: "B" },
    ]);
    expect((await run(definition)).result).toMatchObject({
      status: "FAILED",
      error: "States.Runtime",
    });
  });
});

it("takes a text with blanks around the marks, and object keys, literally", async () => {
  const definition = machine({
    Main: { Type: "Pass", Output: { "{% 1 %}": " {% 1 %}", n: "{% 1 %}" }, End: true },
  });
  expect(await outputOf(definition)).toEqual({ "{% 1 %}": " {% 1 %}", n: 1 });
});

it("fails a state whose expression gives nothing, and names the field", async () => {
  const { result } = await run(evaluating("[1,2][5]"));
  expect(result).toEqual({
    status: "FAILED",
    error: "States.QueryEvaluationError",
    cause:
      "An error occurred while executing the state 'Main' (entered at the event id #2). The JSONata " +
      "expression '[1,2][5]' specified for the field 'Output' returned nothing (undefined).",
  });
});

it("ends a Pass that outgrows 256 KiB right after its Entered event", async () => {
  const long = "x".repeat(262_143);
  const { result, types } = await run(machine({ Main: { Type: "Pass", Output: long, End: true } }));
  expect(result).toMatchObject({ error: "States.DataLimitExceeded" });
  expect(types).toEqual(["ExecutionStarted", "PassStateEntered", "ExecutionFailed"]);
});

it("refuses an Assign of more than 256 KiB", async () => {
  const half = "x".repeat(140_000);
  const { result } = await run(
    machine({ Main: { Type: "Pass", Assign: { a: half, b: half }, Output: 1, End: true } }),
  );
  expect(result).toMatchObject({ error: "States.DataLimitExceeded" });
});
