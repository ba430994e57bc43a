/// <reference path="../../../.sst/platform/config.d.ts" />
// The functions that carry a run from an uploaded file to its summary.
import { onTable, readLedgers, readRuns, writeRuns } from "./access.ts";
import { ledgers } from "./ledgers.ts";
import { settingsLink } from "./settings-link.ts";
import { table } from "./table.ts";

export const openRun = new sst.aws.Function("OpenRun", {
  handler: "functions/open-run.handler",
  link: [table, ledgers, settingsLink],
  permissions: [
    readLedgers,
    ...readRuns,
    writeRuns,
    ...onTable("GetItem", "BatchGetItem", "PutItem", "BatchWriteItem", "Query"),
  ],
  // A ledger may have 50,000 rows; unpacking and parsing that takes memory and a core.
  memory: "2048 MB",
  timeout: "2 minutes",
  retries: 0,
});

export const planRun = new sst.aws.Function("PlanRun", {
  handler: "functions/plan-run.handler",
  link: [table, ledgers, settingsLink],
  permissions: [...readRuns, writeRuns, ...onTable("GetItem", "BatchGetItem", "PutItem")],
  memory: "2048 MB",
  timeout: "5 minutes",
  retries: 0,
});

export const advanceRun = new sst.aws.Function("AdvanceRun", {
  handler: "functions/advance-run.handler",
  link: [table],
  permissions: onTable("GetItem", "PutItem"),
  memory: "512 MB",
  timeout: "30 seconds",
  retries: 0,
});

export const closeRun = new sst.aws.Function("CloseRun", {
  handler: "functions/close-run.handler",
  link: [table, ledgers, settingsLink],
  permissions: [...readRuns, writeRuns, ...onTable("GetItem", "BatchGetItem", "PutItem", "Query")],
  memory: "1024 MB",
  timeout: "5 minutes",
  retries: 0,
});
