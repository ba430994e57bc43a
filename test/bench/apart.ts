// Runs a program of the bench in a process of its own, so that its memory is its own, and reads the JSON that it prints.
import { spawn } from "node:child_process";
import path from "node:path";
import { text } from "node:stream/consumers";

/** Throws when the program fails; what it says goes to stderr. */
export async function apart<Answer>(program: string, ...given: string[]): Promise<Answer> {
  const file = path.join(import.meta.dirname, program);
  const child = spawn(process.execPath, [file, ...given], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const said = await text(child.stdout);
  const code = await ended;
  if (code !== 0) throw new Error(`${program} ${given.join(" ")} ended with ${code}`);
  return JSON.parse(said.split("\n").at(-1)!);
}
