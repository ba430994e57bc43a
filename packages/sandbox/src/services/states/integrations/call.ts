// One call of a task to an AWS service: who calls, what goes in and out, and how errors are named.
import type { Json, JsonObject, TaskCall } from "@rollcall/asl";
import { randomUuid } from "../../../random.ts";
import { AwsError, type Context, type World } from "../../../wire/service.ts";
import { sessionArn } from "../../deliver.ts";

/** What integrations work with. */
export interface Caller {
  world: World;
  /** The role of an execution. */
  roleOf(executionArn: string): string;
}

/** The account, Region and session that a task acts with. */
export function contextOf(
  { roleOf }: Caller,
  { executionArn, credentials }: Pick<TaskCall, "executionArn" | "credentials">,
): Pick<Context, "account" | "region" | "principal"> {
  const [, , , region, account, , , name] = executionArn.split(":") as string[];
  const role =
    typeof credentials?.RoleArn === "string" ? credentials.RoleArn : roleOf(executionArn);
  // A role of another account acts there.
  const owner = role.split(":")[4] || account!;
  return { account: owner, region: region!, principal: sessionArn(role, name!.slice(0, 64)) };
}

/** The answer's envelope that optimized integrations add. */
export function envelope(requestId: string): JsonObject {
  return {
    SdkHttpMetadata: {
      AllHttpHeaders: { "x-amzn-RequestId": [requestId] },
      HttpHeaders: { "x-amzn-RequestId": requestId },
      HttpStatusCode: 200,
    },
    SdkResponseMetadata: { RequestId: requestId },
  };
}

/** Statuses of errors that are not 400; part of causes only. */
const STATUSES: Record<string, number> = {
  NoSuchKey: 404,
  NoSuchBucket: 404,
  ResourceNotFoundException: 404,
  TooManyRequestsException: 429,
};

/**
 * Calls, and rejects with `{error, cause}` as Step Functions names it: `S3.NoSuchKeyException`,
 * `Sfn.InvalidTokenException`. `service` is the name before the dot.
 */
export async function callService(
  { world }: Caller,
  target: { id: string; operation: string; service: string },
  input: object,
  context: Pick<Context, "account" | "region" | "principal">,
): Promise<Record<string, unknown>> {
  try {
    return (await world.call(target.id, target.operation, input, context)) as Record<
      string,
      unknown
    >;
  } catch (thrown) {
    if (!(thrown instanceof AwsError)) throw thrown;
    const { code, message } = thrown;
    const status = thrown.status ?? STATUSES[code] ?? 400;
    const requestId = randomUuid(world.random);
    const name = /Exception$|^States\./.test(code) ? code : `${code}Exception`;
    // Recorded: the optimized DynamoDB integration names unmodelled errors so.
    const error =
      target.service === "DynamoDB" && code === "ValidationException"
        ? "DynamoDB.AmazonDynamoDBException"
        : `${target.service}.${name}`;
    const cause = `${message} (Service: ${target.service}, Status Code: ${status}, Request ID: ${requestId})`;
    throw { error, cause };
  }
}

/** An answer as JSON: times as text, bytes as base64, nothing undefined. */
export function asJson(value: unknown): Json {
  if (value === undefined || value === null) return null;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(asJson);
  if (typeof value !== "object") return value as Json;
  const result: JsonObject = {};
  for (const [key, inner] of Object.entries(value))
    if (inner !== undefined) result[key] = asJson(inner);
  return result;
}

/** The same value with the first letter of every key changed. */
export function keys(value: Json, change: (key: string) => string): Json {
  if (Array.isArray(value)) return value.map((one) => keys(one, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [change(key), keys(inner as Json, change)]),
  );
}

/** `getObject` → `GetObject`. */
export const upperFirst = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
/** `ExecutionArn` → `executionArn`. */
export const lowerFirst = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1);
