import type { Json } from "../../synth/json.ts";
import { list, ofType, type Rule, type Synthesized } from "../rule.ts";

const queueName = (url: string) => url.split("/").at(-1)!;

function queueAllows(given: Synthesized, queueArn: string, service: string): boolean {
  const name = queueArn.split(":").at(-1)!;
  return ofType(given, "aws:sqs/queuePolicy:QueuePolicy")
    .filter((one) => queueName(one.inputs.queueUrl) === name)
    .flatMap((one) => list<Json>(JSON.parse(one.inputs.policy).Statement))
    .some(
      (statement) =>
        statement.Effect === "Allow" &&
        list(statement.Action).includes("sqs:SendMessage") &&
        list(statement.Principal?.Service).includes(service),
    );
}

/** Permissions on the receiving side: S3 calls a function, EventBridge fills a queue. */
export const grants: Rule = {
  name: "grants",
  holds: "whatever S3 and EventBridge deliver to lets them in, for this account only",
  problems(given) {
    const { app } = given;
    const invocable = ofType(given, "aws:lambda/permission:Permission").map((one) => one.inputs);
    const notified = app.buckets.flatMap((bucket) =>
      bucket.notifications
        .filter(
          ({ targetArn }) =>
            targetArn.includes(":lambda:") &&
            !invocable.some(
              (one) =>
                one.principal === "s3.amazonaws.com" &&
                one.function === targetArn &&
                one.sourceArn === bucket.arn,
            ),
        )
        .map(({ targetArn }) => `${bucket.name} may not invoke ${targetArn}`),
    );
    const delivered = app.rules.flatMap((rule) =>
      rule.targets
        .flatMap((target) => [target.arn, target.deadLetterArn ?? ""])
        .filter((arn) => arn.includes(":sqs:") && !queueAllows(given, arn, "events.amazonaws.com"))
        .map((arn) => `${rule.name} may not send to ${arn}`),
    );
    const open = ofType(given, "aws:sqs/queuePolicy:QueuePolicy").flatMap((one) =>
      list<Json>(JSON.parse(one.inputs.policy).Statement)
        .filter(
          (statement) => statement.Condition?.StringEquals?.["aws:SourceAccount"] !== app.account,
        )
        .map(() => `${queueName(one.inputs.queueUrl)} takes messages for any account`),
    );
    return [...notified, ...delivered, ...open];
  },
};
