/// <reference path="../../../.sst/platform/config.d.ts" />
// A plan that takes something away waits for a person: who asks, who may pass a decision on, and who goes on.
import { onTable, onTableWithTokens, readRunFiles, writeRuns } from "./access.ts";
import { arn } from "./account.ts";
import { ledgers } from "./ledgers.ts";
import { settingsLink } from "./settings-link.ts";
import { table } from "./table.ts";
import { machineName } from "./workflow.ts";

export const requestApproval = new sst.aws.Function("RequestApproval", {
  handler: "functions/request-approval.handler",
  link: [table, ledgers, settingsLink],
  // Writes the token and never reads one.
  permissions: [readRunFiles, writeRuns, ...onTable("GetItem", "PutItem")],
  memory: "1024 MB",
  timeout: "1 minute",
  retries: 0,
});

/**
 * The only function that reads task tokens. Callers of its URL are those whom IAM lets in (docs/approval.md); there is
 * no resource policy, so nobody from another account.
 */
export const decideRun = new sst.aws.Function("DecideRun", {
  handler: "functions/decide-run.handler",
  link: [table],
  permissions: [
    ...onTableWithTokens("GetItem", "PutItem"),
    {
      actions: ["states:SendTaskSuccess"],
      resources: [arn("states", `stateMachine:${machineName("apply")}`)],
    },
  ],
  url: { authorization: "iam", cors: false },
  memory: "512 MB",
  timeout: "30 seconds",
  retries: 0,
});

export const resumeRun = new sst.aws.Function("ResumeRun", {
  handler: "functions/resume-run.handler",
  link: [table],
  permissions: onTable("GetItem", "PutItem"),
  memory: "512 MB",
  timeout: "30 seconds",
  retries: 0,
});
