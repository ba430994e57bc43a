// The Step Functions API: machines, executions and their histories.

import {
  CreateStateMachineCommand,
  DeleteStateMachineVersionCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  type GetExecutionHistoryCommandInput,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  ListStateMachineVersionsCommand,
  ListTagsForResourceCommand,
  PublishStateMachineVersionCommand,
  SFNClient,
  StartExecutionCommand,
  StartSyncExecutionCommand,
  StopExecutionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateStateMachineCommand,
  ValidateStateMachineDefinitionCommand,
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
    const { sfn } = running;
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
      billingDetails: { billedMemoryUsedInMB: 64, billedDurationInMilliseconds: 100 },
    });
    expect(JSON.parse(answer.output!)).toEqual({
      Id: executionArn,
      Input: { a: 1 },
      Name: "one",
      RoleArn: ROLE,
      StartTime: answer.startDate!.toISOString(),
    });
    await expect(
      sfn.send(new DescribeExecutionCommand({ executionArn: executionArn! })),
    ).rejects.toMatchObject({
      name: "InvalidArn",
      message: "Invalid Arn: 'Resource type not valid in this context: express'",
    });
    const { executionArn: other } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn: arn, name: "one" }),
    );
    expect(other).toMatch(/:express:quick:one:/);
    expect(other).not.toBe(executionArn);
    for (const refused of [
      sfn.send(new ListExecutionsCommand({ stateMachineArn: arn })),
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

describe("machines", () => {
  const text = (Comment: string) =>
    JSON.stringify({
      QueryLanguage: "JSONata",
      Comment,
      StartAt: "A",
      States: { A: { Type: "Pass", Output: Comment, End: true } },
    });

  it("have a revision once they changed, and settings that are told again", async () => {
    const { sfn } = running;
    const made = { name: "revised", definition: text("one"), roleArn: ROLE };
    const { stateMachineArn } = await sfn.send(new CreateStateMachineCommand(made));
    const describe = () => sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
    expect(await describe()).toMatchObject({
      loggingConfiguration: { level: "OFF", includeExecutionData: false },
      tracingConfiguration: { enabled: false },
      encryptionConfiguration: { type: "AWS_OWNED_KEY" },
    });
    expect((await describe()).revisionId).toBeUndefined();
    const update = (more: object) =>
      sfn.send(new UpdateStateMachineCommand({ stateMachineArn, ...more }));
    await expect(update({})).rejects.toMatchObject({ name: "MissingRequiredParameter" });
    expect((await update({ definition: text("one") })).revisionId).toBeUndefined();
    const { revisionId } = await update({ definition: text("two") });
    expect((await update({ definition: text("two"), roleArn: ROLE })).revisionId).toBe(revisionId);
    const traced = await update({ tracingConfiguration: { enabled: true } });
    expect(traced.revisionId).not.toBe(revisionId);
    expect(await describe()).toMatchObject({
      revisionId: traced.revisionId,
      tracingConfiguration: { enabled: true },
    });
  });

  it("are published in versions, which stay as they were and can be run", async () => {
    const { sfn } = running;
    const made = { name: "published", definition: text("one"), roleArn: ROLE };
    await expect(
      sfn.send(new CreateStateMachineCommand({ ...made, versionDescription: "first" })),
    ).rejects.toMatchObject({
      name: "ValidationException",
      message: "Version description can only be set when publish is true",
    });
    const first = await sfn.send(
      new CreateStateMachineCommand({ ...made, publish: true, versionDescription: "first" }),
    );
    const stateMachineArn = first.stateMachineArn!;
    expect(first.stateMachineVersionArn).toBe(`${stateMachineArn}:1`);
    const publish = (more: object = {}) =>
      sfn.send(new PublishStateMachineVersionCommand({ stateMachineArn, ...more }));
    expect((await publish()).stateMachineVersionArn).toBe(`${stateMachineArn}:1`);
    const { revisionId } = await sfn.send(
      new UpdateStateMachineCommand({ stateMachineArn, definition: text("two") }),
    );
    await expect(publish({ revisionId: "old" })).rejects.toMatchObject({
      name: "ConflictException",
      message: `Failed to publish the State Machine version for revision old. The current State Machine revision is ${revisionId}.`,
    });
    expect((await publish({ revisionId })).stateMachineVersionArn).toBe(`${stateMachineArn}:2`);
    const versions = async () =>
      (
        await sfn.send(new ListStateMachineVersionsCommand({ stateMachineArn }))
      ).stateMachineVersions!.map((one) => one.stateMachineVersionArn!.split(":").at(-1));
    expect(await versions()).toEqual(["2", "1"]);
    expect(
      await sfn.send(new DescribeStateMachineCommand({ stateMachineArn: `${stateMachineArn}:1` })),
    ).toMatchObject({ description: "first", definition: text("one") });
    const started = await start("published:1");
    expect(await ended(sfn, started.executionArn!)).toMatchObject({
      output: '"one"',
      stateMachineArn,
      stateMachineVersionArn: `${stateMachineArn}:1`,
    });
    const executionsOf = async (arn: string) =>
      (await sfn.send(new ListExecutionsCommand({ stateMachineArn: arn }))).executions!.length;
    expect(await executionsOf(`${stateMachineArn}:1`)).toBe(1);
    expect(await executionsOf(`${stateMachineArn}:2`)).toBe(0);
    for (let i = 0; i < 2; i++)
      await sfn.send(
        new DeleteStateMachineVersionCommand({ stateMachineVersionArn: `${stateMachineArn}:2` }),
      );
    expect(await versions()).toEqual(["1"]);
    // A number is never given again.
    expect((await publish()).stateMachineVersionArn).toBe(`${stateMachineArn}:3`);
    for (const arn of [`${stateMachineArn}:2`, `${stateMachineArn}:PROD`])
      await expect(
        sfn.send(new DescribeStateMachineCommand({ stateMachineArn: arn })),
      ).rejects.toMatchObject({
        name: "StateMachineDoesNotExist",
        message: `State Machine Does Not Exist: '${arn}'`,
      });
  });

  it("have tags, and their versions none", async () => {
    const { sfn } = running;
    const { stateMachineArn: resourceArn } = await sfn.send(
      new CreateStateMachineCommand({
        name: "tagged",
        definition: text("one"),
        roleArn: ROLE,
        publish: true,
        tags: [{ key: "a", value: "1" }],
      }),
    );
    await sfn.send(new TagResourceCommand({ resourceArn, tags: [{ key: "b", value: "" }] }));
    await sfn.send(new UntagResourceCommand({ resourceArn, tagKeys: ["a", "never"] }));
    const list = (arn: string | undefined) =>
      sfn.send(new ListTagsForResourceCommand({ resourceArn: arn }));
    expect((await list(resourceArn)).tags).toEqual([{ key: "b", value: "" }]);
    await expect(list(`${resourceArn}:1`)).rejects.toMatchObject({
      name: "ResourceNotFound",
      message: `Resource not found: '${resourceArn}:1'`,
    });
  });

  it.each<[string, object, string]>([
    [
      "status",
      { statusFilter: "succeeded" },
      "Value 'succeeded' at 'statusFilter' failed to satisfy constraint: Member must satisfy enum value set: [SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]",
    ],
    [
      "page",
      { maxResults: 1001 },
      "Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000",
    ],
    [
      "token",
      { nextToken: "x".repeat(3097) },
      `Value '${"x".repeat(3097)}' at 'nextToken' failed to satisfy constraint: Member must have length less than or equal to 3096`,
    ],
  ])("refuse a listing of executions with such a %s", async (_, more, message) => {
    await expect(
      running.sfn.send(
        new ListExecutionsCommand({ stateMachineArn: machineArn("pass"), ...(more as object) }),
      ),
    ).rejects.toMatchObject({
      name: "ValidationException",
      message: `1 validation error detected: ${message}`,
    });
  });

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
