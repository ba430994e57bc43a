// Synthesizes the app offline and prints the path of the result:
//   node packages/infra/src/synth/main.ts [--settings FILE] [--out FILE] [--stage NAME] [--env-types] [--traces]
// Run it as a child process and trust its exit code: once per process is all that SST allows.
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { directoryOf, isThere } from "./cache.ts";
import { fingerprint } from "./fingerprint.ts";
import { root } from "./root.ts";

const usage = "usage: synth [--settings FILE] [--out FILE] [--stage NAME] [--env-types] [--traces]";

function fail(error: unknown): never {
  const known = error instanceof Error && !(error instanceof TypeError);
  process.stderr.write(`synth: ${known ? error.message : ((error as Error)?.stack ?? error)}\n`);
  if (!known && !given.traces) process.stderr.write("synth: --traces says where\n");
  process.exit(1);
}

function options() {
  try {
    return parseArgs({
      options: {
        settings: { type: "string" },
        out: { type: "string" },
        stage: { type: "string", default: "local" },
        "env-types": { type: "boolean", default: false },
        traces: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${usage}\n`);
    process.exit(2);
  }
}

const given = options();
process.on("unhandledRejection", fail);
process.on("uncaughtException", fail);

// Pulumi takes a stack trace for each promise, some thousands: without them the program takes a third less time.
if (!given.traces) Error.stackTraceLimit = 0;

if (given.settings) process.env.ROLLCALL_SETTINGS = path.resolve(given.settings);
// After the variable is set: the module reads it once. SST's program reads it again in the bundle.
const { settings } = await import("../settings.ts");

const name = fingerprint(settings, given.stage);
if (!isThere(name)) {
  const { produce } = await import("./produce.ts");
  await produce(name, settings, given.stage);
}

const result = path.join(directoryOf(name), "app.json");
if (given["env-types"]) {
  const { renderEnvTypes } = await import("./env-types.ts");
  const app = JSON.parse(fs.readFileSync(result, "utf8"));
  fs.writeFileSync(path.join(root, "sst-env.d.ts"), renderEnvTypes(app));
}
if (given.out) {
  fs.mkdirSync(path.dirname(path.resolve(given.out)), { recursive: true });
  fs.copyFileSync(result, given.out);
}
process.stdout.write(`${given.out ? path.resolve(given.out) : result}\n`);
