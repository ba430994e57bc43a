// Runs every test project and ends with one plain line of counts.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const directory = fs.mkdtempSync(path.join(os.tmpdir(), "rollcall-test-"));
const file = path.join(directory, "results.json");
const vitest = path.resolve(import.meta.dirname, "../node_modules/vitest/vitest.mjs");
const { status } = spawnSync(
  process.execPath,
  [
    vitest,
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${file}`,
    ...process.argv.slice(2),
  ],
  { stdio: "inherit" },
);

interface Results {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numFailedTestSuites: number;
  testResults: { status: string; assertionResults: unknown[] }[];
}
const results: Results | undefined = fs.existsSync(file)
  ? JSON.parse(fs.readFileSync(file, "utf8"))
  : undefined;
fs.rmSync(directory, { recursive: true, force: true });

// A file that could not even be loaded has no tests to count, and is a failure all the same.
const unloaded =
  results?.testResults.filter((one) => one.status === "failed" && one.assertionResults.length === 0)
    .length ?? 0;
const failed = results ? results.numFailedTests + unloaded : 1;
console.log(
  `${results?.numPassedTests ?? 0} passed, ${status === 0 ? failed : Math.max(1, failed)} failed, ${results?.numPendingTests ?? 0} skipped`,
);
process.exitCode = status === 0 && failed === 0 ? 0 : 1;
