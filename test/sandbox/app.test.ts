// A whole app: booted from its manifest, wired as it says, and going on where a kill left it.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import {
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { afterAll, describe, expect, it } from "vitest";
import { App } from "../../packages/sandbox/src/app/manifest.ts";
import {
  ACCOUNT,
  app,
  bundle,
  clientOf,
  ended,
  eventually,
  functionArn,
  machine,
  machineArn,
  mapping,
  queue,
  queueArn,
  ROLE,
  scratch,
  startApp,
} from "./app-fixture.ts";

const directory = scratch();
afterAll(() => fs.rmSync(directory, { recursive: true }));

const clients =
  "import { createRequire } from 'node:module'; const need = createRequire(" +
  JSON.stringify(path.resolve("packages/sandbox/package.json")) +
  ");";
const starter = `${clients}
  const { SFNClient, StartExecutionCommand } = need("@aws-sdk/client-sfn");
  const client = new SFNClient({});
  export const handler = async ({ Records: [{ s3 }] }) => {
    const { key, versionId } = s3.object;
    await client.send(new StartExecutionCommand({
      stateMachineArn: ${JSON.stringify(machineArn("work"))},
      name: versionId.replaceAll(/[^\\w-]/g, "") + key.length,
      input: JSON.stringify({ key: decodeURIComponent(key.replaceAll("+", " ")) }),
    }));
  };`;

describe("an app", () => {
  it("runs as its manifest says: bucket, function, machine, bus, queue", async () => {
    const bus = `arn:aws:events:us-east-1:${ACCOUNT}:event-bus/facts`;
    const running = await startApp({
      buckets: [
        {
          name: "inbox",
          arn: "arn:aws:s3:::inbox",
          versioning: true,
          notifications: [
            {
              targetArn: functionArn("starter"),
              events: ["s3:ObjectCreated:*"],
              prefix: "in/",
              suffix: ".csv",
            },
          ],
          eventBridge: false,
        },
      ],
      functions: [bundle(directory, "starter", starter)],
      stateMachines: [
        machine("work", {
          StartAt: "Tell",
          States: {
            Tell: {
              Type: "Task",
              Resource: "arn:aws:states:::events:putEvents",
              Arguments: {
                Entries: [
                  {
                    Source: "work",
                    DetailType: "seen",
                    EventBusName: "facts",
                    Detail: "{% $states.input %}",
                  },
                ],
              },
              End: true,
            },
          },
        }),
      ],
      buses: [{ name: "facts", arn: bus }],
      rules: [
        {
          name: "seen",
          bus: "facts",
          pattern: { "detail-type": ["seen"] },
          targets: [{ id: "queue", arn: queueArn("heard") }],
        },
      ],
      queues: [queue("heard")],
      parameters: [{ name: "/sst/test", value: "here", tier: "Standard" }],
    });
    await running.s3.send(new PutObjectCommand({ Bucket: "inbox", Key: "out/no.csv", Body: "x" }));
    await running.s3.send(
      new PutObjectCommand({ Bucket: "inbox", Key: "in/台帳 1.csv", Body: "x" }),
    );
    const body = await eventually(async () => {
      const { Messages } = await running.sqs.send(
        new ReceiveMessageCommand({ QueueUrl: `${running.sandbox.endpoint}/${ACCOUNT}/heard` }),
      );
      return Messages?.[0]?.Body;
    });
    expect(JSON.parse(body)).toMatchObject({
      source: "work",
      "detail-type": "seen",
      detail: { key: "in/台帳 1.csv" },
    });
    const { executions } = await running.sfn.send(
      new ListExecutionsCommand({ stateMachineArn: machineArn("work") }),
    );
    expect(executions).toHaveLength(1);
    const counts = running.sandbox.calls.counts();
    for (const call of [
      "lambda:Invoke",
      "states:StartExecution",
      "events:PutEvents",
      "sqs:SendMessage",
    ])
      expect(counts[call]).toBeGreaterThan(0);
    const ssm = new SSMClient(clientOf(running.sandbox.endpoint));
    expect((await ssm.send(new GetParameterCommand({ Name: "/sst/test" }))).Parameter?.Value).toBe(
      "here",
    );
    ssm.destroy();
    await running.stop();
  });

  it("fires its schedules by hand, with the input of the schedule", async () => {
    const running = await startApp({
      functions: [
        bundle(
          directory,
          "tick",
          "export const handler = async (event) => console.log('tick ' + event.kind);",
        ),
      ],
      schedules: [
        {
          name: "nightly",
          expression: "cron(0 3 * * ? *)",
          timezone: "Asia/Tokyo",
          targetArn: functionArn("tick"),
          roleArn: ROLE,
          input: '{"kind":"night"}',
          retries: 0,
        },
      ],
    });
    const { schedules, functions } = running.sandbox.services;
    expect(new Date(schedules.next("nightly")!).toISOString()).toMatch(/T18:00:00\.000Z$/);
    schedules.fire("nightly");
    expect(await eventually(() => functions.runtime.logs("tick")[0])).toBe("tick night");
    expect(() => schedules.fire("daily")).toThrow("no schedule daily; there are: nightly");
    await running.stop();
  });

  it("is refused with the path of the field that is wrong", () => {
    const wrong = { ...app({}), queues: [{ ...queue("q"), fifo: "no" }] };
    const { error } = App.safeParse(wrong);
    expect(error?.issues.map(({ path }) => path.join("."))).toEqual(["queues.0.fifo"]);
  });
});

describe("after a kill", () => {
  const data = path.join(directory, "data");
  const manifest = path.join(directory, "app.json");
  const lines = path.join(directory, "lines.txt");
  let child: ChildProcess | undefined;

  const boot = async (): Promise<string> => {
    child = spawn(process.execPath, [path.resolve("test/sandbox/app-process.ts"), manifest, data], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [endpoint] = (await once(child.stdout!, "data")) as [Buffer];
    return endpoint.toString().trim();
  };
  const kill = async () => {
    const gone = once(child!, "exit");
    child!.kill("SIGKILL");
    await gone;
  };
  afterAll(() => void child?.kill("SIGKILL"));
  const written = () =>
    fs.existsSync(lines) ? fs.readFileSync(lines, "utf8").split("\n").filter(Boolean) : [];

  it("executions, children, messages and asynchronous invocations go on, and none is done twice that was recorded", async () => {
    const note = `import fs from "node:fs"; const note = (line) => fs.appendFileSync(${JSON.stringify(lines)}, line + "\\n");`;
    const step = { Type: "Task", Resource: "arn:aws:states:::lambda:invoke" };
    fs.writeFileSync(
      manifest,
      JSON.stringify(
        app({
          queues: [queue("jobs", { visibilityTimeoutSeconds: 600 })],
          functions: [
            bundle(
              directory,
              "step",
              `${note} export const handler = async ({ name }) => { note(name); if (name.startsWith("slow")) await new Promise((r) => setTimeout(r, 300)); return name; };`,
            ),
            // Holds on until the test has killed the process once.
            bundle(
              directory,
              "job",
              `${note} export const handler = async ({ Records }) => { for (const { body } of Records) { note("began " + body); while (!fs.existsSync(${JSON.stringify(path.join(directory, "killed"))})) await new Promise((r) => setTimeout(r, 20)); note("did " + body); } };`,
            ),
          ],
          eventSourceMappings: [
            mapping({ id: "jobs", sourceArn: queueArn("jobs"), functionArn: functionArn("job") }),
          ],
          stateMachines: [
            machine("child", {
              StartAt: "W",
              States: { W: { Type: "Wait", Seconds: 6, Output: "child", End: true } },
            }),
            machine("long", {
              StartAt: "First",
              States: {
                First: {
                  ...step,
                  Arguments: { FunctionName: functionArn("step"), Payload: { name: "first" } },
                  Next: "Many",
                },
                Many: {
                  Type: "Map",
                  Items: ["slow a", "slow b", "slow c", "slow d"],
                  MaxConcurrency: 1,
                  ItemProcessor: {
                    ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
                    StartAt: "Do",
                    States: {
                      Do: {
                        ...step,
                        Arguments: {
                          FunctionName: functionArn("step"),
                          Payload: { name: "{% $states.input %}" },
                        },
                        Output: "{% $states.result.Payload %}",
                        End: true,
                      },
                    },
                  },
                  Next: "Nest",
                },
                Nest: {
                  Type: "Task",
                  Resource: "arn:aws:states:::states:startExecution.sync:2",
                  Arguments: {
                    StateMachineArn: machineArn("child"),
                    Name: "only-child",
                    Input: {},
                  },
                  Output: { many: "{% $states.input %}", nested: "{% $states.result.Output %}" },
                  End: true,
                },
              },
            }),
          ],
        }),
      ),
    );
    let endpoint = await boot();
    let sfn = new SFNClient(clientOf(endpoint));
    let sqs = new SQSClient(clientOf(endpoint));
    await sqs.send(
      new SendMessageCommand({ QueueUrl: `${endpoint}/${ACCOUNT}/jobs`, MessageBody: "job" }),
    );
    const { executionArn } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn: machineArn("long"), name: "one" }),
    );
    const lambda = new LambdaClient(clientOf(endpoint));
    const Payload = JSON.stringify({ Records: [{ body: "later" }] });
    await lambda.send(new InvokeCommand({ FunctionName: "job", InvocationType: "Event", Payload }));
    lambda.destroy();
    await eventually(() =>
      ["slow b", "began job", "began later"].every((line) => written().includes(line)),
    );
    await kill();
    fs.writeFileSync(path.join(directory, "killed"), "");

    sfn.destroy();
    sqs.destroy();
    endpoint = await boot();
    sfn = new SFNClient(clientOf(endpoint));
    sqs = new SQSClient(clientOf(endpoint));
    const nested = () =>
      sfn.send(new ListExecutionsCommand({ stateMachineArn: machineArn("child") }));
    await eventually(async () => (await nested()).executions!.length > 0);
    await kill();

    sfn.destroy();
    sqs.destroy();
    endpoint = await boot();
    sfn = new SFNClient(clientOf(endpoint));
    const end = await ended(sfn, executionArn!);
    expect(end.status).toBe("SUCCEEDED");
    expect(JSON.parse(end.output!)).toEqual({
      many: ["slow a", "slow b", "slow c", "slow d"],
      nested: "child",
    });
    // The first step and the first child had answered before the kill.
    for (const name of ["first", "slow a"])
      expect(written().filter((line) => line === name)).toEqual([name]);
    for (const name of ["slow b", "slow c", "slow d"]) expect(written()).toContain(name);
    expect((await nested()).executions).toHaveLength(1);
    const { events } = await sfn.send(new GetExecutionHistoryCommand({ executionArn }));
    expect(events!.map(({ id }) => id)).toEqual(events!.map((_, at) => at + 1));
    expect(events?.at(-1)?.type).toBe("ExecutionSucceeded");
    for (const line of ["did job", "did later"]) await eventually(() => written().includes(line));
    sfn.destroy();
    await kill();
  });
});
