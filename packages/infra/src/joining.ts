/// <reference path="../../../.sst/platform/config.d.ts" />
// The functions that bring accounts in: the hub's side for a Region, the member's side for an account.
import { enterMembers, onHub, onTable, readRuns } from "./access.ts";
import { ledgers } from "./ledgers.ts";
import { settingsLink } from "./settings-link.ts";
import { table } from "./table.ts";

export const inviteRegion = new sst.aws.Function("InviteRegion", {
  handler: "functions/invite-region.handler",
  link: [table, ledgers],
  permissions: [
    onHub("CreateMembers", "InviteMembers", "GetMembers"),
    ...readRuns,
    ...onTable("BatchGetItem", "PutItem", "BatchWriteItem", "Query"),
  ],
  memory: "1024 MB",
  timeout: "5 minutes",
  retries: 0,
});

export const joinAccount = new sst.aws.Function("JoinAccount", {
  handler: "functions/join-account.handler",
  link: [table, settingsLink],
  permissions: [
    enterMembers,
    // Only for one that declined: its old invitation is gone, and the hub sends another.
    onHub("InviteMembers"),
    ...onTable("BatchGetItem", "PutItem", "BatchWriteItem"),
  ],
  memory: "512 MB",
  timeout: "2 minutes",
  retries: 0,
});
