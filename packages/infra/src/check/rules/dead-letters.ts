import type { AppQueue } from "../../synth/app.ts";
import type { Rule, Synthesized } from "../rule.ts";

const watched = ({ app }: Synthesized, dimension: string, value: string) =>
  app.alarms.some((alarm) => alarm.dimensions[dimension] === value);

function queueProblems({ app }: Synthesized, queue: AppQueue): string[] {
  const letters = app.queues.find((one) => one.arn === queue.deadLetter?.arn);
  if (!letters) return [`${queue.name} has no dead-letter queue`];
  return [
    ...(letters.fifo === queue.fifo
      ? []
      : [`${queue.name} and its dead-letter queue differ in FIFO`]),
    // A message keeps its age when it moves (SQS guide), so a shorter retention would drop it at once.
    ...(letters.retentionSeconds > queue.retentionSeconds
      ? []
      : [`${letters.name} keeps messages no longer than ${queue.name}`]),
    ...(queue.deadLetter!.maxReceiveCount >= 5
      ? []
      : [`${queue.name} gives up after ${queue.deadLetter!.maxReceiveCount} of 5 attempts`]),
  ];
}

/** ARNs that take what nobody could handle. */
function lastResorts({ app }: Synthesized): string[] {
  return [
    ...app.queues.map((queue) => queue.deadLetter?.arn),
    ...app.functions.map((one) => one.onFailureArn),
    ...app.rules.flatMap((rule) => rule.targets.map((target) => target.deadLetterArn)),
    ...app.schedules.map((schedule) => schedule.deadLetterArn),
    ...app.eventSourceMappings.map((mapping) => mapping.onFailureArn),
  ].filter((arn) => arn !== undefined);
}

/** Nothing is dropped silently: everything that can fail has a place to go, and an alarm. */
export const deadLetters: Rule = {
  name: "dead letters",
  holds:
    "queues, asynchronous functions, rules, schedules and streams keep what fails, and an alarm tells",
  problems(given) {
    const { app } = given;
    const sources = new Set(app.eventSourceMappings.map((mapping) => mapping.sourceArn));
    const notified = new Set(
      app.buckets.flatMap((one) => one.notifications.map((n) => n.targetArn)),
    );
    return [
      ...app.queues
        .filter((queue) => sources.has(queue.arn))
        .flatMap((queue) => queueProblems(given, queue)),
      ...app.functions
        .filter((one) => notified.has(one.arn) && !one.onFailureArn)
        .map((one) => `${one.id} is invoked asynchronously and has no failure destination`),
      ...app.rules.flatMap((rule) =>
        rule.targets
          .filter((target) => !target.deadLetterArn)
          .map((target) => `${rule.name} has no dead-letter queue for ${target.arn}`),
      ),
      ...app.schedules
        .filter((schedule) => !schedule.deadLetterArn)
        .map((schedule) => `${schedule.name} has no dead-letter queue`),
      ...app.eventSourceMappings
        .filter((mapping) => mapping.sourceArn.includes("/stream/") && !mapping.onFailureArn)
        .map((mapping) => `${mapping.id} has no failure destination`),
      ...[...new Set(lastResorts(given))]
        .map((arn) => ({ arn, name: arn.split(":").at(-1)! }))
        .filter(
          ({ name }) => !watched(given, "QueueName", name) && !watched(given, "BucketName", name),
        )
        .map(({ name }) => `${name} has no alarm`),
      ...app.stateMachines
        .filter((machine) => !watched(given, "StateMachineArn", machine.arn))
        .map((machine) => `${machine.name} has no alarm`),
    ];
  },
};
