import fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const STALE_MS = 60_000;

/** Whether the holder wrote its id and is no longer there, or the lock is too old to mean anything. */
function isAbandoned(file: string): boolean {
  try {
    const holder = Number(fs.readFileSync(file, "utf8"));
    if (Date.now() - fs.statSync(file).mtimeMs > STALE_MS) return true;
    if (!holder) return false; // between creating the file and writing to it
    process.kill(holder, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}

/** Runs `act` while no other process holds `file`; a holder that died is passed over. */
export async function withLock<Result>(file: string, act: () => Result): Promise<Result> {
  for (;;) {
    try {
      fs.writeFileSync(file, String(process.pid), { flag: "wx" });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      if (isAbandoned(file)) fs.rmSync(file, { force: true });
      else await sleep(50);
    }
  }
  try {
    return await act();
  } finally {
    fs.rmSync(file, { force: true });
  }
}
