// The synthesized app, once for all tests of this folder: synthesis runs in a process of its own and is cached.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Synthesized } from "../../packages/infra/src/check/rule.ts";

export const root = path.resolve(import.meta.dirname, "../..");
const main = path.join(root, "packages/infra/src/synth/main.ts");

/** Runs the synthesis as users do. */
export function synth(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, ROLLCALL_SETTINGS: "" },
  });
  return { status, file: stdout.trim(), stderr };
}

/** Reads what a synthesis wrote. */
export function read(file: string): Synthesized {
  const json = (name: string) =>
    JSON.parse(fs.readFileSync(path.join(path.dirname(file), name), "utf8"));
  return { app: json("app.json"), resources: json("resources.json") };
}

/** The app with default settings. */
export function synthesized(): Synthesized {
  const { status, file, stderr } = synth();
  if (status !== 0) throw new Error(stderr);
  return read(file);
}

const directory = fs.mkdtempSync(path.join(os.tmpdir(), "rollcall-settings-"));
process.once("exit", () => fs.rmSync(directory, { recursive: true, force: true }));
let files = 0;

/** Writes a settings file that is removed at the end of the process. */
export function settingsFile(content: unknown): string {
  const file = path.join(directory, `${++files}.json`);
  fs.writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}
