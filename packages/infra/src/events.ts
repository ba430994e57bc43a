/// <reference path="../../../.sst/platform/config.d.ts" />
// Bus to queue: every event of rollcall waits here for `compose`.
import { bus } from "./bus.ts";
import { deadLetter } from "./dead-letter.ts";

/** Events that the bus could not put into the queue. */
export const undelivered = deadLetter("Undelivered");

/** Events that `compose` could not handle. */
export const uncomposed = deadLetter("Uncomposed");

export const events = new sst.aws.Queue("Events", {
  // More than six times the function's timeout, and the window (Lambda guide).
  visibilityTimeout: "7 minutes",
  dlq: { queue: uncomposed.arn, retry: 5 },
});

// No event is named here: the function parses what it takes.
bus.subscribeQueue("ToCompose", events, {
  pattern: { source: ["rollcall"] },
  transform: {
    target: (args) => {
      args.deadLetterConfig = { arn: undelivered.arn };
      return undefined;
    },
  },
});

new aws.sqs.QueuePolicy("UndeliveredPolicy", {
  queueUrl: undelivered.url,
  policy: aws.iam.getPolicyDocumentOutput({
    statements: [
      {
        actions: ["sqs:SendMessage"],
        resources: [undelivered.arn],
        principals: [{ type: "Service", identifiers: ["events.amazonaws.com"] }],
      },
    ],
  }).json,
});
