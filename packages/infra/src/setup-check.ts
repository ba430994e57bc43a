/// <reference path="../../../.sst/platform/config.d.ts" />
// The set-up check: a schedule calls the function that looks after owners whose accounts are not complete.
import { onTable, queryIndexes, readRuns, writeRuns } from "./access.ts";
import { deadLetter } from "./dead-letter.ts";
import { ledgers } from "./ledgers.ts";
import { settings } from "./settings.ts";
import { settingsLink } from "./settings-link.ts";
import { table } from "./table.ts";

/** Checks that could not be held. */
export const unchecked = deadLetter("Unchecked");

export const checkSetup = new sst.aws.Function("CheckSetup", {
  handler: "functions/check-setup.handler",
  link: [table, ledgers, settingsLink],
  permissions: [
    ...readRuns,
    writeRuns,
    { actions: ["sqs:SendMessage"], resources: [unchecked.arn] },
    ...onTable("GetItem", "BatchGetItem", "PutItem", "Query"),
    queryIndexes,
  ],
  memory: "1024 MB",
  timeout: "5 minutes",
  retries: 2, // Lambda's maximum; then the event goes to the queue
  transform: {
    eventInvokeConfig: (args) => {
      args.destinationConfig = { onFailure: { destination: unchecked.arn } };
      return undefined;
    },
  },
});

new sst.aws.CronV2("SetupChecks", {
  function: checkSetup.arn,
  schedule: settings.setupCheck.schedule as `cron(${string})`,
  timezone: settings.setupCheck.timezone,
  event: { at: "<aws.scheduler.scheduled-time>" },
  retries: 3,
  dlq: unchecked.arn,
});
