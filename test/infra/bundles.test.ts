// The synthesized bundles run as they are: with their links in a worker thread, as the sandbox starts them.
import { once } from "node:events";
import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { synthesized } from "./synthesized.ts";

const { app } = synthesized();

const body = `
  import { parentPort, workerData } from "node:worker_threads";
  try {
    const exported = {};
    for (const [id, bundle] of Object.entries(workerData.bundles)) {
      const { handler } = await import(bundle);
      if (workerData.event) await handler(workerData.event);
      exported[id] = typeof handler;
    }
    parentPort.postMessage({ exported });
  } catch (error) {
    parentPort.postMessage({ failed: error.message });
  }`;

const functionOf = (id: string) => app.functions.find((one) => one.id === id)!;

/** Loads functions, and hands each of them the event, if there is one. */
async function load(
  functions: typeof app.functions,
  links: object,
  environment: object,
  event?: unknown,
) {
  const worker = new Worker(body, {
    eval: true,
    stdout: true,
    env: {
      ...functions[0]!.environment,
      AWS_REGION: app.region,
      AWS_ACCESS_KEY_ID: app.account,
      AWS_SECRET_ACCESS_KEY: "secret",
      // A deployed function reads its links from an encrypted file.
      SST_KEY_FILE: "",
      SST_RESOURCES_JSON: JSON.stringify(links),
      ...environment,
    },
    workerData: {
      bundles: Object.fromEntries(
        functions.map(({ id, bundle }) => [id, pathToFileURL(bundle).href]),
      ),
      event,
    },
  });
  const [message] = await once(worker, "message");
  await worker.terminate();
  return message as { exported?: Record<string, string>; failed?: string };
}

const uploaded = {
  Records: [
    {
      eventTime: "2026-11-22T00:00:00.000Z",
      s3: {
        bucket: { name: "ledgers" },
        object: { key: "ledgers/%E5%8F%B0%E5%B8%B3.csv", versionId: "1" },
      },
    },
  ],
};

describe("bundles", () => {
  const seen: { target: string | undefined; body: { stateMachineArn: string; input: string } }[] =
    [];
  const server = http.createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    seen.push({ target: request.headers["x-amz-target"]?.toString(), body: JSON.parse(text) });
    response.setHeader("content-type", "application/x-amz-json-1.0");
    response.end(JSON.stringify({ executionArn: "arn:x", startDate: 1 }));
  });
  beforeAll(() => new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready)));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const endpoint = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  it("load, and export their handlers", async () => {
    const exported = Object.fromEntries(app.functions.map(({ id }) => [id, "function"]));
    expect(await load(app.functions, {}, {})).toEqual({ exported });
  });

  it("reach AWS by the names of their links", async () => {
    const startRun = functionOf("StartRun");
    const result = await load(
      [startRun],
      startRun.links,
      { AWS_ENDPOINT_URL: endpoint() },
      uploaded,
    );
    expect(result.failed).toBeUndefined();
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({
      target: "AWSStepFunctions.StartExecution",
      body: { stateMachineArn: app.stateMachines.find((one) => one.name.endsWith("-apply"))!.arn },
    });
    expect(JSON.parse(seen[0]!.body.input).key).toBe("ledgers/台帳.csv");
  });

  it("fail as on Lambda where a link is missing", async () => {
    const { failed } = await load(
      [functionOf("StartRun")],
      {},
      { AWS_ENDPOINT_URL: endpoint() },
      uploaded,
    );
    expect(failed).toMatch(/"Apply" is not linked/);
  });

  it("are readable: names are kept, and lines lead back to the sources", () => {
    for (const { bundle } of app.functions) {
      const text = fs.readFileSync(bundle, "utf8");
      expect(text).toMatch(/\/\/# sourceMappingURL=bundle\.mjs\.map\s*$/);
      const map = JSON.parse(fs.readFileSync(`${bundle}.map`, "utf8"));
      expect(map.sources.join("\n")).toMatch(/functions\/[\w-]+\.ts/);
    }
  });
});
