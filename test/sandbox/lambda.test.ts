// Lambda: what a bundle sees, how an invocation ends, and what happens to those nobody waits for.
import fs from "node:fs";
import { GetFunctionCommand, InvokeCommand, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  ACCOUNT,
  bundle,
  eventually,
  functionArn,
  queue,
  queueArn,
  REGION,
  ROLE,
  scratch,
  startApp,
} from "./app-fixture.ts";

const directory = scratch();
let running: Awaited<ReturnType<typeof startApp>>;

beforeAll(async () => {
  process.env.HOST_SECRET = "only the host's";
  running = await startApp({
    queues: [queue("failures"), queue("linked")],
    functions: [
      bundle(
        directory,
        "look",
        `let count = 0;
        export const handler = async (event, context) => {
          console.log(JSON.stringify({ event, count: ++count }));
          return {
            event, count, env: process.env, links: JSON.parse(process.env.SST_RESOURCES_JSON), now: Date.now(),
            date: new Date() instanceof Date && typeof Date() === "string" && new Date(0).getTime() === 0,
            context: { ...context, left: context.getRemainingTimeInMillis() },
          };
        };`,
        { links: { Queue: { url: queue("linked").url } }, environment: { OWN: "yes" } },
      ),
      bundle(
        directory,
        "fail",
        `export const handler = async () => { throw new RangeError("too far"); };`,
      ),
      bundle(
        directory,
        "hang",
        `export const handler = (event) => event.hang ? new Promise(() => setInterval(() => {}, 1000)) : Promise.resolve("fine");`,
        { timeoutSeconds: 1 },
      ),
      bundle(directory, "leave", "export const handler = async () => process.exit(3);"),
      bundle(
        directory,
        "broken",
        "import './not-there.mjs'; export const handler = async () => 1;",
      ),
      bundle(directory, "unnamed", "export const other = async () => 1;"),
      bundle(
        directory,
        "busy",
        `let inside = 0;
        export const handler = async () => {
          const mine = ++inside;
          await new Promise((resolve) => setTimeout(resolve, 30));
          inside--;
          return mine;
        };`,
      ),
      bundle(
        directory,
        "flaky",
        `let tries = 0; export const handler = async () => { throw new Error("try " + ++tries); };`,
        {
          onFailureArn: queueArn("failures"),
        },
      ),
    ],
  });
});
afterAll(async () => {
  delete process.env.HOST_SECRET;
  await running.stop();
  fs.rmSync(directory, { recursive: true });
});

const invoke = async (FunctionName: string, event: unknown = {}, more: object = {}) => {
  const answer = await running.lambda.send(
    new InvokeCommand({ FunctionName, Payload: JSON.stringify(event), ...more }),
  );
  const text = Buffer.from(answer.Payload ?? []).toString();
  return { ...answer, value: text === "" ? undefined : JSON.parse(text) };
};

describe("a function", () => {
  it("has its own links and environment, and nothing of the host's", async () => {
    const { value, StatusCode, ExecutedVersion } = await invoke("look", { hello: "日本" });
    expect([StatusCode, ExecutedVersion]).toEqual([200, "$LATEST"]);
    expect(value.event).toEqual({ hello: "日本" });
    expect(value.links).toEqual({
      Queue: { url: `${running.sandbox.endpoint}/${ACCOUNT}/linked` },
    });
    expect(value.env).toMatchObject({
      OWN: "yes",
      AWS_REGION: REGION,
      AWS_ENDPOINT_URL: running.sandbox.endpoint,
      SST_KEY_FILE: "",
    });
    expect(value.env.HOST_SECRET).toBeUndefined();
    expect(value.env.PATH).toBeUndefined();
    const session = JSON.parse(Buffer.from(value.env.AWS_SESSION_TOKEN, "base64").toString());
    expect(session.arn).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/worker/look`);
  });

  it("sees the sandbox's time, and its own context", async () => {
    await running.sandbox.world.clock.sleep(100_000);
    const { value } = await invoke("look");
    expect(Math.abs(value.now - running.sandbox.world.clock.now())).toBeLessThan(5_000);
    expect(value.now - Date.now()).toBeGreaterThan(90_000);
    expect(value.date).toBe(true);
    expect(value.context).toMatchObject({
      functionName: "look",
      invokedFunctionArn: functionArn("look"),
      memoryLimitInMB: "1024",
    });
    expect(value.context.left).toBeGreaterThan(15_000);
  });

  it("is reused while it is warm, and its output is kept", async () => {
    const first = (await invoke("look", { n: 1 })).value.count;
    expect((await invoke(functionArn("look"), { n: 2 })).value.count).toBe(first + 1);
    const lines = await eventually(() => {
      const found = running.sandbox.services.functions.runtime.logs("look");
      return found.length > first && found;
    });
    expect(JSON.parse(lines.at(-1)!)).toEqual({ event: { n: 2 }, count: first + 1 });
  });

  it("runs one invocation at a time in each of at most two environments", async () => {
    const all = await Promise.all(Array.from({ length: 10 }, () => invoke("busy")));
    expect(all.map(({ value }) => value)).toEqual(Array(10).fill(1));
  });
});

describe("an invocation that fails", () => {
  it("reports the error's name, message and trace", async () => {
    const { FunctionError, value, StatusCode } = await invoke("fail");
    expect([StatusCode, FunctionError]).toEqual([200, "Unhandled"]);
    expect(value).toMatchObject({ errorType: "RangeError", errorMessage: "too far" });
    expect(value.trace[0]).toBe("RangeError: too far");
  });

  it("ends with its timeout, and the next one starts afresh", async () => {
    const { FunctionError, value } = await invoke("hang", { hang: true });
    expect(FunctionError).toBe("Unhandled");
    expect(value.errorType).toBe("Sandbox.Timedout");
    expect(value.errorMessage).toMatch(
      /^RequestId: [0-9a-f-]{36} Error: Task timed out after 1\.00 seconds$/,
    );
    expect((await invoke("hang")).value).toBe("fine");
  });

  it("tells of a process that leaves, a module that does not load, and a handler that is not there", async () => {
    expect((await invoke("leave")).value).toMatchObject({ errorType: "Runtime.ExitError" });
    expect((await invoke("broken")).value.errorMessage).toContain("not-there.mjs");
    expect((await invoke("unnamed")).value).toMatchObject({ errorType: "Runtime.HandlerNotFound" });
    await expect(invoke("nobody")).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    await expect(
      running.lambda.send(new InvokeCommand({ FunctionName: "look", Payload: "{" })),
    ).rejects.toMatchObject({
      name: "InvalidRequestContentException",
    });
  });
});

it("tries an asynchronous invocation three times, and then tells the failure destination", async () => {
  const before = running.sandbox.world.clock.now();
  const { StatusCode } = await invoke("flaky", { order: 7 }, { InvocationType: "Event" });
  expect(StatusCode).toBe(202);
  const message = await eventually(async () => {
    const { Messages } = await running.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: `${running.sandbox.endpoint}/${ACCOUNT}/failures` }),
    );
    return Messages?.[0];
  });
  expect(JSON.parse(message.Body!)).toMatchObject({
    requestContext: {
      condition: "RetriesExhausted",
      approximateInvokeCount: 3,
      functionArn: `${functionArn("flaky")}:$LATEST`,
    },
    requestPayload: { order: 7 },
    responsePayload: { errorMessage: "try 3" },
  });
  expect(running.sandbox.world.clock.now() - before).toBeGreaterThan(180_000);
});

it("lists functions, and answers a dry run", async () => {
  const { Functions } = await running.lambda.send(new ListFunctionsCommand({}));
  expect(Functions?.map(({ FunctionName }) => FunctionName)).toContain("look");
  const { Configuration } = await running.lambda.send(
    new GetFunctionCommand({ FunctionName: "look" }),
  );
  expect(Configuration).toMatchObject({ Role: ROLE, Timeout: 20, MemorySize: 1024 });
  expect((await invoke("look", {}, { InvocationType: "DryRun" })).StatusCode).toBe(204);
});
