// The Step Functions API: machines, executions and their histories.

import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type GetExecutionHistoryCommandInput,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
  StartSyncExecutionCommand,
  StopExecutionCommand,
  TestStateCommand,
} from "@aws-sdk/client-sfn";

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clientOf, ended, machine, machineArn, ROLE, startApp } from "./app-fixture.ts";

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
    const long = "x".repeat(81);
    await expect(start("pass", {}, { name: long })).rejects.toMatchObject({
      name: "ValidationException",
      message: `1 validation error detected: Value '${long}' at 'name' failed to satisfy constraint: Member must have length less than or equal to 80`,
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

describe("a state by itself", () => {
  const pass = { Type: "Pass", QueryLanguage: "JSONata", End: true };
  const error = "States.QueryEvaluationError";
  const catching = {
    ...{ Type: "Task", QueryLanguage: "JSONata", Resource: "arn:aws:states:::sqs:sendMessage" },
    Arguments: "{% $states.input.nope %}",
    Catch: [{ ErrorEquals: [error], Output: "{% $states.errorOutput.Error %}", Next: "Mend" }],
    Next: "Done",
  };
  it.each<[string, object, object]>([
    [
      "goes well",
      {
        ...pass,
        Output: { x: "{% $states.input.a + 1 %}" },
        Assign: { y: "{% $states.input.a %}" },
      },
      { status: "SUCCEEDED", output: '{"x":2}', inspectionData: { variables: '{"y":1}' } },
    ],
    [
      "chooses",
      {
        ...{ Type: "Choice", QueryLanguage: "JSONata", Default: "Other" },
        Choices: [{ Condition: "{% $states.input.a = 1 %}", Next: "One" }],
      },
      { status: "SUCCEEDED", output: '{"a":1}', nextState: "One" },
    ],
    [
      "fails",
      { ...pass, Output: "{% $states.input.nope %}" },
      { status: "FAILED", error, cause: expect.stringContaining("returned nothing (undefined)") },
    ],
    ["is caught", catching, { status: "CAUGHT_ERROR", output: `"${error}"`, nextState: "Mend" }],
    [
      "may be tried again",
      { ...catching, Retry: [{ ErrorEquals: ["States.ALL"] }] },
      { status: "RETRIABLE", error },
    ],
  ])("%s", async (_, state, expected) => {
    const settings = clientOf(running.sandbox.endpoint);
    const client = new SFNClient({ ...settings, disableHostPrefix: true });
    const definition = JSON.stringify(state);
    const answer = await client
      .send(
        new TestStateCommand({
          definition,
          roleArn: ROLE,
          input: '{"a":1}',
          inspectionLevel: "DEBUG",
        }),
      )
      .finally(() => client.destroy());
    expect(answer).toMatchObject(expected);
  });
});

describe("express machines", () => {
  const express = async (name: string, States: object, more: object = {}) =>
    (
      await running.sfn.send(
        new CreateStateMachineCommand({
          name,
          type: "EXPRESS",
          roleArn: ROLE,
          definition: JSON.stringify({ QueryLanguage: "JSONata", StartAt: "A", States, ...more }),
        }),
      )
    ).stateMachineArn!;
  // The client would put "sync-" before the host's name.
  const runSync = async (stateMachineArn: string, more: object = {}) => {
    const settings = clientOf(running.sandbox.endpoint);
    const client = new SFNClient({ ...settings, disableHostPrefix: true });
    try {
      return await client.send(new StartSyncExecutionCommand({ stateMachineArn, ...more }));
    } finally {
      client.destroy();
    }
  };

  it("answer their caller with the end, and are known to nobody else", async () => {
    const arn = await express("quick", {
      A: { Type: "Pass", Output: "{% $states.context.Execution %}", End: true },
    });
    const answer = await runSync(arn, { name: "one", input: '{"a":1}' });
    const { executionArn } = answer;
    expect(executionArn).toMatch(/:express:quick:one:[0-9a-f-]{36}$/);
    expect(answer).toMatchObject({
      stateMachineArn: arn,
      name: "one",
      status: "SUCCEEDED",
      input: '{"a":1}',
      inputDetails: { included: true },
      outputDetails: { included: true },
      billingDetails: { billedMemoryUsedInMB: 64 },
    });
    const { billedDurationInMilliseconds } = answer.billingDetails!;
    expect([billedDurationInMilliseconds! > 0, billedDurationInMilliseconds! % 100]).toEqual([
      true,
      0,
    ]);
    expect(JSON.parse(answer.output!)).toEqual({
      Id: executionArn,
      Input: { a: 1 },
      Name: "one",
      RoleArn: ROLE,
      StartTime: answer.startDate!.toISOString(),
    });
    await expect(
      running.sfn.send(new DescribeExecutionCommand({ executionArn: executionArn! })),
    ).rejects.toMatchObject({
      name: "InvalidArn",
      message: "Invalid Arn: 'Resource type not valid in this context: express'",
    });
    const { executionArn: other } = await running.sfn.send(
      new StartExecutionCommand({ stateMachineArn: arn, name: "one" }),
    );
    expect(other).toMatch(/:express:quick:one:/);
    expect(other).not.toBe(executionArn);
    for (const refused of [
      running.sfn.send(new ListExecutionsCommand({ stateMachineArn: arn })),
      runSync(machineArn("pass")),
    ])
      await expect(refused).rejects.toMatchObject({
        name: "StateMachineTypeNotSupported",
        message: "This operation is not supported by this type of state machine",
      });
  });

  it("answer a failure as an end too, and a wait beyond its time as timed out", async () => {
    const failing = await express("failing", { A: { Type: "Fail", Error: "E", Cause: "c" } });
    expect(await runSync(failing)).toMatchObject({
      status: "FAILED",
      error: "E",
      cause: "c",
      outputDetails: { included: true },
    });
    const slow = { A: { Type: "Wait", Seconds: 3600, End: true } };
    const { status, error, startDate, stopDate } = await runSync(
      await express("slow", slow, { TimeoutSeconds: 60 }),
    );
    expect([status, error]).toEqual(["TIMED_OUT", "States.Timeout"]);
    expect(Number(stopDate) - Number(startDate)).toBeGreaterThanOrEqual(60_000);
  });
});
