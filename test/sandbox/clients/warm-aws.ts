// The AWS CLI for tests that call it often: loaded once, and a fork of it for each call (warm-aws.py).
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

const script = path.join(import.meta.dirname, "warm-aws.py");

/** The first of these commands that works. */
const works = (command: string, options: string[]): boolean => {
  try {
    execFileSync(command, options, { stdio: "ignore", timeout: 30_000 });
    return true;
  } catch {
    return false;
  }
};

/** Why the CLI cannot be used, or undefined. Debian's `awscli` is a library of Debian's Python. */
export const noCli = works("/usr/bin/python3", ["-c", "import awscli.clidriver"])
  ? undefined
  : "Debian's awscli is not installed";

/** Loads the CLI and puts a command `aws` into a new directory `bin` below this one. */
export async function warmAws(directory: string): Promise<{ bin: string; stop: () => void }> {
  const socket = path.join(directory, "aws.sock");
  const server = spawn("/usr/bin/python3", [script, "serve", socket], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise<void>((resolve, reject) => {
    server.stdout.once("data", () => resolve());
    server.once("exit", () => reject(new Error("the AWS CLI did not start")));
  });
  const bin = path.join(directory, "bin");
  fs.mkdirSync(bin);
  const command = `#!/bin/sh\nexec /usr/bin/python3 -S -E '${script}' '${socket}' "$@"\n`;
  fs.writeFileSync(path.join(bin, "aws"), command, { mode: 0o755 });
  return { bin, stop: () => server.kill() };
}
