// Where failed invocations go: a queue, a bucket or another function.
import { randomUuid } from "../../random.ts";
import type { World } from "../../wire/service.ts";
import { deliver, sessionArn } from "../deliver.ts";
import type { FunctionDefinition } from "./function.ts";

/** What a destination is told about an invocation that failed for good. */
export interface FailureRecord {
  requestContext: {
    requestId: string;
    functionArn: string;
    condition: string;
    approximateInvokeCount: number;
  };
  responseContext?: { statusCode: number; executedVersion: string; functionError?: string };
  [part: string]: unknown;
}

/** Delivers the record; a refusal is logged, as nobody waits for the answer. */
export async function tellFailure(
  world: World,
  definition: FunctionDefinition,
  destinationArn: string,
  record: FailureRecord,
  /** Name of an object, for buckets. */
  key: () => string,
): Promise<void> {
  const principal = sessionArn(definition.roleArn, definition.name);
  const [, , , region, account] = definition.arn.split(":") as [
    string,
    string,
    string,
    string,
    string,
  ];
  const text = JSON.stringify({
    version: "1.0",
    timestamp: new Date(world.clock.now()).toISOString(),
    ...record,
  });
  try {
    if (!destinationArn.startsWith("arn:aws:s3:"))
      return await deliver(world, destinationArn, text, { principal });
    const [bucket] = destinationArn.split(":::").slice(1) as [string];
    const object = { Bucket: bucket, Key: key(), Body: Buffer.from(text) };
    await world.call("s3", "PutObject", object, { account, region, principal });
  } catch (error) {
    world.log(
      `${definition.name}: the failure destination ${destinationArn} took nothing: ${error}`,
    );
  }
}

/** A name as Lambda gives it to objects for failed records of a shard. */
export function failureKey(world: World, mappingId: string, shard: string): string {
  const at = new Date(world.clock.now()).toISOString();
  const day = at.slice(0, 10).replaceAll("-", "/");
  const time = at.slice(0, 19).replaceAll(":", ".");
  return `aws/lambda/${mappingId}/${shard}/${day}/${time}-${randomUuid(world.random)}`;
}
