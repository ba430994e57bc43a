// One data directory, one process: two that write the same journal would ruin it.
import fs from "node:fs";
import path from "node:path";

/** Takes a directory; throws when another process that still runs has it. Gives how to leave it. */
export function lock(directory: string): () => void {
  const file = path.join(directory, "process");
  const holder = fs.existsSync(file) ? Number(fs.readFileSync(file, "utf8")) : undefined;
  if (holder && holder !== process.pid && runs(holder))
    throw new Error(
      `${directory} is in use by process ${holder}; end that, or delete ${file} if it is something else`,
    );
  fs.writeFileSync(file, String(process.pid));
  return () => fs.rmSync(file, { force: true });
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0); // asks only
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
