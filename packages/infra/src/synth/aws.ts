// What the AWS provider would have answered, in the account and Region of the settings: the answers
// to lookups, and those attributes of new resources that others are built from.
import type { Json as Inputs } from "./json.ts";
import { policyDocument } from "./policy-document.ts";

/** Where the app is synthesized for. */
export interface Place {
  account: string;
  region: string;
}

/** Resources and lookups of one place. */
export type Answers = ReturnType<typeof answersFor>;

function lookups({ account, region }: Place): Record<string, (inputs: Inputs) => Inputs> {
  return {
    "aws:iam/getPolicyDocument:getPolicyDocument": policyDocument,
    "aws:index/getPartition:getPartition": () => ({
      id: "aws",
      partition: "aws",
      dnsSuffix: "amazonaws.com",
    }),
    "aws:index/getRegion:getRegion": () => ({ id: region, name: region, region }),
    "aws:index/getCallerIdentity:getCallerIdentity": () => ({
      id: account,
      accountId: account,
      arn: `arn:aws:iam::${account}:root`,
      userId: account,
    }),
  };
}

/** Pulumi names a resource without a name by its logical name and seven random hexadecimal digits. */
const autoName = (name: string) => `${name}-0000000`;

type Attributes = Record<string, (inputs: Inputs, name: string) => Inputs>;

function attributesIn({ account, region }: Place): Attributes {
  const arn = (service: string, rest: string) => `arn:aws:${service}:${region}:${account}:${rest}`;
  return {
    "aws:cloudwatch/eventBus:EventBus": (i) => ({
      id: i.name,
      arn: arn("events", `event-bus/${i.name}`),
    }),
    "aws:cloudwatch/eventRule:EventRule": (i) => ({
      id: i.name,
      arn: arn("events", `rule/${i.eventBusName ?? "default"}/${i.name}`),
    }),
    "aws:cloudwatch/logGroup:LogGroup": (i) => ({
      id: i.name,
      arn: arn("logs", `log-group:${i.name}`),
    }),
    "aws:cloudwatch/metricAlarm:MetricAlarm": (i, name) => ({
      id: i.name ?? name,
      arn: arn("cloudwatch", `alarm:${i.name ?? name}`),
    }),
    "aws:dynamodb/table:Table": (i) => ({
      id: i.name,
      arn: arn("dynamodb", `table/${i.name}`),
      streamArn: i.streamEnabled
        ? arn("dynamodb", `table/${i.name}/stream/2026-01-01T00:00:00.000`)
        : "",
    }),
    "aws:iam/role:Role": (i, name) => {
      const physical = i.name ?? autoName(name);
      return { id: physical, name: physical, arn: `arn:aws:iam::${account}:role/${physical}` };
    },
    "aws:lambda/eventSourceMapping:EventSourceMapping": (_, name) => ({ id: name, uuid: name }),
    // assumed: Lambda makes the URL's id; 32 letters and digits.
    "aws:lambda/functionUrl:FunctionUrl": (i, name) => {
      const urlId = name.toLowerCase().padEnd(32, "0").slice(0, 32);
      return {
        id: i.functionName,
        urlId,
        functionUrl: `https://${urlId}.lambda-url.${region}.on.aws/`,
      };
    },
    "aws:lambda/function:Function": (i, name) => {
      const functionArn = arn("lambda", `function:${i.name ?? name}`);
      return {
        id: i.name ?? name,
        name: i.name ?? name,
        arn: functionArn,
        version: "1",
        qualifiedArn: `${functionArn}:1`,
        invokeArn: `${functionArn}/invocations`,
      };
    },
    "aws:s3/bucket:Bucket": (i) => ({
      id: i.bucket,
      arn: `arn:aws:s3:::${i.bucket}`,
      bucketRegionalDomainName: `${i.bucket}.s3.${region}.amazonaws.com`,
    }),
    "aws:s3/bucketObjectv2:BucketObjectv2": (i) => ({ id: i.key }),
    "aws:scheduler/schedule:Schedule": (i) => ({
      arn: arn("scheduler", `schedule/default/${i.name}`),
    }),
    // Secrets Manager appends six random characters to the name.
    "aws:secretsmanager/secret:Secret": (i) => {
      const secretArn = arn("secretsmanager", `secret:${i.name}-rollca`);
      return { id: secretArn, arn: secretArn };
    },
    "aws:sfn/stateMachine:StateMachine": (i, name) => {
      const machineArn = arn("states", `stateMachine:${i.name ?? name}`);
      return { id: machineArn, arn: machineArn };
    },
    "aws:sns/topic:Topic": (i, name) => {
      const physical = i.name ?? autoName(name);
      return { id: arn("sns", physical), name: physical, arn: arn("sns", physical) };
    },
    "aws:sqs/queue:Queue": (i) => {
      const url = `https://sqs.${region}.amazonaws.com/${account}/${i.name}`;
      return { id: url, url, arn: arn("sqs", i.name) };
    },
    "random:index/randomBytes:RandomBytes": (i) => ({
      base64: Buffer.alloc(i.length ?? 32).toString("base64"),
      hex: "00".repeat(i.length ?? 32),
    }),
  };
}

/** For `X.get(id)`: the input that the id stands for. */
const idMeans: Record<string, string> = {
  "aws:cloudwatch/eventBus:EventBus": "name",
  "aws:dynamodb/table:Table": "name",
  "aws:iam/role:Role": "name",
  "aws:s3/bucket:Bucket": "bucket",
  "aws:sqs/queue:Queue": "url",
};

/** Everything that components ask of AWS while they are built for `place`. */
export function answersFor(place: Place) {
  const known = lookups(place);
  const attributes = attributesIn(place);
  return {
    /** Answers a lookup, or throws: an unknown one would silently make everything after it unknown. */
    lookUp(token: string, inputs: Inputs): Inputs {
      const answer = known[token];
      if (!answer) throw new Error(`synth has no answer for the lookup ${token}; add it to aws.ts`);
      return answer(inputs);
    },
    /** The id and state of a resource that was registered, or looked up by id. */
    create(type: string, name: string, id: string | undefined, inputs: Inputs) {
      const meaning = id ? idMeans[type] : undefined;
      const lookedUp = meaning ? { [meaning]: id } : {};
      const computed = attributes[type]?.({ ...inputs, ...lookedUp }, name) ?? {};
      return {
        // Never empty: an empty id makes everything derived from it unknown.
        id: String(computed.id || id || `${name}-id`),
        state: { ...inputs, ...lookedUp, ...computed },
      };
    },
  };
}
