// `rollcall start` as a process of its own, which may be killed on its way.
import { spawn } from "node:child_process";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../../..");

/** When to kill: at the first line of the journal that matches, and how much of that line reaches the disk. */
export interface Kill {
  on: RegExp;
  written: "nothing" | "half" | "all";
}

/** How a start ended: with an exit code, or with none when it was killed. */
export interface Ending {
  code: number | null;
  out: string;
  err: string;
}

/** Runs `start --once --json` with these options to its end. */
export function start(options: string[], kill?: Kill): Promise<Ending> {
  const program = path.join(root, "packages/cli/src/main.ts");
  const child = spawn(process.execPath, [program, "start", "--once", "--json", ...options], {
    cwd: root,
    env: {
      ...process.env,
      NO_COLOR: "1",
      ...(kill && {
        NODE_OPTIONS: `--import ${path.join(import.meta.dirname, "at-write.mjs")}`,
        KILL_ON: kill.on.source,
        KILL_WRITTEN: kill.written,
      }),
    },
  });
  let [out, err] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, out, err })));
}
