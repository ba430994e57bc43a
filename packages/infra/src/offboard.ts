/// <reference path="../../../.sst/platform/config.d.ts" />
// The state machine `offboard`: one execution is one plan's approved removals.
import { offboard as definition } from "../../../workflows/offboard.ts";
import {
  enterManagement,
  enterMembers,
  onHub,
  onTable,
  queryIndexes,
  readRunFiles,
  readRuns,
  writeFindings,
  writeRuns,
} from "./access.ts";
import { partition } from "./account.ts";
import { ledgers } from "./ledgers.ts";
import { advanceRun } from "./runs.ts";
import { settingsLink } from "./settings-link.ts";
import { table } from "./table.ts";
import { workflow } from "./workflow.ts";

export const exportFindings = new sst.aws.Function("ExportFindings", {
  handler: "functions/export-findings.handler",
  link: [table, ledgers, settingsLink],
  permissions: [
    onHub("GetFindings"),
    ...readRuns,
    writeRuns,
    writeFindings,
    ...onTable("GetItem", "PutItem", "BatchWriteItem"),
  ],
  memory: "1024 MB",
  timeout: "10 minutes",
  retries: 0,
});

export const removeRegion = new sst.aws.Function("RemoveRegion", {
  handler: "functions/remove-region.handler",
  link: [table, ledgers, settingsLink],
  permissions: [
    onHub("DisassociateMembers", "DeleteMembers", "ListMembers", "GetMembers"),
    ...readRuns,
    ...onTable("GetItem", "BatchGetItem", "PutItem", "BatchWriteItem", "Query"),
    queryIndexes,
  ],
  memory: "1024 MB",
  timeout: "5 minutes",
  retries: 0,
});

export const cleanMembers = new sst.aws.Function("CleanMembers", {
  handler: "functions/clean-members.handler",
  link: [table, ledgers, settingsLink],
  permissions: [
    enterMembers,
    ...readRuns,
    writeRuns,
    ...onTable("GetItem", "BatchGetItem", "PutItem"),
  ],
  memory: "1024 MB",
  timeout: "10 minutes",
  retries: 0,
});

/** For `apply`: an account is closed once it is out, on a request of its own. */
export const closeAccounts = new sst.aws.Function("CloseAccounts", {
  handler: "functions/close-accounts.handler",
  link: [table, ledgers, settingsLink],
  permissions: [
    ...enterManagement,
    readRunFiles,
    ...onTable("GetItem", "BatchGetItem", "PutItem", "BatchWriteItem", "Query"),
  ],
  memory: "512 MB",
  timeout: "2 minutes",
  retries: 0,
});

export const offboard = workflow("offboard", {
  refs: {
    advanceRunArn: advanceRun.arn,
    exportFindingsArn: exportFindings.arn,
    removeRegionArn: removeRegion.arn,
    cleanMembersArn: cleanMembers.arn,
    partition,
  },
  definition,
  invokes: [advanceRun, exportFindings, removeRegion, cleanMembers],
  statements: [],
});
