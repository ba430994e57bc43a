/// <reference path="../../../.sst/platform/config.d.ts" />
// Outbox to Slack: one message at a time for each channel, in order.
import { onTable, readRunFiles } from "./access.ts";
import { deadLetter } from "./dead-letter.ts";
import { ledgers } from "./ledgers.ts";
import { readQueue } from "./service-permissions.ts";
import { settingsLink } from "./settings-link.ts";
import { table } from "./table.ts";

/** Slack's token and signing secret. The value is put by hand (docs/deploy.md) and never passes here. */
export const slackSecret = new aws.secretsmanager.Secret("SlackSecret", {
  name: `${$app.name}/${$app.stage}/slack`,
  description: "Slack bot token and signing secret of rollcall",
  // So that a removed stage can be deployed again under the same name.
  recoveryWindowInDays: $app.protect ? 30 : 0,
});

export const unposted = deadLetter("Unposted", { fifo: true });

export const messages = new sst.aws.Queue("SlackMessages", {
  fifo: true,
  visibilityTimeout: "3 minutes", // six times the function's timeout (Lambda guide)
  // Waiting for Slack counts as receiving. What we cannot handle is given up on by itself (post-message.ts),
  // so only what waits for a week comes here; the outbox still has it, and it is queued again from there.
  dlq: { queue: unposted.arn, retry: 1000 }, // the most that SQS allows
  // A while less than the dead letters are kept, whose age counts from here (SQS guide).
  transform: { queue: { messageRetentionSeconds: 12 * 86_400 } },
});

export const post = new sst.aws.Function("Post", {
  handler: "functions/post.handler",
  link: [table, slackSecret, settingsLink, messages, ledgers],
  permissions: [
    readQueue(messages.arn),
    // Slack says how long to wait; until then the message, and with it its channel, is left alone.
    { actions: ["sqs:ChangeMessageVisibility"], resources: [messages.arn] },
    { actions: ["sqs:SendMessage"], resources: [messages.arn] }, // a channel that is refused is told of
    readRunFiles, // files for threads
    { actions: ["secretsmanager:GetSecretValue"], resources: [slackSecret.arn] },
    ...onTable("GetItem", "PutItem"),
  ],
  memory: "512 MB",
  timeout: "30 seconds",
  retries: 0,
});

messages.subscribe(post.arn, { batch: { size: 1, partialResponses: true } });
