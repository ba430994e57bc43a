/// <reference path="../../../.sst/platform/config.d.ts" />
// Accounts that rollcall may not enter: their owners are asked, and `await-joiner` waits for each.
import { awaitJoiner as definition } from "../../../workflows/await-joiner.ts";
import { onHub, onTable, readRuns, writeRuns } from "./access.ts";
import { partition } from "./account.ts";
import { ledgers } from "./ledgers.ts";
import { settingsLink } from "./settings-link.ts";
import { table } from "./table.ts";
import { workflow } from "./workflow.ts";

export const sendScript = new sst.aws.Function("SendScript", {
  handler: "functions/send-script.handler",
  link: [table, ledgers, settingsLink],
  permissions: [writeRuns, ...onTable("GetItem", "PutItem")],
  memory: "512 MB",
  timeout: "1 minute",
  retries: 0,
});

export const lookJoiner = new sst.aws.Function("LookJoiner", {
  handler: "functions/look-joiner.handler",
  link: [table, settingsLink],
  permissions: [onHub("GetMembers"), ...onTable("GetItem", "BatchGetItem", "PutItem")],
  memory: "512 MB",
  timeout: "2 minutes",
  retries: 0,
});

export const awaitJoiner = workflow("await-joiner", {
  refs: { sendScriptArn: sendScript.arn, lookJoinerArn: lookJoiner.arn, partition },
  definition,
  invokes: [sendScript, lookJoiner],
  statements: [],
});

export const startJoiners = new sst.aws.Function("StartJoiners", {
  handler: "functions/start-joiners.handler",
  link: [table, ledgers, settingsLink, awaitJoiner],
  permissions: [
    ...readRuns,
    { actions: ["states:StartExecution"], resources: [awaitJoiner.arn] },
    ...onTable("GetItem", "PutItem"),
  ],
  memory: "1024 MB",
  timeout: "10 minutes",
  retries: 0,
});
