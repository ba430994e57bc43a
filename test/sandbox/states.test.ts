// The Step Functions API: machines, executions and their histories.

import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  type GetExecutionHistoryCommandInput,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  StartExecutionCommand,
  StopExecutionCommand,
  ValidateStateMachineDefinitionCommand,
} from "@aws-sdk/client-sfn";

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ended, machine, machineArn, ROLE, startApp } from "./app-fixture.ts";

let running: Awaited<ReturnType<typeof startApp>>;

beforeAll(async () => {
  running = await startApp({
    stateMachines: [
      machine("pass", { StartAt: "P", States: { P: { Type: "Pass", End: true } } }),
      machine("sleep", {
        StartAt: "W",
        States: { W: { Type: "Wait", Seconds: 86_400, End: true } },
      }),
    ],
  });
});
afterAll(async () => {
  await running.stop();
});

const start = (name: string, input: unknown = {}, more: object = {}) =>
  running.sfn.send(
    new StartExecutionCommand({
      stateMachineArn: machineArn(name),
      input: JSON.stringify(input),
      ...more,
    }),
  );
const run = async (name: string, input: unknown = {}) => {
  const { executionArn } = await start(name, input);
  const end = await ended(running.sfn, executionArn!);
  return { ...end, value: end.output === undefined ? undefined : JSON.parse(end.output) };
};
const history = async (
  executionArn: string | undefined,
  more: Partial<GetExecutionHistoryCommandInput> = {},
) => running.sfn.send(new GetExecutionHistoryCommand({ executionArn, ...more }));

describe("executions", () => {
  it("are named once: the same input while one runs is the same execution, anything else is refused", async () => {
    const first = await start("sleep", { a: 1 }, { name: "once" });
    const again = await start("sleep", { a: 1 }, { name: "once" });
    expect([again.executionArn, again.startDate]).toEqual([first.executionArn, first.startDate]);
    await expect(start("sleep", { a: 2 }, { name: "once" })).rejects.toMatchObject({
      name: "ExecutionAlreadyExists",
      message: `Execution Already Exists: '${first.executionArn}'`,
    });
    const { stopDate } = await running.sfn.send(
      new StopExecutionCommand({
        executionArn: first.executionArn,
        error: "Enough",
        cause: "stopped by a test",
      }),
    );
    expect(stopDate).toBeInstanceOf(Date);
    await expect(start("sleep", { a: 1 }, { name: "once" })).rejects.toMatchObject({
      name: "ExecutionAlreadyExists",
    });
    const stopped = await running.sfn.send(
      new DescribeExecutionCommand({ executionArn: first.executionArn }),
    );
    expect(stopped).toMatchObject({
      status: "ABORTED",
      error: "Enough",
      cause: "stopped by a test",
      redriveStatus: "REDRIVABLE",
    });
    const { events } = await history(first.executionArn);
    expect(events?.map(({ type }) => type)).toEqual([
      "ExecutionStarted",
      "WaitStateEntered",
      "ExecutionAborted",
    ]);
  });

  it("are described with what they have, and listed newest first in pages", async () => {
    const names = ["x1", "x2", "x3"];
    for (const name of names)
      await ended(running.sfn, (await start("pass", { name }, { name })).executionArn!);
    const described = await running.sfn.send(
      new DescribeExecutionCommand({
        executionArn: `${machineArn("pass").replace("stateMachine", "execution")}:x2`,
      }),
    );
    expect(described).toMatchObject({
      status: "SUCCEEDED",
      output: '{"name":"x2"}',
      outputDetails: { included: true },
      redriveStatus: "NOT_REDRIVABLE",
      redriveStatusReason: "Execution is SUCCEEDED and cannot be redriven",
    });
    expect(described.error).toBeUndefined();
    const page = (nextToken?: string) =>
      running.sfn.send(
        new ListExecutionsCommand({
          stateMachineArn: machineArn("pass"),
          maxResults: 2,
          nextToken,
          statusFilter: "SUCCEEDED",
        }),
      );
    const first = await page();
    const second = await page(first.nextToken);
    expect([...first.executions!, ...second.executions!].map(({ name }) => name)).toEqual([
      "x3",
      "x2",
      "x1",
    ]);
    expect(second.nextToken).toBeUndefined();
  });

  it("show their history in pages, backwards and without data", async () => {
    const { executionArn } = await run("pass", { secret: 1 });
    const first = await history(executionArn, { maxResults: 3 });
    const rest = await history(executionArn, { maxResults: 3, nextToken: first.nextToken! });
    expect([...first.events!, ...rest.events!].map(({ id }) => id)).toEqual([1, 2, 3, 4]);
    const { events } = await history(executionArn, {
      reverseOrder: true,
      includeExecutionData: false,
    });
    expect(events?.map(({ type }) => type)).toEqual([
      "ExecutionSucceeded",
      "PassStateExited",
      "PassStateEntered",
      "ExecutionStarted",
    ]);
    expect(JSON.stringify(events)).not.toContain("secret");
  });

  it("are refused for what does not exist or is not JSON", async () => {
    await expect(start("nothing")).rejects.toMatchObject({
      name: "StateMachineDoesNotExist",
      message: `State Machine Does Not Exist: '${machineArn("nothing")}'`,
    });
    for (const [input, why] of [
      ["", "Invalid execution input."],
      [
        "not json",
        "Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
      ],
      [
        "{'a': 1}",
        "Unexpected character (''' (code 39)): was expecting double-quote to start field name",
      ],
    ])
      await expect(start("pass", {}, { input })).rejects.toMatchObject({
        name: "InvalidExecutionInput",
        message: `Invalid State Machine Execution Input: '${why}'`,
      });
    await expect(start("pass", {}, { name: "with blank" })).rejects.toMatchObject({
      name: "InvalidName",
    });
    await expect(start("pass", "x".repeat(262_144))).rejects.toMatchObject({
      name: "ValidationException",
    });
    await expect(
      running.sfn.send(new DescribeExecutionCommand({ executionArn: "arn:aws:s3:::x" })),
    ).rejects.toMatchObject({ name: "InvalidArn" });
    const executionArn = `${machineArn("pass").replace("stateMachine", "execution")}:never`;
    await expect(history(executionArn)).rejects.toMatchObject({ name: "ExecutionDoesNotExist" });
  });
});

describe("machines", () => {
  it("are created once, described, listed and validated", async () => {
    const definition = JSON.stringify({
      QueryLanguage: "JSONata",
      StartAt: "A",
      States: { A: { Type: "Succeed" } },
    });
    const input = { name: "made", definition, roleArn: ROLE };
    const { stateMachineArn } = await running.sfn.send(new CreateStateMachineCommand(input));
    expect(stateMachineArn).toBe(machineArn("made"));
    await running.sfn.send(new CreateStateMachineCommand(input));
    const other = { ...input, definition: definition.replaceAll('"A"', '"B"') };
    await expect(running.sfn.send(new CreateStateMachineCommand(other))).rejects.toMatchObject({
      name: "StateMachineAlreadyExists",
    });
    await expect(
      running.sfn.send(new CreateStateMachineCommand({ ...input, name: "bad", definition: "{}" })),
    ).rejects.toMatchObject({ name: "InvalidDefinition" });
    expect(
      await running.sfn.send(new DescribeStateMachineCommand({ stateMachineArn })),
    ).toMatchObject({ definition, type: "STANDARD", status: "ACTIVE" });
    const { stateMachines } = await running.sfn.send(new ListStateMachinesCommand({}));
    expect(stateMachines?.map(({ name }) => name)).toContain("made");
    const dead = JSON.stringify({
      QueryLanguage: "JSONata",
      StartAt: "A",
      States: { A: { Type: "Pass", Next: "NOPE" } },
    });
    for (const [text, code, message, location] of [
      [dead, "MISSING_TRANSITION_TARGET", "Missing 'Next' target: NOPE", "/States/A/Next"],
      ["", "SCHEMA_VALIDATION_FAILED", "Definition must be a valid JSON object", undefined],
      ["{}", "SCHEMA_VALIDATION_FAILED", "These fields are required: [States, StartAt]", "/"],
      [
        "not a definition",
        "INVALID_JSON_DESCRIPTION",
        "Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n" +
          ' at [Source: (String)"not a definition"; line: 1, column: 4]',
        '[Source: (String)"not a definition"; line: 1, column: 4]',
      ],
    ] as const) {
      const { result, diagnostics, truncated } = await running.sfn.send(
        new ValidateStateMachineDefinitionCommand({ definition: text }),
      );
      expect([result, truncated]).toEqual(["FAIL", false]);
      expect(diagnostics).toEqual([
        { severity: "ERROR", code, message, ...(location && { location }) },
      ]);
    }
  });
});
