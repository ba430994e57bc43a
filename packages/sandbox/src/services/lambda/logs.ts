// What functions print: a file for each function, or the latest lines in memory.
import fs from "node:fs";
import path from "node:path";

/** Characters of a function's output that are kept in memory. */
const KEPT = 256 * 1024;

/** The output of all functions. */
export class FunctionLogs {
  readonly #directory: string | undefined;
  readonly #memory = new Map<string, string>();
  #closed = false;

  /** Writes `<directory>/<function>.log`; keeps only the latest output in memory when there is none. */
  constructor(directory?: string) {
    this.#directory = directory;
    if (directory) fs.mkdirSync(directory, { recursive: true });
  }

  /** Writes no more: threads that are being ended still print, and the directory may be another sandbox's by then. */
  close(): void {
    this.#closed = true;
  }

  print(functionName: string, text: string): void {
    if (this.#closed) return;
    if (this.#directory) {
      fs.appendFileSync(this.#file(functionName), text);
      return;
    }
    const all = (this.#memory.get(functionName) ?? "") + text;
    this.#memory.set(functionName, all.slice(-KEPT));
  }

  /** The latest lines of a function, oldest first. */
  read(functionName: string, most = 1000): string[] {
    const text = this.#directory ? this.#tail(functionName) : this.#memory.get(functionName);
    return (text ?? "").split("\n").filter(Boolean).slice(-most);
  }

  #file(functionName: string): string {
    return path.join(this.#directory!, `${functionName.replace(/[^\w.-]/g, "_")}.log`);
  }

  #tail(functionName: string): string {
    const file = this.#file(functionName);
    return fs.existsSync(file) ? fs.readFileSync(file, "utf8").slice(-KEPT) : "";
  }
}
