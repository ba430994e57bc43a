import type { Rule } from "../rule.ts";

/** Every function is reached from somewhere, and everything that is wired exists. */
export const wiring: Rule = {
  name: "wiring",
  holds: "every function has a trigger, and every trigger has a target",
  problems({ app }) {
    const targets = [
      ...app.eventSourceMappings.map((one) => one.functionArn),
      ...app.buckets.flatMap((one) => one.notifications.map((two) => two.targetArn)),
      ...app.rules.flatMap((one) => one.targets.map((two) => two.arn)),
      ...app.schedules.map((one) => one.targetArn),
    ];
    const sources = app.eventSourceMappings.map((one) => one.sourceArn);
    const definitions = app.stateMachines.map((one) => JSON.stringify(one.definition)).join("\n");
    const known = new Set(
      [...app.functions, ...app.queues, ...app.stateMachines, ...app.buses, ...app.tables].flatMap(
        (one) => ("streamArn" in one && one.streamArn ? [one.arn, one.streamArn] : [one.arn]),
      ),
    );
    return [
      ...app.functions
        .filter(({ arn }) => !targets.includes(arn) && !definitions.includes(`"${arn}"`))
        .map(({ id }) => `nothing ever calls ${id}`),
      ...[...targets, ...sources]
        .filter((arn) => !known.has(arn))
        .map((arn) => `${arn} is wired, but is not in the app`),
    ];
  },
};
