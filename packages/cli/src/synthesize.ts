// The app as it would be deployed, synthesized offline in a process of its own.
import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { CommandError, interruption } from "./exit.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const program = path.join(root, "packages/infra/src/synth/main.ts");

/** Synthesizes with these settings and returns the app as parsed JSON. Throws CommandError with the reason. */
export async function synthesize(settings: object, interrupted?: AbortSignal): Promise<unknown> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "rollcall-"));
  const file = path.join(directory, "settings.json");
  fs.writeFileSync(file, JSON.stringify(settings));
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [program, "--settings", file], {
      cwd: root,
      ...(interrupted && { signal: interrupted }),
    });
    return JSON.parse(fs.readFileSync(stdout.trim().split("\n").at(-1)!, "utf8"));
  } catch (error) {
    if (interrupted?.aborted) throw interruption();
    const told = (error as { stderr?: string }).stderr?.trim();
    throw new CommandError(`the app could not be synthesized: ${told || (error as Error).message}`);
  } finally {
    fs.rmSync(directory, { recursive: true, force: true });
  }
}
