// What may happen to something that is handed over: it comes twice, in another order, or to a process that dies.
import fs from "node:fs";
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { PutEventsCommand, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { StartExecutionCommand } from "@aws-sdk/client-sfn";
import {
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from "@aws-sdk/client-sqs";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Sandbox } from "../../packages/sandbox/src/index.ts";
import {
  ACCOUNT,
  bundle,
  clientOf,
  eventually,
  functionArn,
  machine,
  machineArn,
  mapping,
  queue,
  queueArn,
  REGION,
  ROLE,
  scratch,
  startApp,
} from "./app-fixture.ts";

const directory = scratch();
const streamArn = `arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/rows/stream/2026-01-01T00:00:00.000`;
let running: Awaited<ReturnType<typeof startApp>>;
let faults: Sandbox["world"]["faults"];

beforeAll(async () => {
  const reader = `export const handler = async ({ Records }) =>
    console.log(JSON.stringify(Records.map(({ dynamodb }) => dynamodb.NewImage.n.N)));`;
  const worker = `export const handler = async ({ wait = 0, name }) => {
    console.log("begun " + name);
    await new Promise((wake) => setTimeout(wake, wait));
    return "done";
  };`;
  const pass = (Next: string) => ({ Type: "Pass", Next });
  const steps = {
    StartAt: "A",
    States: {
      A: pass("B"),
      B: pass("C"),
      C: pass("D"),
      D: pass("E"),
      E: pass("Work"),
      Work: {
        Type: "Task",
        Resource: "arn:aws:states:::lambda:invoke",
        Arguments: { FunctionName: functionArn("worker"), Payload: { name: "step" } },
        End: true,
      },
    },
  };
  running = await startApp({
    queues: ["events", "batches", "disorder", "ordered.fifo", "objects", "schedules"].map((name) =>
      queue(name),
    ),
    buckets: [
      {
        name: "inbox",
        arn: "arn:aws:s3:::inbox",
        versioning: false,
        notifications: [{ targetArn: queueArn("objects"), events: ["s3:ObjectCreated:*"] }],
        eventBridge: false,
      },
    ],
    schedules: [
      {
        name: "daily",
        expression: "rate(300 days)",
        timezone: "UTC",
        targetArn: queueArn("schedules"),
        roleArn: ROLE,
        retries: 0,
      },
    ],
    tables: [
      {
        name: "rows",
        arn: streamArn.split("/stream/")[0]!,
        hashKey: "id",
        attributes: { id: "S" },
        globalIndexes: [],
        streamArn,
        streamView: "NEW_IMAGE",
      },
    ],
    functions: [
      bundle(directory, "reader", reader),
      bundle(directory, "worker", worker, { timeoutSeconds: 300 }),
    ],
    stateMachines: [machine("steps", steps)],
    eventSourceMappings: [
      mapping({
        id: "reader",
        sourceArn: streamArn,
        functionArn: functionArn("reader"),
        windowSeconds: 1,
      }),
    ],
  });
  ({ faults } = running.sandbox.world);
  await running.events.send(
    new PutRuleCommand({ Name: "all", EventPattern: '{"source":["test"]}' }),
  );
  const Targets = [{ Id: "queue", Arn: queueArn("events") }];
  await running.events.send(new PutTargetsCommand({ Rule: "all", Targets }));
});
afterAll(async () => {
  await running.stop();
  fs.rmSync(directory, { recursive: true });
});
afterEach(() => faults.use("fast"));

const url = (name: string) => `${running.sandbox.endpoint}/${ACCOUNT}/${name}`;

/** Bodies of the next messages of a queue, once there are so many. */
async function bodies(name: string, count: number): Promise<string[]> {
  const all: string[] = [];
  await eventually(async () => {
    const taken = { QueueUrl: url(name), MaxNumberOfMessages: 10 };
    const { Messages = [] } = await running.sqs.send(new ReceiveMessageCommand(taken));
    all.push(...Messages.map(({ Body }) => Body!));
    return all.length >= count;
  });
  return all;
}

const numbers = Array.from({ length: 10 }, (_, at) => String(at));
const put = (values: string[]) =>
  running.events.send(
    new PutEventsCommand({
      Entries: values.map((n) => ({
        Source: "test",
        DetailType: "n",
        Detail: JSON.stringify({ n }),
      })),
    }),
  );

describe("what is handed over", () => {
  it("comes twice from EventBridge", async () => {
    faults.set("event-duplicates", 1);
    await put(["1"]);
    const [one, other] = await bodies("events", 2);
    expect(other).toBe(one);
  });

  it("is left out of a batch, which says so in a 200, and never a third time", async () => {
    faults.set("failed-entries", 1);
    const once = () => put(["left"]);
    const answers = [await once(), await once(), await once()];
    expect(answers.map((one) => one.FailedEntryCount)).toEqual([1, 1, 0]);
    expect(answers[0]!.Entries).toMatchObject([{ ErrorCode: "InternalFailure" }]);
    const Entries = [{ Id: "one", MessageBody: "batch" }];
    const QueueUrl = url("batches");
    const sent = await running.sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    expect(sent.Failed).toMatchObject([{ Id: "one", SenderFault: false, Code: "InternalError" }]);
    const key = { id: { S: "row" } };
    const RequestItems = { rows: [{ DeleteRequest: { Key: key } }] };
    const written = await running.dynamodb.send(new BatchWriteItemCommand({ RequestItems }));
    expect(written.UnprocessedItems).toEqual(RequestItems);
    const read = await running.dynamodb.send(
      new BatchGetItemCommand({ RequestItems: { rows: { Keys: [key] } } }),
    );
    expect(read).toMatchObject({ UnprocessedKeys: { rows: { Keys: [key] } } });
    expect(await bodies("events", 1)).toHaveLength(1);
  });

  it("comes in any order from EventBridge", async () => {
    faults.set("event-duplicates", 0);
    faults.set("event-disorder", 5_000);
    await put(numbers);
    const order = (await bodies("events", 10)).map((body) => JSON.parse(body).detail.n);
    expect(order).not.toEqual(numbers);
    expect(order.sort()).toEqual(numbers);
  });

  it("comes in any order from a standard queue, and in order from a FIFO queue", async () => {
    faults.set("queue-disorder", 1);
    for (const MessageBody of numbers) {
      await running.sqs.send(new SendMessageCommand({ QueueUrl: url("disorder"), MessageBody }));
      const fifo = {
        QueueUrl: url("ordered.fifo"),
        MessageGroupId: "g",
        MessageDeduplicationId: MessageBody,
      };
      await running.sqs.send(new SendMessageCommand({ ...fifo, MessageBody }));
    }
    expect(await bodies("disorder", 10)).not.toEqual(numbers);
    expect(await bodies("ordered.fifo", 10)).toEqual(numbers);
  });

  it("comes twice from S3, and from the scheduler", async () => {
    faults.set("notification-duplicates", 1);
    faults.set("schedule-duplicates", 1);
    await running.s3.send(new PutObjectCommand({ Bucket: "inbox", Key: "one", Body: "1" }));
    running.sandbox.services.schedules.fire("daily");
    expect((await bodies("objects", 2)).every((body) => body.includes('"key":"one"'))).toBe(true);
    expect(await bodies("schedules", 2)).toHaveLength(2);
  });

  it("comes twice from a table's stream, each time in order", async () => {
    faults.set("stream-duplicates", 1);
    for (const n of ["1", "2", "3"])
      await running.dynamodb.send(
        new PutItemCommand({ TableName: "rows", Item: { id: { S: "row" }, n: { N: n } } }),
      );
    const logs = () => running.sandbox.services.functions.runtime.logs("reader");
    await eventually(() => logs().filter((line) => line.includes('"3"')).length === 2);
    const batches = logs().filter((line) => line.startsWith("["));
    expect(batches.length % 2).toBe(0);
    for (let at = 0; at < batches.length; at += 2) expect(batches[at + 1]).toBe(batches[at]);
    expect([...new Set(batches)].flatMap((one) => JSON.parse(one))).toEqual(["1", "2", "3"]);
  });

  it("comes twice to a function that is invoked without waiting", async () => {
    faults.set("invocation-duplicates", 1);
    const Payload = JSON.stringify({ name: "asynchronous" });
    await running.lambda.send(
      new InvokeCommand({ FunctionName: "worker", InvocationType: "Event", Payload }),
    );
    const logs = () => running.sandbox.services.functions.runtime.logs("worker");
    await eventually(() => logs().filter((one) => one.includes("asynchronous")).length === 2);
  });
});

describe("the machinery", () => {
  it("runs so many invocations at once, and refuses more", async () => {
    faults.set("machine-rates", 0.001); // one, of a thousand
    const Payload = JSON.stringify({ name: "crowded", wait: 100 });
    const client = new LambdaClient({ ...clientOf(running.sandbox.endpoint), maxAttempts: 1 });
    const answers = await Promise.allSettled(
      [1, 2, 3].map(() => client.send(new InvokeCommand({ FunctionName: "worker", Payload }))),
    );
    client.destroy();
    const refused = answers.filter(({ status }) => status === "rejected");
    expect(refused).toHaveLength(2);
    expect(refused[0]).toMatchObject({
      reason: {
        name: "TooManyRequestsException",
        Reason: "ConcurrentInvocationLimitExceeded",
        $metadata: { httpStatusCode: 429 },
      },
    });
  });

  it("lets executions wait that enter states faster than their account may", async () => {
    faults.set("machine-rates", 0.0002); // one a second, of 5,000
    const { clock } = running.sandbox.world;
    const began = clock.now();
    const started = new StartExecutionCommand({
      stateMachineArn: machineArn("steps"),
      input: "{}",
    });
    const { executionArn } = await running.sfn.send(started);
    const stopped = await eventually(async () => {
      // Not over the wire, where looks have a rate as well.
      const told = await running.sandbox.world.call(
        "states",
        "DescribeExecution",
        { executionArn },
        { account: ACCOUNT, region: REGION },
      );
      const { status, stopDate } = told as { status: string; stopDate: Date };
      return status === "SUCCEEDED" && stopDate;
    });
    // Six states, of which the bucket had room for one.
    expect(stopped.getTime() - began).toBeGreaterThanOrEqual(4_500);
  });
});

describe("a function", () => {
  const invoke = async (input: object) => {
    const Payload = JSON.stringify(input);
    const answer = await running.lambda.send(
      new InvokeCommand({ FunctionName: "worker", Payload }),
    );
    return {
      failed: answer.FunctionError,
      ...JSON.parse(`{"answer":${Buffer.from(answer.Payload!)}}`),
    };
  };

  it("is killed in the middle, and never a third time for the same event", async () => {
    faults.set("function-crashes", 1);
    for (const _ of ["once", "twice"])
      expect(await invoke({ name: "killed", wait: 200 })).toMatchObject({
        failed: "Unhandled",
        answer: {
          errorType: "Runtime.ExitError",
          errorMessage: expect.stringMatching(
            /^RequestId: .* Error: Runtime exited with error: signal: killed$/,
          ),
        },
      });
    expect(await invoke({ name: "killed", wait: 200 })).toEqual({ answer: "done" });
  });

  it("hangs until its timeout, which costs no real time", async () => {
    faults.set("function-timeouts", 1);
    const { clock } = running.sandbox.world;
    const [began, real] = [clock.now(), performance.now()];
    const { answer } = await invoke({ name: "hanging", wait: 200 });
    expect(answer.errorMessage).toMatch(
      /^RequestId: .* Error: Task timed out after 300.00 seconds$/,
    );
    expect(clock.now() - began).toBeGreaterThanOrEqual(300_000);
    expect(performance.now() - real).toBeLessThan(60_000);
  });
});
