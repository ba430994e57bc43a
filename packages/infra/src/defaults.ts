/// <reference path="../../../.sst/platform/config.d.ts" />
// Two of SST's defaults are too generous; this file narrows them before any component exists.
import { settings } from "./settings.ts";

const lambdaOnly = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } },
  ],
});

$transform(sst.aws.Function, (args) => {
  args.architecture ??= "arm64";
  args.runtime ??= "nodejs24.x";
  args.logging ??= { retention: "3 months" };
  // Names in a stack trace stay readable; the bundle is a little larger for it.
  args.nodejs ??= { minify: false, sourcemap: true };
  const own = args.transform?.role;
  args.transform = {
    ...args.transform,
    role: (role, opts, name) => {
      // SST 4.17.1 tests an Output for truth, so without this every principal of the account that
      // may call sts:AssumeRole could take the function's role.
      if (!$dev) role.assumeRolePolicy = lambdaOnly;
      if (typeof own === "function") own(role, opts, name);
      else if (own) Object.assign(role, own);
      return undefined;
    },
  };
});

// SST's queue policies let EventBridge, S3 and SNS send for any account; only ours may.
$transform(aws.sqs.QueuePolicy, (args) => {
  args.policy = $output(args.policy).apply((policy) => {
    const document = typeof policy === "string" ? JSON.parse(policy) : policy;
    for (const statement of document.Statement)
      statement.Condition ??= { StringEquals: { "aws:SourceAccount": settings.hub.account } };
    return JSON.stringify(document);
  });
});

// A link hands over names and nothing else: SST's own would grant dynamodb:*, s3:*, events:* and
// sqs:*. Every permission is written at the function that needs it.
sst.Linkable.wrap(sst.aws.Dynamo, (table) => ({ properties: { name: table.name } }));
sst.Linkable.wrap(sst.aws.Bucket, (bucket) => ({ properties: { name: bucket.name } }));
sst.Linkable.wrap(sst.aws.Bus, (bus) => ({ properties: { name: bus.name } }));
sst.Linkable.wrap(sst.aws.Queue, (queue) => ({ properties: { url: queue.url } }));
sst.Linkable.wrap(aws.sfn.StateMachine, (machine) => ({ properties: { arn: machine.arn } }));
sst.Linkable.wrap(aws.secretsmanager.Secret, (secret) => ({ properties: { name: secret.name } }));
