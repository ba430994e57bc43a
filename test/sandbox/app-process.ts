// A sandbox in a process of its own, for tests that kill it: `node app-process.ts APP.json DATA`.
// Prints its endpoint.
import fs from "node:fs";
import { startSandbox } from "../../packages/sandbox/src/index.ts";

const [, , file, dataDirectory] = process.argv;
const sandbox = await startSandbox({
  app: JSON.parse(fs.readFileSync(file!, "utf8")),
  dataDirectory,
  log: (line) => process.stderr.write(`${line}\n`),
});
process.stdout.write(`${sandbox.endpoint}\n`);
