// Checks what can be known about a deployment without AWS, and prints a line for each rule:
//   node packages/infra/src/check/main.ts [--settings FILE] [--stage NAME] [--json]
// Exit code 0: every rule holds; 1: a rule is broken, or the app cannot be synthesized; 2: wrong usage.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import type { Synthesized } from "./rule.ts";
import { type Finding, findings } from "./rules.ts";

const usage = "usage: deploy:check [--settings FILE] [--stage NAME] [--json]";
const synth = path.resolve(import.meta.dirname, "../synth/main.ts");

function options() {
  try {
    return parseArgs({
      options: {
        settings: { type: "string" },
        stage: { type: "string" },
        json: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${usage}\n`);
    process.exit(2);
  }
}

function synthesized(given: ReturnType<typeof options>): Synthesized {
  const passed = [
    ...(given.settings ? ["--settings", given.settings] : []),
    ...(given.stage ? ["--stage", given.stage] : []),
  ];
  const run = spawnSync(process.execPath, [synth, ...passed], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (run.status !== 0) process.exit(1);
  const file = run.stdout.trim();
  const read = (name: string) =>
    JSON.parse(fs.readFileSync(path.join(path.dirname(file), name), "utf8"));
  return { app: read("app.json"), resources: read("resources.json") };
}

function table(found: Finding[]): string {
  const width = Math.max(...found.map(({ rule }) => rule.length));
  return found
    .map(({ rule, holds, problems }) => {
      const verdict = problems.length === 0 ? "ok  " : "FAIL";
      const lines = problems.map((problem) => `       ${problem}\n`);
      return `  ${verdict} ${rule.padEnd(width)}  ${holds}\n${lines.join("")}`;
    })
    .join("");
}

const given = options();
const what = synthesized(given);
const found = findings(what);
const broken = found.filter(({ problems }) => problems.length > 0).length;
const { functions, stateMachines } = what.app;

if (given.json) {
  const document = { schemaVersion: 1, ok: broken === 0, rules: found };
  process.stdout.write(`${JSON.stringify(document, null, 1)}\n`);
} else {
  process.stdout.write(
    `${what.app.name}, stage ${what.app.stage}: ${what.resources.length} resources, ` +
      `${functions.length} functions, ${stateMachines.length} state machines\n\n${table(found)}\n` +
      (broken === 0
        ? "Everything that can be known without AWS holds. docs/deploy.md says what cannot.\n"
        : `${broken} of ${found.length} rules are broken.\n`),
  );
}
process.exitCode = broken === 0 ? 0 : 1;
