// An app that boots is held to its roles: functions, state machines, schedules and event sources, each with one permission less.
import fs from "node:fs";
import { StartExecutionCommand } from "@aws-sdk/client-sfn";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { App } from "../../packages/sandbox/src/app/manifest.ts";
import {
  ACCOUNT,
  app,
  bundle,
  ended,
  eventually,
  functionArn,
  machine,
  machineArn,
  mapping,
  queue,
  queueArn,
  scratch,
  startApp,
} from "./app-fixture.ts";

const directory = scratch();
const arnOf = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;

/** A role that a service takes, with what it may do. */
const role = (name: string, service: string, statements: object[]): App["roles"][number] => ({
  name,
  arn: arnOf(name),
  trust: {
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: `${service}.amazonaws.com` },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": ACCOUNT } },
      },
    ],
  },
  policies: [{ Statement: statements }],
  managedPolicyArns: [],
});
const allow = (Action: string | string[], Resource: string) => ({
  Effect: "Allow",
  Action,
  Resource,
});

/** Lists secrets, and says how that ended. */
const LISTS = `
  export const handler = async () => {
    const answer = await fetch(process.env.AWS_ENDPOINT_URL, { method: "POST", headers: {
      "x-amz-target": "secretsmanager.ListSecrets", "content-type": "application/x-amz-json-1.1",
      "x-amz-security-token": process.env.AWS_SESSION_TOKEN,
      authorization: "AWS4-HMAC-SHA256 Credential=" + process.env.AWS_ACCESS_KEY_ID +
        "/20260101/us-east-1/secretsmanager/aws4_request, SignedHeaders=host, Signature=x",
    }, body: "{}" });
    return { status: answer.status, ...(await answer.json()) };
  };`;

let world: Awaited<ReturnType<typeof startApp>>;
const told: string[] = [];

beforeAll(async () => {
  const invoke = (name: string) => allow("lambda:InvokeFunction", functionArn(name));
  const task = (FunctionName: string) => ({
    StartAt: "Task",
    States: {
      Task: {
        Type: "Task",
        Resource: "arn:aws:states:::lambda:invoke",
        Arguments: { FunctionName },
        Output: "{% $states.result.Payload %}",
        End: true,
      },
    },
  });
  world = await startApp(
    {
      roles: [
        ...app({}).roles,
        role("function", "lambda", []),
        role("machine", "states", [invoke("lists")]),
        role("schedule", "scheduler", [invoke("other")]),
        role("reader", "lambda", [
          allow(["sqs:ReceiveMessage", "sqs:DeleteMessage"], queueArn("jobs")),
        ]),
      ],
      functions: [
        bundle(directory, "lists", LISTS, { roleArn: arnOf("function") }),
        bundle(directory, "other", "export const handler = () => 'done';"),
        bundle(directory, "reads", "export const handler = () => 'read';", {
          roleArn: arnOf("reader"),
        }),
      ],
      stateMachines: [
        { ...machine("allowed", task(functionArn("lists"))), roleArn: arnOf("machine") },
        { ...machine("denied", task(functionArn("other"))), roleArn: arnOf("machine") },
      ],
      schedules: [
        {
          name: "nightly",
          expression: "rate(300 days)",
          timezone: "UTC",
          targetArn: functionArn("lists"),
          roleArn: arnOf("schedule"),
          retries: 0,
        },
      ],
      queues: [queue("jobs")],
      eventSourceMappings: [
        mapping({ id: "jobs", sourceArn: queueArn("jobs"), functionArn: functionArn("reads") }),
      ],
    },
    { log: (line) => told.push(line) },
  );
});
afterAll(async () => {
  await world.stop();
  fs.rmSync(directory, { recursive: true });
});

const run = async (name: string) => {
  const { executionArn } = await world.sfn.send(
    new StartExecutionCommand({ stateMachineArn: machineArn(name) }),
  );
  return ended(world.sfn, executionArn!);
};

it("holds a function to its role, and a machine that may call it lets it run", async () => {
  const { status, output } = await run("allowed");
  expect(status).toBe("SUCCEEDED");
  expect(JSON.parse(output!)).toMatchObject({
    status: 400,
    __type: expect.stringContaining("AccessDeniedException"),
    message: `User: arn:aws:sts::${ACCOUNT}:assumed-role/function/lists is not authorized to perform: secretsmanager:ListSecrets on resource: * because no identity-based policy allows the secretsmanager:ListSecrets action`,
  });
});

it("fails a machine's task that its role does not allow, with the error as Step Functions names it", async () => {
  const { status, error, cause } = await run("denied");
  expect([status, error]).toEqual(["FAILED", "Lambda.AccessDeniedException"]);
  expect(cause).toContain(
    `is not authorized to perform: lambda:InvokeFunction on resource: ${functionArn("other")} because no identity-based policy allows the lambda:InvokeFunction action (Service: Lambda, Status Code: 403`,
  );
});

it("drops what a schedule may not deliver", async () => {
  world.sandbox.services.schedules.fire("nightly");
  const line = await eventually(() => told.find((one) => one.includes("dropped an event")));
  expect(line).toContain("assumed-role/schedule/");
  expect(line).toContain("lambda:InvokeFunction");
});

it("reads no queue for a function whose role lacks what Lambda needs, and says so", async () => {
  const QueueUrl = `${world.sandbox.endpoint}/${ACCOUNT}/jobs`;
  await world.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "{}" }));
  expect(told.join()).toContain("reads does not read arn:aws:sqs:us-east-1:111111111111:jobs");
  const reader = world.sandbox.permissions().find(({ holder }) => holder === "function reads");
  expect(reader?.denials).toEqual([expect.objectContaining({ action: "sqs:GetQueueAttributes" })]);
});

it("does not boot with a role that its service cannot take", async () => {
  const roles = [...app({}).roles, role("mine", "events", [])];
  const functions = [bundle(directory, "orphan", "", { roleArn: arnOf("mine") })];
  await expect(startApp({ roles, functions })).rejects.toThrow(
    `${arnOf("mine")} does not let lambda.amazonaws.com take it`,
  );
});

it("does not boot with a policy that it could not judge", async () => {
  const Condition = { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } };
  const roles = [role("odd", "lambda", [{ ...allow("s3:*", "*"), Condition }])];
  await expect(startApp({ roles })).rejects.toThrow(
    "the role odd cannot be judged here: not emulated: the condition operator IpAddress",
  );
});
