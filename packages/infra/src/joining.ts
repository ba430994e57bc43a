/// <reference path="../../../.sst/platform/config.d.ts" />
// The functions that bring accounts in, and raise their baseline: the hub's side for a Region, the member's side for an
// account.
import {
  enterMembers,
  onHub,
  onHubGuardDuty,
  onTable,
  queryIndexes,
  readRunFiles,
} from "./access.ts";
import { ledgers } from "./ledgers.ts";
import { settingsLink } from "./settings-link.ts";
import { table } from "./table.ts";

export const inviteRegion = new sst.aws.Function("InviteRegion", {
  handler: "functions/invite-region.handler",
  link: [table, ledgers],
  permissions: [
    onHub("CreateMembers", "InviteMembers", "GetMembers"),
    readRunFiles,
    ...onTable("BatchGetItem", "PutItem", "BatchWriteItem", "Query"),
    queryIndexes,
  ],
  memory: "1024 MB",
  timeout: "5 minutes",
  retries: 0,
});

export const enlistRegion = new sst.aws.Function("EnlistRegion", {
  handler: "functions/enlist-region.handler",
  link: [table, ledgers, settingsLink],
  permissions: [...onHubGuardDuty, readRunFiles, ...onTable("BatchGetItem", "PutItem")],
  memory: "512 MB",
  timeout: "5 minutes",
  retries: 0,
});

export const raiseBaseline = new sst.aws.Function("RaiseBaseline", {
  handler: "functions/raise-baseline.handler",
  link: [table, settingsLink],
  permissions: [enterMembers, ...onTable("BatchGetItem", "PutItem")],
  memory: "512 MB",
  timeout: "2 minutes",
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
