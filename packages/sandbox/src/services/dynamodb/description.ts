// How DynamoDB describes a table.
import type { IndexRecord, TableRecord } from "./schema.ts";
import type { Table } from "./table.ts";
import { sizeOf } from "./value.ts";

/** A local index has no state and no throughput of its own. */
function describeIndex(record: TableRecord, index: IndexRecord, table: Table | undefined) {
  const isGlobal = record.GlobalSecondaryIndexes?.includes(index);
  const { ProvisionedThroughput = record.ProvisionedThroughput, ...rest } = index;
  return {
    ...rest,
    ...(isGlobal && {
      IndexStatus: "ACTIVE",
      ProvisionedThroughput: { NumberOfDecreasesToday: 0, ...ProvisionedThroughput },
    }),
    IndexArn: `${record.TableArn}/index/${index.IndexName}`,
    ItemCount: table?.index(index.IndexName)?.size ?? 0,
    IndexSizeBytes: 0,
  };
}

/** A table in this state; its items and their bytes are counted when it is given. */
export function describe(record: TableRecord, status: string, table?: Table) {
  const stream = record.StreamSpecification?.StreamEnabled;
  let bytes = 0;
  for (const item of table?.values() ?? []) bytes += sizeOf(item);
  return {
    TableName: record.TableName,
    TableArn: record.TableArn,
    TableId: record.TableId,
    TableStatus: status,
    CreationDateTime: new Date(record.createdAt),
    KeySchema: record.KeySchema,
    AttributeDefinitions: record.AttributeDefinitions,
    ItemCount: table?.size ?? 0,
    TableSizeBytes: bytes,
    ProvisionedThroughput: { NumberOfDecreasesToday: 0, ...record.ProvisionedThroughput },
    ...(record.BillingMode === "PAY_PER_REQUEST" && {
      BillingModeSummary: {
        BillingMode: record.BillingMode,
        LastUpdateToPayPerRequestDateTime: new Date(record.createdAt),
      },
    }),
    GlobalSecondaryIndexes: record.GlobalSecondaryIndexes?.map((index) =>
      describeIndex(record, index, table),
    ),
    LocalSecondaryIndexes: record.LocalSecondaryIndexes?.map((index) =>
      describeIndex(record, index, table),
    ),
    ...(stream && { StreamSpecification: record.StreamSpecification }),
    LatestStreamArn: record.LatestStreamArn,
    LatestStreamLabel: record.LatestStreamLabel,
    DeletionProtectionEnabled: record.DeletionProtectionEnabled,
    SSEDescription: record.SSEDescription,
    TableClassSummary: record.TableClassSummary,
    OnDemandThroughput: record.OnDemandThroughput,
  };
}
