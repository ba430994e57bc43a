// DynamoDB Streams on the wire, over the log that DynamoDB writes.
import * as client from "@aws-sdk/client-dynamodb-streams";
import { AwsError, type Context, type Service, type World } from "../../wire/service.ts";
import { writeItem } from "../dynamodb/value.ts";
import type { Stream, StreamLog, StreamRecord } from "./log.ts";

export type { StreamAccess, StreamRecord } from "./log.ts";

/** An iterator is good for 15 minutes. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetShardIterator.html */
const ITERATOR_LIFE = 15 * 60_000;
const MOST_RECORDS = 1000;
/** GetRecords answers at most 1 MB. */
const MOST_BYTES = 1024 * 1024;
const SHARD = "shardId-00000000000000000001-00000001";

// biome-ignore lint/suspicious/noExplicitAny: the shape is known to the schema, not to TypeScript
type Request = any;

interface Place {
  arn: string;
  /** Absent: from the oldest record. */
  after?: string | undefined;
  at: number;
}

const encode = (place: Place) =>
  `${place.arn}|1|${Buffer.from(JSON.stringify(place)).toString("base64url")}`;

function decode(iterator: string): Place {
  try {
    return JSON.parse(Buffer.from(iterator.split("|")[2] ?? "", "base64url").toString());
  } catch {
    throw new AwsError("ValidationException", "Invalid ShardIterator");
  }
}

function onWire({ dynamodb, eventSourceARN: _, ...record }: StreamRecord) {
  const { NewImage, OldImage, Keys, ApproximateCreationDateTime, ...rest } = dynamodb;
  return {
    ...record,
    dynamodb: {
      ...rest,
      ApproximateCreationDateTime: new Date(ApproximateCreationDateTime * 1000),
      Keys: writeItem(Keys),
      ...(NewImage && { NewImage: writeItem(NewImage) }),
      ...(OldImage && { OldImage: writeItem(OldImage) }),
    },
  };
}

function describe(log: StreamLog, stream: Stream) {
  return {
    StreamArn: stream.arn,
    StreamLabel: stream.label,
    StreamStatus: stream.enabled ? "ENABLED" : "DISABLED",
    StreamViewType: stream.view,
    CreationRequestDateTime: new Date(stream.createdAt),
    TableName: stream.table,
    KeySchema: stream.keySchema,
    Shards: [
      {
        ShardId: SHARD,
        SequenceNumberRange: {
          StartingSequenceNumber: log.oldest(stream.arn),
          ...(!stream.enabled && { EndingSequenceNumber: log.newest(stream.arn) }),
        },
      },
    ],
  };
}

/** The sequence number just before another. */
const before = (sequence: string) => String(BigInt(sequence) - 1n);

/** The DynamoDB Streams service. */
export function streams(world: World, log: StreamLog): Service {
  const find = (arn: string, { account, region }: Context) => {
    const stream = log.get(arn);
    if (stream?.account !== account || stream.region !== region) {
      throw new AwsError(
        "ResourceNotFoundException",
        `Requested resource not found: Stream: ${arn} not found`,
      );
    }
    return stream;
  };

  const startOf = ({ ShardIteratorType: type, SequenceNumber: given }: Request, arn: string) => {
    if (type === "TRIM_HORIZON") return undefined;
    if (type === "LATEST") return log.newest(arn);
    if (!/^\d{21}$/.test(given ?? "")) {
      throw new AwsError("ValidationException", "Invalid SequenceNumber");
    }
    if (given < log.oldest(arn)) {
      throw new AwsError(
        "TrimmedDataAccessException",
        "The operation attempted to read past the oldest stream record in a shard.",
      );
    }
    return type === "AT_SEQUENCE_NUMBER" ? before(given) : given;
  };

  const getRecords = ({ ShardIterator, Limit = MOST_RECORDS }: Request, context: Context) => {
    const place = decode(ShardIterator);
    const stream = find(place.arn, context);
    if (world.clock.now() - place.at > ITERATOR_LIFE) {
      throw new AwsError(
        "ExpiredIteratorException",
        "The shard iterator has expired and can no longer be used to retrieve stream records.",
      );
    }
    let bytes = 0;
    const found: StreamRecord[] = [];
    for (const record of log.read(place.arn, place.after, Math.min(Limit, MOST_RECORDS))) {
      bytes += record.dynamodb.SizeBytes;
      if (bytes > MOST_BYTES && found.length > 0) break;
      found.push(record);
    }
    const after = found.at(-1)?.dynamodb.SequenceNumber ?? place.after;
    const closed = !stream.enabled && (after === undefined || after >= log.newest(place.arn));
    return {
      Records: found.map(onWire),
      ...(!closed && {
        NextShardIterator: encode({ arn: place.arn, after, at: world.clock.now() }),
      }),
    };
  };

  return {
    id: "streams",
    // Both services sign as dynamodb; the target tells them apart.
    signing: ["dynamodb"],
    client,
    protocol: "json",
    target: "DynamoDBStreams_20120810",
    handlers: {
      ListStreams({ TableName, ExclusiveStartStreamArn, Limit = 100 }, { account, region }) {
        const own = log
          .list()
          .filter((one) => one.account === account && one.region === region)
          .filter((one) => !TableName || one.table === TableName);
        const from = own.findIndex(({ arn }) => arn === ExclusiveStartStreamArn) + 1;
        const page = own.slice(from, from + Limit);
        return {
          Streams: page.map(({ arn, table, label }) => ({
            StreamArn: arn,
            TableName: table,
            StreamLabel: label,
          })),
          ...(own.length > from + Limit && { LastEvaluatedStreamArn: page.at(-1)?.arn }),
        };
      },
      DescribeStream: ({ StreamArn }, context) => ({
        StreamDescription: describe(log, find(StreamArn, context)),
      }),
      GetShardIterator(request, context) {
        const { arn } = find(request.StreamArn, context);
        if (request.ShardId !== SHARD) {
          throw new AwsError(
            "ResourceNotFoundException",
            `Requested resource not found: Shard: ${request.ShardId} not found`,
          );
        }
        return {
          ShardIterator: encode({ arn, after: startOf(request, arn), at: world.clock.now() }),
        };
      },
      GetRecords: getRecords,
    },
  };
}
