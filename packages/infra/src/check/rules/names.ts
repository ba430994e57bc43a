import { ofType, type Rule } from "../rule.ts";

interface Naming {
  input: string;
  longest: number;
  pattern: RegExp;
}

const word = /^[\w-]+$/;

/** Lengths and letters that AWS takes for a name (API reference of each service). */
const namings: Record<string, Naming> = {
  "aws:lambda/function:Function": { input: "name", longest: 64, pattern: word },
  "aws:iam/role:Role": { input: "name", longest: 64, pattern: /^[\w+=,.@-]+$/ },
  "aws:sqs/queue:Queue": { input: "name", longest: 80, pattern: /^[\w-]+(\.fifo)?$/ },
  "aws:sfn/stateMachine:StateMachine": { input: "name", longest: 80, pattern: word },
  "aws:s3/bucket:Bucket": {
    input: "bucket",
    longest: 63,
    pattern: /^[a-z0-9][a-z0-9-]+[a-z0-9]$/,
  },
  "aws:dynamodb/table:Table": { input: "name", longest: 255, pattern: /^[\w.-]{3,}$/ },
  "aws:cloudwatch/eventBus:EventBus": { input: "name", longest: 256, pattern: /^[\w./-]+$/ },
  "aws:cloudwatch/eventRule:EventRule": { input: "name", longest: 64, pattern: /^[\w.-]+$/ },
  "aws:cloudwatch/eventTarget:EventTarget": {
    input: "targetId",
    longest: 64,
    pattern: /^[\w.-]+$/,
  },
  "aws:cloudwatch/logGroup:LogGroup": { input: "name", longest: 512, pattern: /^[\w./#-]+$/ },
  "aws:cloudwatch/metricAlarm:MetricAlarm": { input: "name", longest: 255, pattern: /^[^:]+$/ },
  "aws:secretsmanager/secret:Secret": {
    input: "name",
    longest: 512,
    pattern: /^[\w/+=.@-]+$/,
  },
  "aws:sns/topic:Topic": { input: "name", longest: 256, pattern: word },
};

/** Names that AWS would refuse. A resource without a name gets one from Pulumi: its logical name and 8 more. */
export const names: Rule = {
  name: "names",
  holds: "every name is short enough, well formed, and used once",
  problems: (given) =>
    Object.entries(namings).flatMap(([type, { input, longest, pattern }]) => {
      const seen = new Set<string>();
      return ofType(given, type).flatMap((resource) => {
        const name: string = resource.inputs[input] ?? `${resource.name}-0000000`;
        const label = `${type.split(":").at(-1)} ${name}`;
        const repeated = seen.has(name);
        seen.add(name);
        return [
          ...(name.length > longest
            ? [`${label} has ${name.length} of ${longest} characters`]
            : []),
          ...(pattern.test(name) ? [] : [`${label} has letters that are not allowed`]),
          ...(repeated ? [`${label} is there twice`] : []),
        ];
      });
    }),
};
