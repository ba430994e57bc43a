// Definitions that are refused, and with which words.
import { checkDefinition, InvalidDefinition, type Json, type JsonObject } from "@rollcall/asl";
import { describe, expect, it } from "vitest";
import { distributed, inner, machine, task } from "./lab.ts";

const end = { Type: "Succeed" };
const pass = (more: object = {}) =>
  machine({ Main: { Type: "Pass", End: true, ...more } as never });

const complaint = (definition: Json): string => {
  try {
    checkDefinition(definition);
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(InvalidDefinition);
    return (thrown as Error).message.replace(/^Invalid State Machine Definition: '(.*)'$/, "$1");
  }
  return "accepted";
};

const without = (definition: JsonObject, field: string): JsonObject => {
  const { [field]: _, ...rest } = definition;
  return rest;
};

describe("JSONPath", () => {
  it.each<[string, JsonObject, RegExp]>([
    [
      "as the default",
      without(pass(), "QueryLanguage"),
      /^SCHEMA_VALIDATION_FAILED: State 'Main' uses JSONPath.* at \/States\/Main$/,
    ],
    [
      "of a state in a JSONata machine",
      pass({ QueryLanguage: "JSONPath" }),
      /'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine at \/States\/Main$/,
    ],
    [
      "inside a Map that says JSONata only for itself",
      without(
        machine({
          Each: {
            Type: "Map",
            QueryLanguage: "JSONata",
            ItemProcessor: inner({ Do: { Type: "Pass", End: true } }),
            End: true,
          },
        }),
        "QueryLanguage",
      ),
      /State 'Do' uses JSONPath.* at \/States\/Each\/ItemProcessor\/States\/Do$/,
    ],
    [
      "fields",
      pass({ ResultPath: "$.x" }),
      /field 'ResultPath' is only supported for the 'JSONPath' QueryLanguage at \/States\/Main$/,
    ],
    [
      "misspelt",
      pass({ QueryLanguage: "jsonpath" }),
      /one of the following: \[JSONPath, JSONata\]/,
    ],
    [
      "or any language of a processor",
      machine({
        Each: {
          Type: "Map",
          ItemProcessor: inner({ Do: { Type: "Pass", End: true } }, { QueryLanguage: "JSONata" }),
          End: true,
        },
      }),
      /^SCHEMA_VALIDATION_FAILED: Field 'QueryLanguage' is not supported at \/States\/Each\/ItemProcessor$/,
    ],
  ])("%s is refused", (_, definition, words) => {
    expect(complaint(definition)).toMatch(words);
  });

  it("of the machine may be overridden by every state", () => {
    expect(complaint(without(pass({ QueryLanguage: "JSONata" }), "QueryLanguage"))).toBe(
      "accepted",
    );
  });
});

describe("an expression", () => {
  it.each([
    [
      "{% 1 + %}",
      "INVALID_JSONATA_EXPRESSION: Unexpected end of expression at /States/Main/Output",
    ],
    ["{% phone %}", reference("phone")],
    ["{% $states.input.a & phone.number %}", reference("phone")],
    ["{% $map($states.input.a, function($x){ b }) %}", reference("b")],
    ["{% {'x': [1, c]} %}", reference("c")],
    ["{% $$ %}", unsupported("Reference to '$$' is not supported.")],
    ["{% $states.input[a = $$.b] %}", unsupported("Reference to '$$' is not supported.")],
    ["{% $states.errorOutput %}", unsupported("Field '$states.errorOutput' does not exist.")],
    ["{% $states.input.items[value > 3].name %}", "accepted"],
    ["{% $states.input.items^(>price){kind: $count(name)} %}", "accepted"],
    ["{% $states.input ~> |items|{'x': price}| %}", "accepted"],
    ["{% $doesNotExist %}", "accepted"],
  ])("%s: %s", (Output, words) => {
    expect(complaint(pass({ Output }))).toBe(words);
  });

  it("is parsed wherever it may stand, and its place is named", () => {
    const bad = "{% ( %}";
    const at = (definition: Json) => complaint(definition).split(" at ").at(-1);
    const choice = { Type: "Choice", Choices: [{ Condition: bad, Next: "Z" }], Default: "Z" };
    expect(at(machine({ C: choice, Z: end }))).toBe("/States/C/Choices[0]/Condition");
    expect(at(pass({ Output: { list: [1, { x: bad }] } }))).toBe("/States/Main/Output/list[1]/x");
    const caught = { ErrorEquals: ["States.ALL"], Assign: { why: bad }, Next: "Z" };
    expect(at(machine({ T: task({ Next: "Z", Catch: [caught] }), Z: end }))).toBe(
      "/States/T/Catch[0]/Assign/why",
    );
  });

  it("may read $states.errorOutput in a catcher", () => {
    const caught = { ErrorEquals: ["States.ALL"], Output: "{% $states.errorOutput %}", Next: "Z" };
    expect(complaint(machine({ T: task({ Next: "Z", Catch: [caught] }), Z: end }))).toBe(
      "accepted",
    );
  });

  it("is not looked for in comments", () => {
    expect(complaint(pass({ Comment: "{% ( %}" }))).toBe("accepted");
  });
});

describe("the graph", () => {
  it.each<[JsonObject, string]>([
    [
      machine({ A: { Type: "Pass", Next: "B" }, B: { Type: "Pass", Next: "A" } }),
      "MISSING_END_STATE: Workflow has no terminal state",
    ],
    [
      machine({ A: { Type: "Pass", Next: "NOPE" }, Z: end }),
      "MISSING_TRANSITION_TARGET: Missing 'Next' target: NOPE at /States/A/Next",
    ],
    [
      machine({
        A: { Type: "Choice", Choices: [{ Condition: true, Next: "Z" }], Default: "NO" },
        Z: end,
      }),
      "MISSING_TRANSITION_TARGET: Missing 'Next' target: NO at /States/A/Default",
    ],
    [
      machine({ A: end, C: end }),
      `MISSING_TRANSITION_TARGET: State "C" is not reachable. at /States/C`,
    ],
    [
      { ...machine({ A: end }), StartAt: "B" },
      "MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /StartAt",
    ],
  ])("of %j: %s", (definition, words) => {
    expect(complaint(definition)).toBe(words);
  });
});

describe("fields", () => {
  it.each<[object, string]>([
    [{ TimeoutSeconds: 5 }, "Field 'TimeoutSeconds' is not supported at /States/Main"],
    [{ Retry: [] }, "Field 'Retry' is not supported at /States/Main"],
    [{ Catch: [] }, "Field 'Catch' is not supported at /States/Main"],
    [{ Timeout: 5 }, "Field 'Timeout' is not supported at /States/Main"],
    [{ Next: "Main" }, "One of these fields is required: [Next, End] at /States/Main"],
    [
      { Assign: { states: 1 } },
      "The variable name 'states' is reserved at /States/Main/Assign/states",
    ],
  ])("%j of a Pass: %s", (more, words) => {
    expect(complaint(pass(more))).toBe(`SCHEMA_VALIDATION_FAILED: ${words}`);
  });

  it.each<[object, string]>([
    [{ Retry: [], Catch: [] }, "accepted"],
    [
      { Retry: [{ ErrorEquals: [] }] },
      "non-empty array of strings at /States/T/Retry[0]/ErrorEquals",
    ],
    [{ Retry: [{ ErrorEquals: ["States.ALL", "A"] }] }, "States.ALL must appear alone"],
    ...(
      [
        [{ IntervalSeconds: 0 }, "out of range at /States/T/Retry[0]/IntervalSeconds"],
        [{ IntervalSeconds: 1.5 }, "out of range at /States/T/Retry[0]/IntervalSeconds"],
        [{ MaxAttempts: -1 }, "out of range at /States/T/Retry[0]/MaxAttempts"],
        [{ MaxAttempts: "{% 3 %}" }, "type [NUMBER] at /States/T/Retry[0]/MaxAttempts"],
        [{ BackoffRate: 0.9 }, "out of range at /States/T/Retry[0]/BackoffRate"],
        [{ MaxDelaySeconds: 31_622_401 }, "out of range at /States/T/Retry[0]/MaxDelaySeconds"],
        [{ JitterStrategy: "SOME" }, "[NONE, FULL] at /States/T/Retry[0]/JitterStrategy"],
        [{ MaxAttempts: 0, BackoffRate: 1.5, JitterStrategy: "FULL" }, "accepted"],
      ] as [object, string][]
    ).map(([more, words]): [object, string] => [
      { Retry: [{ ErrorEquals: ["A"], ...more }] },
      words,
    ]),
    [{ Catch: [{ ErrorEquals: ["A"] }] }, "required: [Next] at /States/T/Catch[0]"],
    [{ TimeoutSeconds: 0 }, "out of range at /States/T/TimeoutSeconds"],
    [{ Resource: 5 }, "Expected value of type [STRING] at /States/T/Resource"],
  ])("%j of a Task: %s", (more, words) => {
    expect(complaint(machine({ T: task(more as never) }))).toContain(words);
  });

  const map = (more: object) =>
    machine({ M: { Type: "Map", ItemProcessor: inner({ P: end }), End: true, ...more } as never });

  it.each<[object, string]>([
    [{ ToleratedFailureCount: 1, ToleratedFailurePercentage: 5 }, "accepted"],
    [
      { ItemReader: { Resource: "r" } },
      "Field 'ItemReader' is only supported for the 'DISTRIBUTED' mode",
    ],
    [
      { ItemProcessor: inner({ P: end }, { ProcessorConfig: { Mode: "DISTRIBUTED" } }) },
      "required: [ExecutionType]",
    ],
    [
      {
        ItemProcessor: distributed({ P: end }),
        ItemReader: { Resource: "r", ReaderConfig: { InputType: "PARQUET" } },
      },
      "InputType 'PARQUET' is not supported here: use JSON, JSONL, CSV",
    ],
    [
      { ItemProcessor: distributed({ P: end }), ItemBatcher: {} },
      "One of these fields is required",
    ],
  ])("%j of a Map: %s", (more, words) => {
    expect(complaint(map(more))).toContain(words);
  });
});

it("takes no text for a Condition but an expression", () => {
  const choosing = (Condition: Json) =>
    complaint(machine({ C: { Type: "Choice", Choices: [{ Condition, Next: "Z" }] }, Z: end }));
  expect(choosing("yes")).toContain(
    "Expected value of type [BOOLEAN] at /States/C/Choices[0]/Cond",
  );
  expect([choosing(true), choosing("{% true %}")]).toEqual(["accepted", "accepted"]);
});

it("refuses an inner variable that hides an outer one, but not in distributed children", () => {
  const set = { P: { Type: "Pass", Assign: { x: 1 }, End: true } };
  const around = (ItemProcessor: JsonObject) =>
    machine({
      First: { Type: "Pass", Assign: { x: 0 }, Next: "M" },
      M: { Type: "Map", ItemProcessor, End: true },
    });
  expect(complaint(around(inner(set)))).toContain("already assigned in an outer scope");
  expect(complaint(around(distributed(set)))).toBe("accepted");
});

it.each<[Json, string]>([
  [null, "SCHEMA_VALIDATION_FAILED: Definition must be a valid JSON object"],
  [[], "SCHEMA_VALIDATION_FAILED: Definition must be a valid JSON object"],
  ["x", "SCHEMA_VALIDATION_FAILED: Definition must be a valid JSON object"],
  [{}, "SCHEMA_VALIDATION_FAILED: These fields are required: [States, StartAt] at /"],
  [
    without(pass(), "StartAt"),
    "SCHEMA_VALIDATION_FAILED: These fields are required: [StartAt] at /",
  ],
])("refuses %j", (definition, words) => {
  expect(complaint(definition)).toBe(words);
});

it.each<[string, string]>([
  [
    "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
    "Express state machine does not support '.waitForTaskToken' service integration ",
  ],
  [
    "arn:aws:states:::states:startExecution.sync:2",
    "Express state machine does not support '.sync' service integration",
  ],
  [
    "arn:aws:states:us-east-1:111111111111:activity:one",
    "Express state machine does not support Activity ARN",
  ],
])("lets no express machine wait for %s", (Resource, words) => {
  const inside = inner({ T: task({ Resource }) });
  const definition = machine({ P: { Type: "Parallel", Branches: [inside], End: true } });
  expect(() => checkDefinition(definition, "EXPRESS")).toThrow(
    `SCHEMA_VALIDATION_FAILED: ${words} at /States/P/Branches[0]/States/T/Resource`,
  );
  expect(complaint(definition)).toBe("accepted");
});

function unsupported(problem: string): string {
  return `UNSUPPORTED_JSONATA_EXPRESSION: ${problem} at /States/Main/Output`;
}

function reference(name: string): string {
  return unsupported(`Reference to '${name}' at the top level is not supported.`);
}
