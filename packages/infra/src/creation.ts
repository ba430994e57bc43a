/// <reference path="../../../.sst/platform/config.d.ts" />
// The functions that create one account and give it the role that rollcall enters by.
import { enterManagement, onTable, readRunFiles } from "./access.ts";
import { ledgers } from "./ledgers.ts";
import { settingsLink } from "./settings-link.ts";
import { table } from "./table.ts";

const asks = [
  ...enterManagement,
  readRunFiles,
  ...onTable("GetItem", "BatchGetItem", "PutItem", "BatchWriteItem"),
];

export const requestAccount = new sst.aws.Function("RequestAccount", {
  handler: "functions/request-account.handler",
  link: [table, ledgers, settingsLink],
  permissions: asks,
  // Looks through ListAccounts and ListCreateAccountStatus before it creates anything.
  timeout: "2 minutes",
  memory: "512 MB",
  retries: 0,
});

export const checkAccount = new sst.aws.Function("CheckAccount", {
  handler: "functions/check-account.handler",
  link: [table, ledgers, settingsLink],
  permissions: asks,
  timeout: "1 minute",
  memory: "512 MB",
  retries: 0,
});

export const prepareAccount = new sst.aws.Function("PrepareAccount", {
  handler: "functions/prepare-account.handler",
  link: [table, settingsLink],
  permissions: [...enterManagement, ...onTable("GetItem", "PutItem", "BatchWriteItem")],
  timeout: "1 minute",
  memory: "512 MB",
  retries: 0,
});
