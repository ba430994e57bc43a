// Preloaded into a command: kills it while it writes the first line of its journal that matches KILL_ON, with
// nothing, half or all of that line on disk. The journal is all that survives a kill, so its lines are the moments.
import fs from "node:fs";
import { isMainThread } from "node:worker_threads";

const { KILL_ON, KILL_WRITTEN } = process.env;
const write = fs.writeSync;
const fatal = new RegExp(KILL_ON ?? "$^");

// The command starts other programs of node, and threads, which keep no journal.
if (KILL_ON && isMainThread && process.argv[1]?.endsWith("packages/cli/src/main.ts"))
  fs.writeSync = (file, text, ...rest) => {
    const line = typeof text === "string" && text.indexOf("\n") === text.length - 1;
    if (!line || !fatal.test(text)) return write(file, text, ...rest);
    if (KILL_WRITTEN === "half") write(file, text.slice(0, text.length / 2));
    if (KILL_WRITTEN === "all") write(file, text);
    process.kill(process.pid, "SIGKILL");
  };
