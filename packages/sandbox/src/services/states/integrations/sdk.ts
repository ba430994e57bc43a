// `aws-sdk:<service>:<operation>`: any operation of any service that the sandbox has.
import type { Json, JsonObject, TaskCall } from "@rollcall/asl";
import {
  asJson,
  type Caller,
  callService,
  contextOf,
  keys,
  lowerFirst,
  upperFirst,
} from "./call.ts";

/** Step Functions' name of a service, the sandbox's, and the one in errors (that of the Java SDK). */
const SERVICES: Record<string, [id: string, name: string]> = {
  account: ["account", "Account"],
  config: ["config", "Config"],
  dynamodb: ["dynamodb", "DynamoDb"],
  ec2: ["ec2", "Ec2"],
  eventbridge: ["events", "EventBridge"],
  guardduty: ["guardduty", "GuardDuty"],
  iam: ["iam", "Iam"],
  lambda: ["lambda", "Lambda"],
  organizations: ["organizations", "Organizations"],
  s3: ["s3", "S3"],
  secretsmanager: ["secretsmanager", "SecretsManager"],
  securityhub: ["securityhub", "SecurityHub"],
  sfn: ["states", "Sfn"],
  sqs: ["sqs", "Sqs"],
  ssm: ["ssm", "Ssm"],
  sts: ["sts", "Sts"],
};

/** Members that are bytes on the wire, and text or JSON in a task. */
const BYTES = ["Body", "Payload"];

/** Runs the operation; names in arguments and answers are PascalCase whatever the service's model says. */
export async function sdkCall(caller: Caller, call: TaskCall): Promise<Json> {
  const named = call.service.slice("aws-sdk:".length);
  const known = SERVICES[named];
  if (!known)
    throw {
      error: "States.Runtime",
      cause: `The sandbox has no service '${named}' for ${call.resource}.`,
    };
  const [id, service] = known;
  const given = (call.arguments ?? {}) as JsonObject;
  const camel = id === "states";
  const input: Record<string, unknown> = camel
    ? (keys(given, lowerFirst) as JsonObject)
    : { ...given };
  for (const name of BYTES)
    if (input[name] !== undefined)
      input[name] = Buffer.from(
        typeof input[name] === "string" ? input[name] : JSON.stringify(input[name]),
      );
  const operation = upperFirst(call.action);
  const output = await callService(
    caller,
    { id, operation, service },
    input,
    contextOf(caller, call),
  );
  // Recorded: the body of an object is text in the answer.
  for (const name of BYTES)
    if (output[name] instanceof Uint8Array) output[name] = Buffer.from(output[name]).toString();
  const json = asJson(output);
  return camel ? keys(json, upperFirst) : json;
}
