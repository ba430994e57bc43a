/// <reference path="../../../.sst/platform/config.d.ts" />
// Where heals begin: the machine `roll-call` calls the function, and so does `rollcall heal`.
import { onTable, readRuns, writeRuns } from "./access.ts";
import { apply } from "./apply.ts";
import { ledgers } from "./ledgers.ts";
import { settingsLink } from "./settings-link.ts";
import { table } from "./table.ts";

export const startHeal = new sst.aws.Function("StartHeal", {
  handler: "functions/start-heal.handler",
  link: [table, ledgers, apply, settingsLink],
  permissions: [
    { actions: ["states:StartExecution"], resources: [apply.arn] },
    ...readRuns,
    writeRuns,
    ...onTable("GetItem", "BatchGetItem", "PutItem", "Query"),
  ],
  // Reads what the roll call saw of every Region in which somebody is outside.
  memory: "2048 MB",
  timeout: "5 minutes",
  retries: 0,
});
