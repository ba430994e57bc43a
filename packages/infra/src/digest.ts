/// <reference path="../../../.sst/platform/config.d.ts" />
// The daily digest: a schedule calls the function that writes it.
import { onTable, readRuns, readSnapshots, writeRuns } from "./access.ts";
import { deadLetter } from "./dead-letter.ts";
import { ledgers } from "./ledgers.ts";
import { settings } from "./settings.ts";
import { settingsLink } from "./settings-link.ts";
import { table } from "./table.ts";

/** Digests that could not be written. */
export const unwritten = deadLetter("Unwritten");

export const writeDigest = new sst.aws.Function("WriteDigest", {
  handler: "functions/write-digest.handler",
  link: [table, ledgers, settingsLink],
  permissions: [
    ...readRuns,
    readSnapshots,
    writeRuns,
    { actions: ["sqs:SendMessage"], resources: [unwritten.arn] },
    ...onTable("GetItem", "BatchGetItem", "PutItem", "Query"),
  ],
  memory: "512 MB",
  timeout: "2 minutes",
  retries: 2, // Lambda's maximum; then the event goes to the queue
  transform: {
    eventInvokeConfig: (args) => {
      args.destinationConfig = { onFailure: { destination: unwritten.arn } };
      return undefined;
    },
  },
});

new sst.aws.CronV2("Digests", {
  function: writeDigest.arn,
  schedule: settings.digest.schedule as `cron(${string})`,
  timezone: settings.digest.timezone,
  event: { at: "<aws.scheduler.scheduled-time>" },
  retries: 3,
  dlq: unwritten.arn,
});
