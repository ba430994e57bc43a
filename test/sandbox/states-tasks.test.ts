// What tasks of an execution reach: functions, other machines, people with tokens, any service.
import fs from "node:fs";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import {
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  type GetExecutionHistoryCommandInput,
  ListExecutionsCommand,
  ListMapRunsCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  ACCOUNT,
  bundle,
  ended,
  eventually,
  functionArn,
  machine,
  machineArn,
  queue,
  scratch,
  startApp,
} from "./app-fixture.ts";

const directory = scratch();
let running: Awaited<ReturnType<typeof startApp>>;

const task = (Resource: string, Arguments: object, more: object = {}) => ({
  Type: "Task",
  Resource: `arn:aws:states:::${Resource}`,
  Arguments,
  ...more,
});
/** A machine of one task whose result is the output. */
const single = (name: string, ...call: Parameters<typeof task>) =>
  machine(name, { StartAt: "Do", States: { Do: { ...task(...call), End: true } } });

beforeAll(async () => {
  const url = `https://sqs.us-east-1.amazonaws.com/${ACCOUNT}/jobs`;
  running = await startApp({
    queues: [queue("jobs")],
    buckets: [
      {
        name: "lists",
        arn: "arn:aws:s3:::lists",
        versioning: false,
        notifications: [],
        eventBridge: false,
      },
    ],
    functions: [
      bundle(
        directory,
        "double",
        "export const handler = async ({ n }) => { if (n === 13) throw new RangeError('unlucky'); return { n: n * 2 }; };",
      ),
    ],
    stateMachines: [
      machine("pass", { StartAt: "P", States: { P: { Type: "Pass", End: true } } }),
      machine("sleep", {
        StartAt: "W",
        States: { W: { Type: "Wait", Seconds: 86_400, End: true } },
      }),
      single("invoke", "lambda:invoke", {
        FunctionName: functionArn("double"),
        Payload: "{% $states.input %}",
      }),
      machine("plain", {
        StartAt: "Do",
        States: { Do: { Type: "Task", Resource: functionArn("double"), End: true } },
      }),
      single("nest", "states:startExecution.sync:2", {
        StateMachineArn: "{% $states.input.machine %}",
        Input: { from: "nest" },
        Name: "{% $states.input.name %}",
      }),
      single(
        "token",
        "sqs:sendMessage.waitForTaskToken",
        { QueueUrl: url, MessageBody: { token: "{% $states.context.Task.Token %}" } },
        { HeartbeatSeconds: 3600 },
      ),
      single(
        "impatient",
        "sqs:sendMessage.waitForTaskToken",
        { QueueUrl: url, MessageBody: "{% $states.context.Task.Token %}" },
        { HeartbeatSeconds: 100 },
      ),
      single("describe", "aws-sdk:sfn:describeExecution", {
        ExecutionArn: "{% $states.input.arn %}",
      }),
      single("events", "events:putEvents", {
        Entries: [{ Source: "aws.mine", DetailType: "t", Detail: { a: 1 } }],
      }),
      single("object", "aws-sdk:s3:getObject", { Bucket: "lists", Key: "{% $states.input.key %}" }),
      machine("map", {
        StartAt: "M",
        States: {
          M: {
            Type: "Map",
            MaxConcurrency: 4,
            ToleratedFailurePercentage: 100,
            ItemReader: {
              Resource: "arn:aws:states:::s3:getObject",
              ReaderConfig: { InputType: "JSON" },
              Arguments: { Bucket: "lists", Key: "numbers.json" },
            },
            ItemProcessor: {
              ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
              StartAt: "Do",
              States: {
                Do: {
                  ...task(
                    "lambda:invoke",
                    { FunctionName: functionArn("double"), Payload: { n: "{% $states.input %}" } },
                    { Output: "{% $states.result.Payload.n %}" },
                  ),
                  End: true,
                },
              },
            },
            End: true,
          },
        },
      }),
    ],
  });
});
afterAll(async () => {
  await running.stop();
  fs.rmSync(directory, { recursive: true });
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

describe("tasks", () => {
  it("invoke functions, and carry the function's error", async () => {
    expect((await run("invoke", { n: 21 })).value).toMatchObject({
      ExecutedVersion: "$LATEST",
      Payload: { n: 42 },
      StatusCode: 200,
    });
    expect((await run("plain", { n: 4 })).value).toEqual({ n: 8 });
    const { status, error, cause } = await run("invoke", { n: 13 });
    expect([status, error]).toEqual(["FAILED", "RangeError"]);
    expect(JSON.parse(cause!)).toMatchObject({ errorType: "RangeError", errorMessage: "unlucky" });
  });

  it("start another machine and wait for it, and name what goes wrong", async () => {
    const done = await run("nest", { machine: machineArn("pass"), name: "nested" });
    expect(done.value).toMatchObject({
      Status: "SUCCEEDED",
      Input: { from: "nest" },
      Output: { from: "nest" },
      Name: "nested",
    });
    const { events } = await history(done.executionArn);
    expect(events?.map(({ type }) => type)).toContain("TaskSubmitted");
    const taken = await run("nest", { machine: machineArn("pass"), name: "nested" });
    expect([taken.status, taken.error]).toEqual([
      "FAILED",
      "StepFunctions.ExecutionAlreadyExistsException",
    ]);
    const missing = await run("nest", { machine: machineArn("nothing"), name: "n" });
    expect(missing.error).toBe("StepFunctions.StateMachineDoesNotExistException");
    expect(missing.cause).toMatch(
      /\(Service: StepFunctions, Status Code: 400, Request ID: [0-9a-f-]{36}\)$/,
    );
  });

  it("stop the nested execution with their own", async () => {
    const { executionArn } = await start("nest", { machine: machineArn("sleep"), name: "below" });
    const nested = `${machineArn("sleep").replace("stateMachine", "execution")}:below`;
    await eventually(() =>
      running.sfn
        .send(new DescribeExecutionCommand({ executionArn: nested }))
        .catch(() => undefined),
    );
    await running.sfn.send(new StopExecutionCommand({ executionArn }));
    expect((await ended(running.sfn, nested)).status).toBe("ABORTED");
  });

  it("wait for whoever has the token", async () => {
    const tokenOf = () =>
      eventually(async () => {
        const QueueUrl = `${running.sandbox.endpoint}/${ACCOUNT}/jobs`;
        const { Messages } = await running.sqs.send(new ReceiveMessageCommand({ QueueUrl }));
        return Messages && (JSON.parse(Messages[0]!.Body!).token as string);
      });
    const first = await start("token");
    const taskToken = await tokenOf();
    await running.sfn.send(new SendTaskHeartbeatCommand({ taskToken }));
    await expect(
      running.sfn.send(new SendTaskSuccessCommand({ taskToken, output: "{" })),
    ).rejects.toMatchObject({ name: "InvalidOutput" });
    await running.sfn.send(new SendTaskSuccessCommand({ taskToken, output: '{"approved":true}' }));
    expect((await ended(running.sfn, first.executionArn!)).output).toBe('{"approved":true}');
    await expect(
      running.sfn.send(new SendTaskSuccessCommand({ taskToken, output: "1" })),
    ).rejects.toMatchObject({ name: "TaskTimedOut" });
    await expect(
      running.sfn.send(new SendTaskSuccessCommand({ taskToken: "no", output: "1" })),
    ).rejects.toMatchObject({ name: "InvalidToken" });

    const second = await start("token");
    await running.sfn.send(
      new SendTaskFailureCommand({
        taskToken: await tokenOf(),
        error: "Refused",
        cause: "by a person",
      }),
    );
    expect(await ended(running.sfn, second.executionArn!)).toMatchObject({
      status: "FAILED",
      error: "Refused",
      cause: "by a person",
    });

    const third = await run("impatient");
    expect([third.status, third.error]).toEqual(["FAILED", "States.Timeout"]);
  });

  it("reach any service by its SDK's names", async () => {
    const { executionArn } = await run("pass", { seen: 1 });
    expect((await run("describe", { arn: executionArn })).value).toMatchObject({
      Status: "SUCCEEDED",
      Output: '{"seen":1}',
      ExecutionArn: executionArn,
    });
    const never = `${executionArn}x`;
    expect((await run("describe", { arn: never })).error).toBe(
      "Sfn.ExecutionDoesNotExistException",
    );
    await running.s3.send(new PutObjectCommand({ Bucket: "lists", Key: "text", Body: "本文" }));
    expect((await run("object", { key: "text" })).value.Body).toBe("本文");
    expect((await run("object", { key: "none" })).error).toBe("S3.NoSuchKeyException");
    expect((await run("events")).error).toBe("EventBridge.FailedEntry");
  });

  it("act as the machine's role, and every call is in the journal", async () => {
    const mark = running.sandbox.calls.mark();
    await ended(running.sfn, (await start("invoke", { n: 1 }, { name: "acting" })).executionArn!);
    const calls = running.sandbox.calls.since(mark).filter(({ service }) => service === "lambda");
    expect(calls).toMatchObject([
      {
        operation: "Invoke",
        account: ACCOUNT,
        principal: `arn:aws:sts::${ACCOUNT}:assumed-role/worker/acting`,
      },
    ]);
  });
});

describe("a distributed map", () => {
  it("runs a child execution for each item of a file, and counts them", async () => {
    await running.s3.send(
      new PutObjectCommand({ Bucket: "lists", Key: "numbers.json", Body: "[1, 2, 13, 4]" }),
    );
    const { executionArn, value } = await run("map");
    expect(value).toEqual([2, 4, 8]);
    const { mapRuns } = await running.sfn.send(new ListMapRunsCommand({ executionArn }));
    const mapRunArn = mapRuns?.[0]?.mapRunArn;
    const described = await running.sfn.send(new DescribeMapRunCommand({ mapRunArn }));
    expect(described).toMatchObject({
      status: "SUCCEEDED",
      maxConcurrency: 4,
      executionArn,
      itemCounts: { total: 4, succeeded: 3, failed: 1, running: 0, pending: 0 },
    });
    const { executions } = await running.sfn.send(new ListExecutionsCommand({ mapRunArn }));
    expect(executions?.map(({ status }) => status).sort()).toEqual([
      "FAILED",
      "SUCCEEDED",
      "SUCCEEDED",
      "SUCCEEDED",
    ]);
    const failed = executions!.find(({ status }) => status === "FAILED")!;
    expect(
      await running.sfn.send(new DescribeExecutionCommand({ executionArn: failed.executionArn })),
    ).toMatchObject({ input: "13", error: "RangeError", mapRunArn });
    const { events } = await history(failed.executionArn);
    expect(events?.at(-1)?.type).toBe("ExecutionFailed");
    expect(
      await running.sfn.send(
        new DescribeStateMachineForExecutionCommand({ executionArn: failed.executionArn }),
      ),
    ).toMatchObject({ mapRunArn });
    const listed = await running.sfn.send(
      new ListExecutionsCommand({ stateMachineArn: machineArn("map") }),
    );
    expect(listed.executions).toHaveLength(1);
  });
});
