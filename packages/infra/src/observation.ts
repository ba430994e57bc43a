/// <reference path="../../../.sst/platform/config.d.ts" />
// The functions that ask AWS what is true and record it.
import {
  enterManagement,
  enterMembers,
  onHub,
  onTable,
  queryIndexes,
  readRunFiles,
  writeRuns,
} from "./access.ts";
import { ledgers } from "./ledgers.ts";
import { settingsLink } from "./settings-link.ts";
import { table } from "./table.ts";

export const observeRegion = new sst.aws.Function("ObserveRegion", {
  handler: "functions/observe-region.handler",
  link: [table, ledgers, settingsLink],
  permissions: [
    onHub("ListMembers", "GetMembers", "DescribeOrganizationConfiguration"),
    readRunFiles,
    writeRuns,
    ...onTable("BatchGetItem", "PutItem", "BatchWriteItem", "Query"),
    queryIndexes,
  ],
  // One Region of 5,000 accounts was seen at 46 MB (docs/roll-call.md).
  memory: "512 MB",
  // 10,000 members are 200 pages at 10 calls a second, and as many transactions.
  timeout: "5 minutes",
  retries: 0,
});

export const observeOrganization = new sst.aws.Function("ObserveOrganization", {
  handler: "functions/observe-organization.handler",
  link: [table, ledgers, settingsLink],
  permissions: [
    ...enterManagement,
    enterMembers, // whose Regions were off: they alone know which are on now
    onHub("GetMembers"),
    writeRuns,
    ...onTable("BatchGetItem", "PutItem"),
    queryIndexes,
  ],
  memory: "512 MB",
  timeout: "5 minutes",
  retries: 0,
});
