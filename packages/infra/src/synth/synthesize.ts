// Offline synthesis: runs the real sst.config.ts and the real SST components against an in-process
// Pulumi monitor. Once per process; trust only the exit code, because errors inside `apply` surface as
// unhandled rejections after the program has returned.
import crypto from "node:crypto";
import { pathToFileURL } from "node:url";
import { runtime } from "@pulumi/pulumi";
import { setMocks } from "@pulumi/pulumi/runtime/mocks.js";
import { answersFor, type Place } from "./aws.ts";
import type { AppConfig } from "./config.ts";
import { type Resource, recordingMonitor } from "./monitor.ts";
import { CLI, cliOf, programOf } from "./program.ts";
import { type Build, startRpc } from "./rpc.ts";

/** What one run of the program registered. */
export interface Registered {
  app: AppConfig;
  builds: Build[];
  resources: Resource[];
}

/** Physical names end in a hash of random bytes; a constant makes two runs equal. */
function steadyNames(): () => void {
  const original = crypto.randomBytes;
  crypto.randomBytes = ((size: number, callback?: never) =>
    callback ? original(size, callback) : Buffer.alloc(size, 7)) as typeof crypto.randomBytes;
  return () => {
    crypto.randomBytes = original;
  };
}

/** Runs the program; `temporary` is a directory that the caller removes. */
export async function synthesize(
  place: Place,
  stage: string,
  temporary: string,
): Promise<Registered> {
  const { app, file } = await programOf(stage);
  const rpc = await startRpc(place.account, temporary);
  const restoreNames = steadyNames();
  const directory = process.cwd();
  try {
    Object.assign(globalThis, { [CLI]: cliOf(temporary) });
    process.env.SST_SERVER = rpc.url;
    const { monitor, mocks, resources } = recordingMonitor(app, answersFor(place));
    // The first call also says which features the monitor has, the second puts ours in its place.
    await setMocks(mocks, app.name, stage, false);
    runtime.setMockOptions(monitor, app.name, stage, false, "organization");
    await runtime.runInPulumiStack(async () => (await import(pathToFileURL(file).href)).outputs);
    await runtime.disconnect();
    const sorted = [...resources.values()].sort((a, b) => (a.urn < b.urn ? -1 : 1));
    return { app, builds: rpc.builds, resources: sorted };
  } finally {
    process.chdir(directory); // the platform's start function goes to the project's root
    restoreNames();
    rpc.close();
  }
}
