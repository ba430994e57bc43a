/// <reference path="../../../.sst/platform/config.d.ts" />
// Queue to outbox: events decide what the Slack messages should say now.
import { onTable, queryIndexes, readRuns, writeRuns } from "./access.ts";
import { events } from "./events.ts";
import { ledgers } from "./ledgers.ts";
import { readQueue } from "./service-permissions.ts";
import { settingsLink } from "./settings-link.ts";
import { messages } from "./slack.ts";
import { table } from "./table.ts";

export const compose = new sst.aws.Function("Compose", {
  handler: "functions/compose.handler",
  link: [table, settingsLink, messages, ledgers],
  permissions: [
    readQueue(events.arn),
    { actions: ["sqs:SendMessage"], resources: [messages.arn] },
    ...readRuns,
    writeRuns, // lists for threads
    ...onTable("GetItem", "BatchGetItem", "PutItem", "Query"),
    queryIndexes,
  ],
  memory: "1024 MB",
  timeout: "1 minute",
  retries: 0,
});

events.subscribe(compose.arn, {
  // A run of 300 accounts makes thousands of events and one message: the window gathers them.
  batch: { size: 500, window: "3 seconds", partialResponses: true },
  transform: {
    eventSourceMapping: (args) => {
      args.scalingConfig = { maximumConcurrency: 2 }; // the least that Lambda allows
      return undefined;
    },
  },
});
