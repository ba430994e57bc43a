/// <reference path="../../../.sst/platform/config.d.ts" />
// Table to bus: every transition and every event row becomes one event.
import { bus } from "./bus.ts";
import { keepDiscarded, readStream } from "./service-permissions.ts";
import { table } from "./table.ts";

/** Records that could not be published, in full: a queue would hold their positions only. */
export const unpublished = new sst.aws.Bucket("Unpublished", {
  transform: { bucket: { forceDestroy: false } },
  lifecycle: [{ id: "old", expiresIn: "90 days" }],
});

export const publish = new sst.aws.Function("Publish", {
  handler: "functions/publish.handler",
  link: [bus],
  permissions: [
    { actions: ["events:PutEvents"], resources: [bus.arn] },
    readStream(table.nodes.table.streamArn),
    ...keepDiscarded(unpublished.arn),
  ],
  memory: "512 MB",
  timeout: "1 minute",
  retries: 0,
});

table.subscribe("Published", publish.arn, {
  filters: [
    {
      eventName: ["INSERT"],
      dynamodb: { NewImage: { kind: { S: ["transition", "event"] } } },
    },
  ],
  transform: {
    // None of these has an argument of its own in the component.
    eventSourceMapping: (args) => {
      args.startingPosition = "TRIM_HORIZON"; // rows written before the mapping exists count as well
      args.batchSize = 100;
      args.bisectBatchOnFunctionError = true;
      args.maximumRetryAttempts = 5;
      args.parallelizationFactor = 2;
      args.functionResponseTypes = ["ReportBatchItemFailures"];
      args.destinationConfig = { onFailure: { destinationArn: unpublished.arn } };
      return undefined;
    },
  },
});
