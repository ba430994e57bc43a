// A world with DynamoDB and its streams, and real clients for it.
import {
  type AttributeValue,
  BatchWriteItemCommand,
  DynamoDBClient,
} from "@aws-sdk/client-dynamodb";
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { startWorld } from "../../packages/sandbox/src/sandbox.ts";
import {
  dynamodb,
  type TableDefinition,
} from "../../packages/sandbox/src/services/dynamodb/index.ts";
import { streams } from "../../packages/sandbox/src/services/streams/index.ts";

export const ACCOUNT = "111111111111";

/** A definition with keys `pk` and `sk`, as an app would state it. */
export function definition(name: string, more: Partial<TableDefinition> = {}): TableDefinition {
  return {
    name,
    arn: `arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/${name}`,
    hashKey: "pk",
    rangeKey: "sk",
    attributes: { pk: "S", sk: "S" },
    globalIndexes: [],
    ...more,
  };
}

/** Starts the world, over a directory if one is given. */
export async function startDatabase(dataDirectory?: string) {
  let database: ReturnType<typeof dynamodb> | undefined;
  const running = await startWorld({ dataDirectory, skips: false }, (world) => {
    database = dynamodb(world);
    return { services: [database, streams(world, database.streams)] };
  });
  const options = {
    region: "us-east-1",
    endpoint: running.endpoint,
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: "unused" },
    maxAttempts: 1,
  };
  const client = new DynamoDBClient(options);
  const streamsClient = new DynamoDBStreamsClient(options);
  return {
    running,
    database: database!,
    client,
    streams: streamsClient,
    async stop() {
      client.destroy();
      streamsClient.destroy();
      await running.stop();
    },
  };
}

export type Database = Awaited<ReturnType<typeof startDatabase>>;

/** The message and name of what a promise is refused with. */
export async function refusal(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    const { name, message } = error as Error;
    return `${name}: ${message}`;
  }
  return "it was accepted";
}

export type Item = Record<string, AttributeValue>;
export const S = (text: string) => ({ S: text });
export const N = (number: number | string) => ({ N: String(number) });

/** Writes items, 25 at a time. */
export async function fill(db: Database, TableName: string, items: Item[]): Promise<void> {
  for (let at = 0; at < items.length; at += 25) {
    const writes = items.slice(at, at + 25).map((Item) => ({ PutRequest: { Item } }));
    await db.client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: writes } }));
  }
}

/** The range keys of items. */
export const sorts = (items: Item[] | undefined) => items?.map(({ sk }) => sk?.S ?? sk?.N);
