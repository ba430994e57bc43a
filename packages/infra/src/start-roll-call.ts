/// <reference path="../../../.sst/platform/config.d.ts" />
// The clock of the roll calls: a schedule calls the function, the function starts `roll-call`.
import { onTable } from "./access.ts";
import { deadLetter } from "./dead-letter.ts";
import { rollCall } from "./roll-call.ts";
import { settings } from "./settings.ts";
import { settingsLink } from "./settings-link.ts";
import { table } from "./table.ts";

/** Roll calls that could not be started. */
export const unheld = deadLetter("Unheld");

export const startRollCall = new sst.aws.Function("StartRollCall", {
  handler: "functions/start-roll-call.handler",
  link: [table, rollCall, settingsLink],
  permissions: [
    { actions: ["states:StartExecution"], resources: [rollCall.arn] },
    { actions: ["sqs:SendMessage"], resources: [unheld.arn] },
    ...onTable("GetItem", "PutItem"),
  ],
  memory: "512 MB",
  timeout: "30 seconds",
  retries: 2, // Lambda's maximum; then the event goes to the queue
  transform: {
    eventInvokeConfig: (args) => {
      args.destinationConfig = { onFailure: { destination: unheld.arn } };
      return undefined;
    },
  },
});

new sst.aws.CronV2("RollCalls", {
  function: startRollCall.arn,
  schedule: settings.rollCall.schedule as `rate(${string})`,
  timezone: settings.rollCall.timezone,
  // The moment that it was due names the roll call, so that an event delivered twice starts one.
  event: { at: "<aws.scheduler.scheduled-time>" },
  retries: 3,
  dlq: unheld.arn,
});
