// The app, broken in every way that a rule of deploy:check knows.
import type { Synthesized } from "../../packages/infra/src/check/rule.ts";
import type { Json } from "../../packages/infra/src/synth/json.ts";

/** Breaks an app. */
type Doctor = (given: Synthesized) => unknown;

const fn = ({ app }: Synthesized, id: string) => app.functions.find((one) => one.id === id)!;
const machine = ({ app }: Synthesized, name: string) =>
  app.stateMachines.find((one) => one.name.endsWith(`-${name}`))!;
const mapping = (given: Synthesized, id: string) =>
  given.app.eventSourceMappings.find((one) => one.functionArn === fn(given, id).arn)!;
const queueOf = (given: Synthesized, id: string) =>
  given.app.queues.find((one) => one.arn === mapping(given, id).sourceArn)!;
const roleOf = (given: Synthesized, arn: string) => given.app.roles.find((one) => one.arn === arn)!;
const resource = (given: Synthesized, type: string, name = "") =>
  given.resources.find((one) => one.type === type && one.name.includes(name))!.inputs;
/** Takes an action out of a role. */
const forbid = (given: Synthesized, arn: string, action: string) => {
  for (const policy of roleOf(given, arn).policies)
    policy.Statement = policy.Statement.map((one: Json) => ({
      ...one,
      Action: [one.Action].flat().filter((each: string) => each !== action),
    })).filter((one: Json) => one.Action.length > 0);
};
const grant = (given: Synthesized, id: string, statement: Json) =>
  roleOf(given, fn(given, id).roleArn).policies.push({ Statement: [statement] });

/** For each rule, ways to break it, and what is said then. */
export const doctored: [rule: string, doctor: Doctor, said: RegExp][] = [
  [
    "names",
    (g) => Object.assign(resource(g, "aws:sqs/queue:Queue"), { name: "q".repeat(81) }),
    /81 of 80 characters/,
  ],
  [
    "names",
    (g) => Object.assign(resource(g, "aws:iam/role:Role", "ApplyRole"), { name: "r".repeat(65) }),
    /65 of 64/,
  ],
  [
    "names",
    (g) => Object.assign(resource(g, "aws:s3/bucket:Bucket"), { bucket: "Ledgers" }),
    /not allowed/,
  ],
  [
    "names",
    (g) => {
      const [one, other] = g.resources.filter((each) => each.type === "aws:sqs/queue:Queue");
      one!.inputs.name = other!.inputs.name;
    },
    /is there twice/,
  ],
  [
    "wiring",
    (g) => Object.assign(g.app.buckets[0]!.notifications, { length: 0 }),
    /nothing ever calls StartRun/,
  ],
  [
    "wiring",
    (g) => Object.assign(mapping(g, "Post"), { sourceArn: "arn:aws:sqs:x" }),
    /is wired, but is not in the app/,
  ],
  [
    "cycles",
    (g) => {
      const [one, other] = g.resources;
      one!.dependencies = [other!.urn];
      other!.dependencies = [one!.urn];
    },
    /resources: .+ → .+ → /,
  ],
  [
    "cycles",
    (g) => Object.assign(queueOf(g, "Post").deadLetter!, { arn: queueOf(g, "Post").arn }),
    /dead-letter queues: /,
  ],
  [
    "cycles",
    (g) => {
      const { arn, definition } = machine(g, "apply");
      definition.States.Onboard.Arguments.StateMachineArn = arn;
    },
    /nested executions: /,
  ],
  ["definitions", (g) => void delete machine(g, "apply").definition.StartAt, /apply: .*SCHEMA/],
  [
    "definitions",
    (g) => Object.assign(machine(g, "apply").definition, { StartAt: "Nowhere" }),
    /apply: /,
  ],
  [
    "definitions",
    (g) =>
      Object.assign(machine(g, "apply").definition.States.Open.Arguments, {
        FunctionName: "arn:aws:lambda:us-east-1:111111111111:function:other",
      }),
    /which is not in the app/,
  ],
  [
    "definitions",
    (g) => forbid(g, machine(g, "onboard").roleArn, "lambda:InvokeFunction"),
    /which the role may not invoke/,
  ],
  [
    "patterns",
    (g) => Object.assign(g.app.rules[0]!, { pattern: { source: "rollcall" } }),
    /no proper pattern/,
  ],
  [
    "patterns",
    (g) => Object.assign(g.app.rules[0]!, { pattern: { source: ["x".repeat(2048)] } }),
    /more than 2048/,
  ],
  ["patterns", (g) => Object.assign(mapping(g, "Publish"), { filters: ["{"] }), /no pattern/],
  [
    "timeouts",
    (g) => Object.assign(queueOf(g, "Post"), { visibilityTimeoutSeconds: 30 }),
    /180 s are needed/,
  ],
  ["timeouts", (g) => Object.assign(mapping(g, "Post"), { batchSize: 11 }), /at most 10 messages/],
  ["timeouts", (g) => Object.assign(fn(g, "OpenRun"), { timeoutSeconds: 901 }), /901 of 900/],
  [
    "timeouts",
    (g) => void delete machine(g, "apply").definition.States.Open.TimeoutSeconds,
    /Open has no timeout/,
  ],
  [
    "timeouts",
    (g) => Object.assign(machine(g, "apply").definition.States.Open, { TimeoutSeconds: 60 }),
    /waits 60 s for a function of 120 s/,
  ],
  ["dead letters", (g) => void delete queueOf(g, "Compose").deadLetter, /no dead-letter queue/],
  [
    "dead letters",
    (g) => Object.assign(queueOf(g, "Post").deadLetter!, { maxReceiveCount: 3 }),
    /3 of 5/,
  ],
  ["dead letters", (g) => void delete fn(g, "StartRun").onFailureArn, /no failure destination/],
  ["dead letters", (g) => void delete mapping(g, "Publish").onFailureArn, /no failure destination/],
  [
    "dead letters",
    (g) => void delete g.app.rules[0]!.targets[0]!.deadLetterArn,
    /no dead-letter queue/,
  ],
  ["dead letters", (g) => Object.assign(g.app.alarms, { length: 0 }), /has no alarm/],
  [
    "trust",
    (g) =>
      roleOf(g, fn(g, "Post").roleArn).trust.Statement.push({
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Principal: { AWS: "arn:aws:iam::111111111111:root" },
      }),
    /function Post: .*more than lambda/,
  ],
  [
    "trust",
    (g) => void delete roleOf(g, machine(g, "apply").roleArn).trust.Statement[0].Condition,
    /aws:SourceAccount/,
  ],
  [
    "policies",
    (g) => grant(g, "Post", { Effect: "Allow", Action: "s3:GetObject", Resource: "bucket" }),
    /no proper resources/,
  ],
  [
    "policies",
    (g) =>
      grant(g, "Post", {
        Effect: "Allow",
        Action: Array.from({ length: 900 }, (_, n) => `s3:Action${n}`),
        Resource: "arn:aws:s3:::bucket",
      }),
    /of 10240 characters/,
  ],
  [
    "policies",
    (g) =>
      roleOf(g, fn(g, "Post").roleArn).managedPolicyArns.push(
        "arn:aws:iam::aws:policy/AdministratorAccess",
      ),
    /AdministratorAccess is attached/,
  ],
  [
    "wildcards",
    (g) =>
      grant(g, "Post", { Effect: "Allow", Action: "dynamodb:*", Resource: "arn:aws:dynamodb:x" }),
    /spell out the actions/,
  ],
  [
    "wildcards",
    (g) => grant(g, "Post", { Effect: "Allow", Action: "sqs:SendMessage", Resource: "*" }),
    /nobody has reviewed/,
  ],
  [
    "wildcards",
    (g) => {
      for (const name of ["JoinAccount", "RaiseBaseline", "CleanMembers", "ObserveOrganization"])
        forbid(g, fn(g, name).roleArn, "sts:AssumeRole");
    },
    /no role needs it any more: members/,
  ],
  ...[
    "events:PutRule",
    "states:DescribeExecution",
    "xray:PutTraceSegments",
    "logs:CreateLogDelivery",
  ].map((action): [string, Doctor, RegExp] => [
    "service permissions",
    (g) => forbid(g, machine(g, "apply").roleArn, action),
    new RegExp(`ApplyRole.* lacks .*${action}`),
  ]),
  ...["states:StartExecution", "s3:GetObject"].map((action): [string, Doctor, RegExp] => [
    "service permissions",
    (g) => forbid(g, machine(g, "onboard").roleArn, action),
    new RegExp(`OnboardRole.* lacks .*${action}`),
  ]),
  ...["dynamodb:GetRecords", "s3:PutObject"].map((action): [string, Doctor, RegExp] => [
    "service permissions",
    (g) => forbid(g, fn(g, "Publish").roleArn, action),
    new RegExp(`PublishRole.* lacks .*${action}`),
  ]),
  [
    "service permissions",
    (g) => forbid(g, fn(g, "StartRun").roleArn, "sqs:SendMessage"),
    /StartRunRole.* lacks sqs:SendMessage/,
  ],
  [
    "grants",
    (g) =>
      Object.assign(g, {
        resources: g.resources.filter((one) => one.type !== "aws:lambda/permission:Permission"),
      }),
    /may not invoke/,
  ],
  [
    "grants",
    (g) =>
      Object.assign(g, {
        resources: g.resources.filter((one) => one.type !== "aws:sqs/queuePolicy:QueuePolicy"),
      }),
    /may not send to/,
  ],
  [
    "grants",
    (g) => {
      const policy = resource(g, "aws:sqs/queuePolicy:QueuePolicy");
      policy.policy = policy.policy.replace("aws:SourceAccount", "aws:Other");
    },
    /takes messages for any account/,
  ],
  [
    "storage",
    (g) =>
      Object.assign(resource(g, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"), {
        blockPublicAcls: false,
      }),
    /is not private/,
  ],
  ["storage", (g) => Object.assign(g.app.buckets[0]!, { versioning: false }), /keeps no versions/],
  [
    "storage",
    (g) => Object.assign(resource(g, "aws:s3/bucket:Bucket"), { forceDestroy: true }),
    /emptied/,
  ],
  [
    "storage",
    (g) =>
      Object.assign(resource(g, "aws:dynamodb/table:Table").pointInTimeRecovery, {
        enabled: false,
      }),
    /point-in-time/,
  ],
  [
    "environments",
    (g) => Object.assign(fn(g, "Post").environment, { SST_X: "x".repeat(4096) }),
    /of 4096/,
  ],
  [
    "environments",
    (g) => Object.assign(fn(g, "Post").environment, { TOKEN: "x" }),
    /settings travel as links/,
  ],
];
