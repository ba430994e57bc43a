// DynamoDB. dynalite 4.0.0 reads the requests: its tables of constraints and its grammars of expressions
// quote AWS's messages and have been compared with AWS for years. Items, conditions, indexes, transactions
// and streams are ours, over the sandbox's store.
//
// Why not all of dynalite: it has no transactions and no streams, its data would be a second store beside
// the journal, which a kill leaves out of step, it counts sizes in UTF-16 units, and it calls equal
// documents different and two absent operands equal. And speed, measured in process without the wire
// (Node 24.9, two cores, items of 14 attributes with two indexes and a condition each):
//
//                                          dynalite            here, in transactions of 100
//   puts, in memory                        7,000/s             47,000-55,000/s
//   puts, kept on disk                     4,700/s             29,000/s, with a stream of new images
//   300,000 items, resident                1,120 MB            649 MB, of which 389 MB live
//   queries of 60 items among 300,000      770/s               4,300-8,500/s
//   reading and checking one put           56 us               its grammar alone takes 20-60 us, so
//                                                              parsed expressions are kept
import * as client from "@aws-sdk/client-dynamodb";
import type { Service, World } from "../../wire/service.ts";
import { type StreamAccess, StreamLog } from "../streams/log.ts";
import { backups } from "./backups.ts";
import { unfit } from "./checks.ts";
import { definitions } from "./definitions.ts";
import { items } from "./items.ts";
import { queries } from "./query.ts";
import { scans } from "./scan.ts";
import type { TableRecord } from "./schema.ts";
import { Tables } from "./tables.ts";
import { transactions } from "./transactions.ts";

/** A table as the synthesized app states it. */
export interface TableDefinition {
  name: string;
  arn: string;
  hashKey: string;
  rangeKey?: string | undefined;
  attributes: Record<string, "S" | "N" | "B">;
  globalIndexes: {
    name: string;
    hashKey: string;
    rangeKey?: string | undefined;
    projection: "ALL" | "KEYS_ONLY" | "INCLUDE";
    nonKeyAttributes?: string[] | undefined;
  }[];
  streamArn?: string | undefined;
  streamView?: string | undefined;
  ttlAttribute?: string | undefined;
  pointInTimeRecovery?: boolean | undefined;
}

/** What the sandbox does to tables without the wire. */
export interface TableAccess {
  /** Creates a table as it is defined, or brings the one that is there in line; items stay. */
  createTable(definition: TableDefinition): void;
  /** The streams of all tables. */
  streams: StreamAccess & StreamLog;
}

const keySchema = (hash: string, range: string | undefined): TableRecord["KeySchema"] => [
  { AttributeName: hash, KeyType: "HASH" },
  ...(range === undefined ? [] : [{ AttributeName: range, KeyType: "RANGE" as const }]),
];

/** `arn:aws:dynamodb:REGION:ACCOUNT:table/NAME`. */
function ownerOf(arn: string) {
  const [, , , region = "", account = ""] = arn.split(":");
  return { account, region };
}

function recordOf(definition: TableDefinition, world: World, there?: TableRecord): TableRecord {
  const { streamArn, streamView, ttlAttribute } = definition;
  const indexes = definition.globalIndexes.map((index) => ({
    IndexName: index.name,
    KeySchema: keySchema(index.hashKey, index.rangeKey),
    Projection: {
      ProjectionType: index.projection,
      ...(index.nonKeyAttributes && { NonKeyAttributes: index.nonKeyAttributes }),
    },
  }));
  return {
    ...ownerOf(definition.arn),
    createdAt: there?.createdAt ?? world.clock.now(),
    TableName: definition.name,
    TableArn: definition.arn,
    // Tables of the app are told apart by name: their id needs no randomness of its own.
    TableId: there?.TableId ?? `table-${definition.name}`,
    KeySchema: keySchema(definition.hashKey, definition.rangeKey),
    AttributeDefinitions: Object.entries(definition.attributes).map(
      ([AttributeName, AttributeType]) => ({
        AttributeName,
        AttributeType,
      }),
    ),
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
    BillingMode: "PAY_PER_REQUEST",
    ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
    ...(streamArn && {
      StreamSpecification: {
        StreamEnabled: true,
        StreamViewType: streamView ?? "NEW_AND_OLD_IMAGES",
      },
      LatestStreamArn: streamArn,
      LatestStreamLabel: streamArn.split("/stream/")[1] ?? "",
    }),
    DeletionProtectionEnabled: there?.DeletionProtectionEnabled ?? false,
    ...(ttlAttribute !== undefined && { ttlAttribute }),
    ...(definition.pointInTimeRecovery && {
      recoverySince: there?.recoverySince ?? world.clock.now(),
    }),
    tags: there?.tags ?? {},
  };
}

/** The DynamoDB service, with what booting an app needs of it. */
export function dynamodb(world: World): Service & TableAccess {
  const streams = new StreamLog(world);
  const tables = new Tables(world, streams);
  return {
    id: "dynamodb",
    client,
    protocol: "json",
    target: "DynamoDB_20120810",
    unfit,
    handlers: {
      ...definitions(tables),
      ...backups(tables),
      ...items(tables),
      ...transactions(tables),
      ...queries(tables),
      ...scans(tables),
    },
    streams,
    createTable(definition) {
      const there = tables.get(ownerOf(definition.arn), definition.name)?.record;
      const record = recordOf(definition, world, there);
      if (record.StreamSpecification) streams.enable(record);
      if (JSON.stringify(there) !== JSON.stringify(record)) tables.save(record);
    },
  };
}
