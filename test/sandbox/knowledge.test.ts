// What the README says of each operation: nothing is missing, nothing is made up, and the tables are current.
import fs from "node:fs";
import { expect, it } from "vitest";
import { startSandbox } from "../../packages/sandbox/src/index.ts";
import { placed, withTable } from "../../packages/sandbox/src/knowledge/main.ts";
import { knowledge, operationsOf } from "../../packages/sandbox/src/knowledge.ts";

it("knows each operation of each service once", async () => {
  const sandbox = await startSandbox();
  const served = sandbox.services.all.map(({ id, handlers }) => [id, Object.keys(handlers).sort()]);
  await sandbox.stop();
  const known = Object.entries(knowledge).map(([id, one]) => [
    id,
    operationsOf(one)
      .map(([operation]) => operation)
      .sort(),
  ]);
  expect(Object.fromEntries(known)).toEqual(Object.fromEntries(served));
});

it.each(placed)("stands in $mark as it is known", ({ file, mark, table }) => {
  const text = fs.readFileSync(file, "utf8");
  expect(text, "write it with: npm run knowledge").toBe(withTable(text, mark, table()));
});
