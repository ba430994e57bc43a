// Keeps what was made under .sst/rollcall/<fingerprint>: two settings never share a directory, and a
// directory appears complete or not at all, whoever else is making the same one.
import fs from "node:fs";
import path from "node:path";
import { work } from "./root.ts";

const home = path.join(work, "rollcall");
const KEPT = 20;
const RECENT_MS = 24 * 60 * 60_000; // younger ones may be in use by a running sandbox

/** Where the result of this name lies, or will lie. */
export const directoryOf = (name: string) => path.join(home, name);

/** Whether it lies there. */
export const isThere = (name: string) => fs.existsSync(directoryOf(name));

/** Removes a file or directory when the process ends, however it ends short of a kill. */
export function removeAtExit(file: string): void {
  process.once("exit", () => fs.rmSync(file, { recursive: true, force: true }));
}

/** A new directory to work in, until the process ends. */
export function temporaryDirectory(name: string): string {
  fs.mkdirSync(home, { recursive: true });
  const directory = fs.mkdtempSync(path.join(home, `.${name}-`));
  fs.chmodSync(directory, 0o755);
  removeAtExit(directory);
  return directory;
}

/** Moves a finished directory to its place. When another process was faster, its result stays. */
function settle(temporary: string, name: string): void {
  try {
    fs.renameSync(temporary, directoryOf(name));
  } catch (error) {
    if (!isThere(name)) throw error;
  }
}

/** The directory of this name. Where it is not there yet, `make` fills a temporary one, which takes its place when complete. */
export async function made(
  name: string,
  make: (directory: string) => Promise<void>,
): Promise<string> {
  if (!isThere(name)) {
    const temporary = temporaryDirectory(name);
    await make(temporary);
    settle(temporary, name);
  }
  return directoryOf(name);
}

/** Removes the oldest results. */
export function forgetOld(): void {
  const entries = fs
    .readdirSync(home)
    .flatMap((name) => {
      const stat = fs.statSync(path.join(home, name), { throwIfNoEntry: false });
      return stat ? [{ name, age: Date.now() - stat.mtimeMs }] : [];
    })
    .sort((a, b) => a.age - b.age);
  for (const { name, age } of entries.slice(KEPT))
    if (age > RECENT_MS) fs.rmSync(path.join(home, name), { recursive: true, force: true });
}
