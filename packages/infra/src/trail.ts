/// <reference path="../../../.sst/platform/config.d.ts" />
// Other accounts' events of CloudTrail: a bus of their own, so that nobody can put rollcall's own events on
// rollcall's bus. templates/call-forwarding.yaml sends to it; docs/deploy.md says how it is deployed.
import { onHub, onTable } from "./access.ts";
import { deadLetter } from "./dead-letter.ts";
import { undelivered } from "./events.ts";
import { rollCall } from "./roll-call.ts";
import { readQueue } from "./service-permissions.ts";
import { settings } from "./settings.ts";
import { settingsLink } from "./settings-link.ts";
import { table } from "./table.ts";

export const trailBus = new sst.aws.Bus("TrailBus");

// Without a policy only this account may put events there. Sources that begin with `aws.` are refused from
// everybody but AWS (PutEvents, API reference), so what is forwarded is what CloudTrail said.
if (settings.trail)
  new aws.cloudwatch.EventBusPolicy("TrailBusPolicy", {
    eventBusName: trailBus.name,
    policy: $jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Forward",
          Effect: "Allow",
          Action: "events:PutEvents",
          Resource: trailBus.arn,
          ...("organizationId" in settings.trail
            ? {
                Principal: "*",
                Condition: {
                  StringEquals: { "aws:PrincipalOrgID": settings.trail.organizationId },
                },
              }
            : { Principal: { AWS: settings.trail.accounts } }),
        },
      ],
    }),
  });

/** Events of calls that nobody could note: unknown names, and envelopes that contradict themselves. */
export const unnoted = deadLetter("Unnoted");

export const calls = new sst.aws.Queue("Calls", {
  visibilityTimeout: "7 minutes",
  dlq: { queue: unnoted.arn, retry: 5 },
});

trailBus.subscribeQueue("ToNoteCall", calls, {
  pattern: { source: ["aws.securityhub", "aws.organizations"] },
  transform: {
    target: (args) => {
      args.deadLetterConfig = { arn: undelivered.arn };
      return undefined;
    },
  },
});

/** How the names of this stage's own roles begin: what they call is no news. */
const ownRoles = new sst.Linkable("OwnRoles", {
  properties: { prefix: `${$app.name}-${$app.stage}-` },
});

export const noteCall = new sst.aws.Function("NoteCall", {
  handler: "functions/note-call.handler",
  link: [table, rollCall, settingsLink, ownRoles],
  permissions: [
    readQueue(calls.arn),
    onHub("GetMembers"),
    { actions: ["states:StartExecution"], resources: [rollCall.arn] },
    ...onTable("GetItem", "BatchGetItem", "PutItem", "Query"),
  ],
  memory: "512 MB",
  timeout: "1 minute",
  retries: 0,
});

calls.subscribe(noteCall.arn, {
  batch: { size: 10, partialResponses: true },
  transform: {
    eventSourceMapping: (args) => {
      args.scalingConfig = { maximumConcurrency: 2 }; // the least that Lambda allows
      return undefined;
    },
  },
});
