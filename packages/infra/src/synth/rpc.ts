// Components call back into the SST CLI over HTTP. This answers the calls that AWS components make.
import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";

/** What a function component asks the CLI to build: its handler, and its links with their values. */
export interface Build {
  functionID: string;
  handler: string;
  links: Record<string, unknown>;
}

/** The CLI's stand-in. */
export interface Rpc {
  url: string;
  builds: Build[];
  close(): void;
}

type Method = (args: unknown) => unknown;

/** Starts the stand-in; `temporary` is a directory that is thrown away later. */
export async function startRpc(account: string, temporary: string): Promise<Rpc> {
  const builds: Build[] = [];
  // Components zip what was built and hash the zip. Nothing reads the hash here, and the real bundles
  // are made elsewhere (handlers.ts), so an empty file saves seconds.
  const out = path.join(temporary, "code");
  fs.mkdirSync(out, { recursive: true });
  fs.writeFileSync(path.join(out, "bundle.mjs"), "");

  const methods: Record<string, Method> = {
    "Provider.Aws.Bootstrap": () => ({
      asset: "synth-assets",
      assetEcrRegistryId: account,
      assetEcrUrl: "synth-images",
      state: "synth-state",
    }),
    "Runtime.AddTarget": () => true,
    "Runtime.Build": (args) => {
      const build = args as Build;
      builds.push(build);
      const exported = build.handler.slice(build.handler.lastIndexOf(".") + 1);
      return { handler: `bundle.${exported}`, out, errors: [], sourcemaps: [] };
    },
  };

  const server = http.createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const { method, params } = JSON.parse(text);
    const answer = methods[method];
    const body = answer
      ? { result: answer(params[0]) }
      : { error: `synth does not answer ${method}; add it to rpc.ts` };
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    builds,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
