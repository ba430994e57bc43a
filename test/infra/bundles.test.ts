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
    const { handler } = await import(workerData.bundle);
    const given = workerData.event && await handler(workerData.event);
    parentPort.postMessage({ exported: typeof handler, given });
  } catch (error) {
    parentPort.postMessage({ failed: error.message });
  }`;

async function invoke(id: string, links: object, environment: object, event?: unknown) {
  const fn = app.functions.find((one) => one.id === id)!;
  const worker = new Worker(body, {
    eval: true,
    stdout: true,
    env: {
      ...fn.environment,
      AWS_REGION: app.region,
      AWS_ACCESS_KEY_ID: app.account,
      AWS_SECRET_ACCESS_KEY: "secret",
      // A deployed function reads its links from an encrypted file.
      SST_KEY_FILE: "",
      SST_RESOURCES_JSON: JSON.stringify(links),
      ...environment,
    },
    workerData: { bundle: pathToFileURL(fn.bundle).href, event },
  });
  const [message] = await once(worker, "message");
  await worker.terminate();
  return message as { exported?: string; failed?: string };
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

  it.each(app.functions.map(({ id }) => id))("%s starts and exports its handler", async (id) => {
    expect(await invoke(id, {}, {})).toEqual({ exported: "function" });
  });

  it("reach AWS by the names of their links", async () => {
    const { links } = app.functions.find((one) => one.id === "StartRun")!;
    const result = await invoke("StartRun", links, { AWS_ENDPOINT_URL: endpoint() }, uploaded);
    expect(result.failed).toBeUndefined();
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({
      target: "AWSStepFunctions.StartExecution",
      body: { stateMachineArn: app.stateMachines.find((one) => one.name.endsWith("-apply"))!.arn },
    });
    expect(JSON.parse(seen[0]!.body.input).key).toBe("ledgers/台帳.csv");
  });

  it("fail as on Lambda where a link is missing", async () => {
    const { failed } = await invoke("StartRun", {}, { AWS_ENDPOINT_URL: endpoint() }, uploaded);
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
