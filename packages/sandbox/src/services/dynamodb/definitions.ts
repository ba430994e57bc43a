// Operations on tables themselves: create, describe, list, change, delete, time to live, tags.
import { randomUuid } from "../../random.ts";
import { AwsError, type Context, type Handlers } from "../../wire/service.ts";
import { checkDefinition, tableName } from "./checks.ts";
import { describe } from "./description.ts";
import { type IndexRecord, notFound, type TableRecord } from "./schema.ts";
import type { Table } from "./table.ts";
import type { Tables } from "./tables.ts";
import { invalid } from "./value.ts";
import type { Request } from "./write.ts";

function bare(index: Request): IndexRecord {
  const { IndexName, KeySchema, Projection, ProvisionedThroughput } = index;
  return {
    IndexName,
    KeySchema,
    Projection,
    ...(ProvisionedThroughput && { ProvisionedThroughput }),
  };
}

/** What a request says of encryption, class and bounds of a table; what it does not say stays. */
function settings(request: Request, { region, account }: Pick<Context, "region" | "account">) {
  const { SSESpecification: encryption, TableClass, OnDemandThroughput } = request;
  const key: string = encryption?.KMSMasterKeyId ?? "alias/aws/dynamodb";
  const path = key.includes("/") ? key : `key/${key}`;
  const KMSMasterKeyArn = key.startsWith("arn:") ? key : `arn:aws:kms:${region}:${account}:${path}`;
  return {
    ...(encryption && {
      SSEDescription: encryption.Enabled
        ? { Status: "ENABLED" as const, SSEType: "KMS" as const, KMSMasterKeyArn }
        : undefined,
    }),
    ...(TableClass && { TableClassSummary: { TableClass } }),
    ...(OnDemandThroughput && { OnDemandThroughput }),
  };
}

function tagsIn(list: { Key: string; Value: string }[] = []): Record<string, string> {
  return Object.fromEntries(list.map(({ Key, Value }) => [Key, Value]));
}

const VIEWS = ["NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY"];

/** Names the stream after the time at which it was switched on, as AWS does. */
function streamed(tables: Tables, record: TableRecord, specification: Request): TableRecord {
  if (!specification) return record;
  if (!specification.StreamEnabled) {
    if (record.LatestStreamArn) tables.streams.disable(record.LatestStreamArn);
    return { ...record, StreamSpecification: { StreamEnabled: false } };
  }
  if (!specification.StreamViewType) {
    throw invalid(
      "One or more parameter values were invalid: StreamViewType is required when StreamEnabled is true",
    );
  }
  if (!VIEWS.includes(specification.StreamViewType)) {
    throw invalid(
      `1 validation error detected: Value '${specification.StreamViewType}' at 'streamSpecification.streamViewType' failed to satisfy constraint: Member must satisfy enum value set: [${VIEWS.join(", ")}]`,
    );
  }
  const label = new Date(tables.world.clock.now()).toISOString().replace("Z", "");
  const changed = {
    ...record,
    StreamSpecification: specification,
    LatestStreamLabel: label,
    LatestStreamArn: `${record.TableArn}/stream/${label}`,
  };
  tables.streams.enable(changed);
  return changed;
}

function create(tables: Tables, request: Request, { account, region }: Context) {
  checkDefinition(request);
  const name: string = request.TableName;
  if (tables.get({ account, region }, name)) {
    throw new AwsError("ResourceInUseException", `Table already exists: ${name}`);
  }
  const record: TableRecord = {
    account,
    region,
    createdAt: tables.world.clock.now(),
    TableName: name,
    TableArn: `arn:aws:dynamodb:${region}:${account}:table/${name}`,
    TableId: randomUuid(tables.world.random),
    KeySchema: request.KeySchema,
    AttributeDefinitions: request.AttributeDefinitions,
    ...(request.GlobalSecondaryIndexes && {
      GlobalSecondaryIndexes: request.GlobalSecondaryIndexes.map(bare),
    }),
    ...(request.LocalSecondaryIndexes && {
      LocalSecondaryIndexes: request.LocalSecondaryIndexes.map(bare),
    }),
    BillingMode: request.BillingMode ?? "PROVISIONED",
    ProvisionedThroughput: request.ProvisionedThroughput ?? {
      ReadCapacityUnits: 0,
      WriteCapacityUnits: 0,
    },
    DeletionProtectionEnabled: request.DeletionProtectionEnabled === true,
    ...settings(request, { region, account }),
    tags: tagsIn(request.Tags),
  };
  const saved = tables.save(streamed(tables, record, request.StreamSpecification));
  return { TableDescription: describe(saved.record, "CREATING") };
}

/** The table for operations that name it in their complaint. */
function named(tables: Tables, name: string, context: Context): Table {
  const table = tables.get(context, name);
  if (!table) throw notFound(tableName(name));
  return table;
}

function remove(tables: Tables, request: Request, context: Context) {
  const table = named(tables, request.TableName, context);
  const { record } = table;
  if (record.DeletionProtectionEnabled) {
    throw invalid(
      `Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.`,
    );
  }
  if (record.LatestStreamArn) tables.streams.disable(record.LatestStreamArn);
  tables.remove(table);
  return { TableDescription: describe(record, "DELETING") };
}

function list(tables: Tables, request: Request, context: Context) {
  const { ExclusiveStartTableName: after = "", Limit: limit = 100 } = request;
  if (limit < 1 || limit > 100) {
    throw invalid(
      `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: Member must have value ${limit < 1 ? "greater than or equal to 1" : "less than or equal to 100"}`,
    );
  }
  const names = tables
    .list(context)
    .map(({ record }) => record.TableName)
    .filter((name) => name > after);
  const TableNames = names.slice(0, limit);
  return { TableNames, ...(names.length > limit && { LastEvaluatedTableName: TableNames.at(-1) }) };
}

function changedIndexes(record: TableRecord, updates: Request[]): IndexRecord[] {
  let indexes = record.GlobalSecondaryIndexes ?? [];
  for (const { Create, Delete, Update } of updates) {
    const name: string = (Create ?? Delete ?? Update).IndexName;
    const exists = indexes.some(({ IndexName }) => IndexName === name);
    if (Create && exists) throw invalid(`Attempting to create an index which already exists`);
    if (!Create && !exists)
      throw new AwsError("ResourceNotFoundException", "Requested resource not found");
    if (Create) indexes = [...indexes, bare(Create)];
    if (Update)
      indexes = indexes.map((one) => (one.IndexName === name ? { ...one, ...Update } : one));
    if (Delete) indexes = indexes.filter(({ IndexName }) => IndexName !== name);
  }
  return indexes;
}

/** What UpdateTable can change. */
const CHANGES = [
  "ProvisionedThroughput",
  "BillingMode",
  "StreamSpecification",
  "SSESpecification",
  "DeletionProtectionEnabled",
  "TableClass",
  "OnDemandThroughput",
];

/** Refuses a change that is none, and throughput where there is none or that is as it was. */
function checkChange(request: Request, record: TableRecord): void {
  const { GlobalSecondaryIndexUpdates: updates = [], ProvisionedThroughput: asked } = request;
  if (updates.length === 0 && CHANGES.every((name) => request[name] === undefined))
    throw invalid(
      "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required",
    );
  const mode = request.BillingMode ?? record.BillingMode;
  const wrong = (message: string) =>
    invalid(`One or more parameter values were invalid: ${message}`);
  if (request.BillingMode === "PROVISIONED" && !asked)
    throw wrong("ProvisionedThroughput must be specified when BillingMode is PROVISIONED");
  if (!asked) return;
  if (mode === "PAY_PER_REQUEST")
    throw wrong(
      "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST",
    );
  const { ReadCapacityUnits: read, WriteCapacityUnits: write } = record.ProvisionedThroughput;
  if (asked.ReadCapacityUnits === read && asked.WriteCapacityUnits === write)
    throw invalid(
      `The provisioned throughput for the table will not change. The requested value equals the current value. Current ReadCapacityUnits provisioned for the table: ${read}. Requested ReadCapacityUnits: ${read}. Current WriteCapacityUnits provisioned for the table: ${write}. Requested WriteCapacityUnits: ${write}. Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.`,
    );
}

function change(tables: Tables, request: Request, context: Context) {
  const table = named(tables, request.TableName, context);
  checkChange(request, table.record);
  const { record } = table;
  const { GlobalSecondaryIndexes: _, ...rest } = record;
  const indexes = changedIndexes(record, request.GlobalSecondaryIndexUpdates ?? []);
  const definitions = new Map(
    [...record.AttributeDefinitions, ...(request.AttributeDefinitions ?? [])].map((one) => [
      one.AttributeName,
      one,
    ]),
  );
  for (const index of indexes) {
    const missing = index.KeySchema.find(({ AttributeName }) => !definitions.has(AttributeName));
    if (!missing) continue;
    throw invalid(
      `One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: [${missing.AttributeName}], AttributeDefinitions: [${[...definitions.keys()].join(", ")}]`,
    );
  }
  const streaming = record.StreamSpecification?.StreamEnabled === true;
  if (request.StreamSpecification && request.StreamSpecification.StreamEnabled === streaming) {
    throw invalid(
      streaming
        ? "Table already has an enabled stream"
        : "Table is not currently streaming and cannot be disabled",
    );
  }
  const changed: TableRecord = {
    ...rest,
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
    AttributeDefinitions: [...definitions.values()],
    BillingMode: request.BillingMode ?? record.BillingMode,
    ProvisionedThroughput:
      request.BillingMode === "PAY_PER_REQUEST"
        ? { ReadCapacityUnits: 0, WriteCapacityUnits: 0 }
        : (request.ProvisionedThroughput ?? record.ProvisionedThroughput),
    ...settings(request, record),
    DeletionProtectionEnabled:
      request.DeletionProtectionEnabled ?? record.DeletionProtectionEnabled,
  };
  const saved = tables.save(streamed(tables, changed, request.StreamSpecification));
  return { TableDescription: describe(saved.record, "UPDATING", saved) };
}

function changeTtl(tables: Tables, request: Request, context: Context) {
  const { record } = named(tables, request.TableName, context);
  const { Enabled, AttributeName } = request.TimeToLiveSpecification;
  if (Enabled === (record.ttlAttribute !== undefined)) {
    throw invalid(`TimeToLive is already ${Enabled ? "enabled" : "disabled"}`);
  }
  const { ttlAttribute: _, ...rest } = record;
  tables.save(Enabled ? { ...rest, ttlAttribute: AttributeName } : rest);
  return { TimeToLiveSpecification: request.TimeToLiveSpecification };
}

function describeTtl(tables: Tables, request: Request, context: Context) {
  const { ttlAttribute } = named(tables, request.TableName, context).record;
  return {
    TimeToLiveDescription: ttlAttribute
      ? { TimeToLiveStatus: "ENABLED", AttributeName: ttlAttribute }
      : { TimeToLiveStatus: "DISABLED" },
  };
}

/** Operations on tables. */
export function definitions(tables: Tables): Handlers {
  const tagged = ({ ResourceArn: arn }: Request, context: Context) => {
    const table = tables.get(context, arn);
    if (table) return table.record;
    throw new AwsError(
      "ResourceNotFoundException",
      `Requested resource not found: ResourcArn: ${arn} not found`, // so it is spelled
    );
  };
  return {
    CreateTable: (request, context) => create(tables, request, context),
    DescribeTable(request, context) {
      const table = named(tables, request.TableName, context);
      return { Table: describe(table.record, "ACTIVE", table) };
    },
    DeleteTable: (request, context) => remove(tables, request, context),
    ListTables: (request, context) => list(tables, request, context),
    // An account's quotas as they are at first (developer guide, "Service, account, and table quotas").
    DescribeLimits: () => ({
      AccountMaxReadCapacityUnits: 80_000,
      AccountMaxWriteCapacityUnits: 80_000,
      TableMaxReadCapacityUnits: 40_000,
      TableMaxWriteCapacityUnits: 40_000,
    }),
    UpdateTable: (request, context) => change(tables, request, context),
    DescribeTimeToLive: (request, context) => describeTtl(tables, request, context),
    UpdateTimeToLive: (request, context) => changeTtl(tables, request, context),
    ListTagsOfResource(request, context) {
      const { tags } = tagged(request, context);
      return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
    },
    TagResource(request, context) {
      if (request.Tags.length === 0)
        throw invalid("Atleast one Tag needs to be provided as Input.");
      const record = tagged(request, context);
      tables.save({ ...record, tags: { ...record.tags, ...tagsIn(request.Tags) } });
    },
    UntagResource(request, context) {
      if (request.TagKeys.length === 0)
        throw invalid("Atleast one Tag Key needs to be provided as Input.");
      const record = tagged(request, context);
      const left = Object.entries(record.tags).filter(([key]) => !request.TagKeys.includes(key));
      tables.save({ ...record, tags: Object.fromEntries(left) });
    },
  };
}
