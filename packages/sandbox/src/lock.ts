// One data directory, one process: two that write the same journal would ruin it. The lock is a file with
// the holder's id, and its birth where the system tells it, since ids are given again after a kill.
import fs from "node:fs";
import path from "node:path";

/** Another process works on the data directory. */
export class DirectoryInUse extends Error {
  override readonly name = "DirectoryInUse";
  constructor(directory: string, holder: number) {
    super(
      `${directory} is in use by process ${holder}; end that process first, or name another directory`,
    );
  }
}

const fileIn = (directory: string) => path.join(directory, "process");

/** Takes a directory over from a process that is gone; throws DirectoryInUse while it runs. Gives how to leave it. */
export function lock(directory: string): () => void {
  const file = fileIn(directory);
  const own = `${process.pid} ${birthOf(process.pid)}`;
  for (;;) {
    refuseInUse(directory);
    fs.rmSync(file, { force: true });
    try {
      // Of two processes that start at the same moment one creates the file, and the other looks again.
      fs.writeFileSync(file, own, { flag: "wx" });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
  return () => {
    if (contentOf(file) === own) fs.rmSync(file, { force: true });
  };
}

/** Throws DirectoryInUse when another process that still runs has the directory. */
export function refuseInUse(directory: string): void {
  const [pid = "", birth = ""] = contentOf(fileIn(directory)).split(" ");
  const holder = Number(pid);
  if (!holder || holder === process.pid || !runs(holder)) return;
  if (birth === "" || birth === birthOf(holder)) throw new DirectoryInUse(directory, holder);
}

function contentOf(file: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** Fields of Linux's /proc/PID/stat from the third on (proc(5)); nothing elsewhere. */
function statOf(pid: number): string[] {
  const stat = contentOf(`/proc/${pid}/stat`);
  // The second field is the command's name in parentheses, which may hold blanks.
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

/** Field 22, the start in clock ticks since boot; empty where the system does not tell. */
const birthOf = (pid: number): string => statOf(pid)[19] ?? "";

/** Linux's PF_EXITING in field 9 (include/linux/sched.h). */
const EXITING = 0x4;

/** Killed, and not gone yet: it writes no more, though its parent has not heard of its end. */
function isDying(pid: number): boolean {
  const [state = "", , , , , , flags] = statOf(pid);
  return state === "Z" || state === "X" || (Number(flags) & EXITING) !== 0;
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0); // asks only
    return !isDying(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
