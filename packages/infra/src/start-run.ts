/// <reference path="../../../.sst/platform/config.d.ts" />
// An uploaded ledger starts a run: S3 calls the function, the function starts `apply`.
import { apply } from "./apply.ts";
import { deadLetter } from "./dead-letter.ts";
import { ledgers } from "./ledgers.ts";

/** Uploads whose run could not be started. */
export const unstarted = deadLetter("Unstarted");

export const startRun = new sst.aws.Function("StartRun", {
  handler: "functions/start-run.handler",
  link: [apply],
  permissions: [
    { actions: ["states:StartExecution"], resources: [apply.arn] },
    { actions: ["sqs:SendMessage"], resources: [unstarted.arn] },
  ],
  memory: "512 MB",
  timeout: "30 seconds",
  retries: 2, // Lambda's maximum; then the event goes to the queue
  transform: {
    eventInvokeConfig: (args) => {
      args.destinationConfig = { onFailure: { destination: unstarted.arn } };
      return undefined;
    },
  },
});

ledgers.notify({
  notifications: [
    {
      name: "Uploaded",
      function: startRun.arn,
      events: ["s3:ObjectCreated:*"],
      filterPrefix: "ledgers/",
    },
    {
      name: "OffboardingAsked",
      function: startRun.arn,
      events: ["s3:ObjectCreated:*"],
      filterPrefix: "offboardings/",
    },
    {
      name: "RestorationAsked",
      function: startRun.arn,
      events: ["s3:ObjectCreated:*"],
      filterPrefix: "restorations/",
    },
    {
      name: "ClosureAsked",
      function: startRun.arn,
      events: ["s3:ObjectCreated:*"],
      filterPrefix: "closures/",
    },
  ],
});
