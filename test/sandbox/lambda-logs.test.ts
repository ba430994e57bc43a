// What functions print is kept in files of the data directory, which is let go of when the sandbox stops.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, expect, it } from "vitest";
import { FunctionLogs } from "../../packages/sandbox/src/services/lambda/logs.ts";

const directory = fs.mkdtempSync(path.join(os.tmpdir(), "rollcall-logs-"));
afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

it("writes nothing once it is closed, whatever a thread that is being ended still prints", () => {
  const logs = new FunctionLogs(path.join(directory, "logs"));
  logs.print("one", "first\n");
  logs.close();
  fs.rmSync(directory, { recursive: true });
  logs.print("one", "second\n");
  expect(fs.existsSync(directory)).toBe(false);
});
