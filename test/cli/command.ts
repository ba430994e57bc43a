// The real command in a process of its own, as a person or a script starts it.
import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");
const main = path.join(root, "packages/cli/src/main.ts");

/** How a command ended. */
export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A command that runs. */
export interface Running {
  child: ChildProcess;
  ended: Promise<Ended>;
  /** What it has written so far. */
  printed(stream: "stdout" | "stderr"): string;
  /** Resolves once the stream has shown this text; rejects when the command ends before. */
  shows(text: string, stream?: "stdout" | "stderr"): Promise<void>;
}

/** Of what stands around a test run only this reaches a command; the rest is the test's. */
const inherited = ({ PATH, HOME, ROLLCALL_PERMISSIONS }: NodeJS.ProcessEnv) => ({
  PATH,
  HOME,
  ROLLCALL_PERMISSIONS,
});

/** Starts the command. */
export function begin(args: string[], environment: NodeJS.ProcessEnv = {}): Running {
  const child = spawn(process.execPath, [main, ...args], {
    cwd: root,
    env: { ...inherited(process.env), LANG: "C", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const seen = { stdout: "", stderr: "" };
  let look = () => {};
  for (const stream of ["stdout", "stderr"] as const)
    child[stream].setEncoding("utf8").on("data", (text) => {
      seen[stream] += text;
      look();
    });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...seen }));
  });
  return {
    child,
    ended,
    printed: (stream) => seen[stream],
    shows: (text, stream = "stderr") =>
      new Promise((resolve, reject) => {
        look = () => seen[stream].includes(text) && resolve();
        look();
        void ended.then(({ code }) =>
          reject(new Error(`ended with ${code} before "${text}":\n${seen.stdout}\n${seen.stderr}`)),
        );
      }),
  };
}

/** Runs the command to its end. */
export const rollcall = (args: string[], environment?: NodeJS.ProcessEnv): Promise<Ended> =>
  begin(args, environment).ended;
