// Runs every test project, checks what the roles of all systems were allowed and used, and ends with one plain line of
// counts. `--permissions` prints that report in full.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { synthesized } from "./infra/synthesized.ts";
import { excusedBy, problemsOf, readKept, reportOf, sumOf } from "./permissions.ts";

const given = process.argv.slice(2);
const report = given.includes("--permissions");
const chosen = given.filter((one) => one !== "--permissions");

const directory = fs.mkdtempSync(path.join(os.tmpdir(), "rollcall-test-"));
const file = path.join(directory, "results.json");
const permissions = path.join(directory, "permissions");
const vitest = path.resolve(import.meta.dirname, "../node_modules/vitest/vitest.mjs");
// Each worker, and each process that a test starts, loads what another one has compiled.
const compiled = path.join(os.tmpdir(), "node-compile-cache");
const { status } = spawnSync(
  process.execPath,
  [vitest, "run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`, ...chosen],
  {
    stdio: "inherit",
    env: {
      NODE_COMPILE_CACHE: compiled,
      ...process.env,
      ROLLCALL_PERMISSIONS: permissions,
    },
  },
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
const sum = sumOf(readKept(permissions));
fs.rmSync(directory, { recursive: true, force: true });

// The last test of a run: it needs what all others have left. A part of the tests cannot use everything.
const whole = chosen.length === 0 && status === 0;
const excused = whole || report ? excusedBy(synthesized()) : undefined;
const problems = problemsOf(sum, whole ? excused : undefined);
if (report && excused) console.log(`\n${reportOf(sum, excused)}`);
if (problems.length > 0)
  console.log(
    `\nPermissions (packages/infra/src):\n${problems.map((one) => `  × ${one}`).join("\n")}`,
  );

// A file that could not even be loaded has no tests to count, and is a failure all the same.
const unloaded =
  results?.testResults.filter((one) => one.status === "failed" && one.assertionResults.length === 0)
    .length ?? 0;
const permitted = problems.length === 0 ? 0 : 1;
const failed = (results ? results.numFailedTests + unloaded : 1) + permitted;
console.log(
  `${(results?.numPassedTests ?? 0) + 1 - permitted} passed, ${status === 0 ? failed : Math.max(1, failed)} failed, ${results?.numPendingTests ?? 0} skipped`,
);
process.exitCode = status === 0 && failed === 0 ? 0 : 1;
