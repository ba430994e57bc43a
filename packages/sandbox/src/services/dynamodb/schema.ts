// What a table is: its record in the store, and the keys of the table and of its indexes.
import * as dynalite from "dynalite/db/index.js";
import { AwsError } from "../../wire/service.ts";
import { type AttributeValue, type Item, invalid, sortKey } from "./value.ts";

/** AWS's KeySchemaElement. */
export interface KeyElement {
  AttributeName: string;
  KeyType: "HASH" | "RANGE";
}

/** A secondary index as its table's record has it. */
export interface IndexRecord {
  IndexName: string;
  KeySchema: KeyElement[];
  Projection: { ProjectionType: "ALL" | "KEYS_ONLY" | "INCLUDE"; NonKeyAttributes?: string[] };
  /** Absent: the table's. */
  ProvisionedThroughput?: TableRecord["ProvisionedThroughput"];
}

/** A table as the store keeps it. Members in capitals are AWS's own, so dynalite's checks can read them. */
export interface TableRecord {
  account: string;
  region: string;
  createdAt: number;
  TableName: string;
  TableArn: string;
  TableId: string;
  KeySchema: KeyElement[];
  AttributeDefinitions: { AttributeName: string; AttributeType: "S" | "N" | "B" }[];
  GlobalSecondaryIndexes?: IndexRecord[];
  LocalSecondaryIndexes?: IndexRecord[];
  BillingMode: "PROVISIONED" | "PAY_PER_REQUEST";
  ProvisionedThroughput: { ReadCapacityUnits: number; WriteCapacityUnits: number };
  StreamSpecification?: { StreamEnabled: boolean; StreamViewType?: string };
  LatestStreamArn?: string;
  LatestStreamLabel?: string;
  DeletionProtectionEnabled: boolean;
  SSEDescription?: { Status: "ENABLED"; SSEType: "KMS"; KMSMasterKeyArn: string };
  TableClassSummary?: { TableClass: string };
  OnDemandThroughput?: { MaxReadRequestUnits?: number; MaxWriteRequestUnits?: number };
  /** Attribute that holds the time of expiry in seconds; absent while time to live is off. */
  ttlAttribute?: string;
  /** When point-in-time recovery was switched on; absent while it is off. */
  recoverySince?: number;
  tags: Record<string, string>;
}

/** Keys and projection of a table (whose projection is ALL) or of one of its indexes. */
export interface View {
  /** Absent for the table itself. */
  name?: string;
  local: boolean;
  hash: string;
  range?: string;
  /** Attributes that the view has; absent for all. */
  attributes?: Set<string>;
  /** Every attribute that makes up a position in it: its own keys, then the table's. */
  keys: string[];
}

const names = (schema: KeyElement[]) => schema.map((element) => element.AttributeName);

/** The table itself as a view. */
export function tableView(record: TableRecord): View {
  const keys = names(record.KeySchema);
  const [hash = "", range] = keys;
  return { local: false, hash, ...(range === undefined ? {} : { range }), keys };
}

function indexView(record: TableRecord, index: IndexRecord, local: boolean): View {
  const own = names(index.KeySchema);
  const keys = [...new Set([...own, ...names(record.KeySchema)])];
  const [hash = "", range] = own;
  const view = {
    name: index.IndexName,
    local,
    hash,
    ...(range === undefined ? {} : { range }),
    keys,
  };
  if (index.Projection.ProjectionType === "ALL") return view;
  return { ...view, attributes: new Set([...keys, ...(index.Projection.NonKeyAttributes ?? [])]) };
}

/** The indexes of a table, global ones first. */
export function indexViews(record: TableRecord): View[] {
  return [
    ...(record.GlobalSecondaryIndexes ?? []).map((index) => indexView(record, index, false)),
    ...(record.LocalSecondaryIndexes ?? []).map((index) => indexView(record, index, true)),
  ];
}

/** The attributes of an item that a view has. */
export function projected(view: View, item: Item): Item {
  const { attributes } = view;
  if (!attributes) return item;
  // By the view's few names: counting what an index has is most of what a large estate asks the table for.
  const seen: Item = {};
  for (const name of attributes) if (Object.hasOwn(item, name)) seen[name] = item[name]!;
  return seen;
}

/** Where an item stands in a view: its partition, and its place there. */
export interface Position {
  hash: string;
  sort: string;
}

/** Undefined when the item lacks a key of the view, as in a sparse index. */
export function positionIn(view: View, item: Item): Position | undefined {
  const hash = item[view.hash];
  if (hash === undefined) return undefined;
  if (view.range === undefined) return { hash: sortKey(hash), sort: "" };
  const range = item[view.range];
  return range && { hash: sortKey(hash), sort: sortKey(range) };
}

/** One string for a primary key; no two keys share one. */
export function idOf({ hash, sort }: Position): string {
  return `${hash.length}:${hash}${sort}`;
}

function raise(failure: { body: { message: string } } | null | undefined): void {
  if (failure) throw invalid(failure.body.message);
}

const KEY_BYTES = { HASH: 2048, RANGE: 1024 };

/** dynalite counts characters; DynamoDB counts bytes. */
function checkKeyBytes(record: TableRecord, item: Item): void {
  for (const { AttributeName, KeyType } of record.KeySchema) {
    const value = item[AttributeName];
    if (value?.S === undefined || Buffer.byteLength(value.S) <= KEY_BYTES[KeyType]) continue;
    throw invalid(
      KeyType === "HASH"
        ? "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes"
        : "One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of 1024 bytes",
    );
  }
}

/** An empty key. AWS sees it before it opens a transaction: it is never a reason of a cancelled one. */
export class EmptyKeyError extends AwsError {
  constructor(message: string) {
    super("ValidationException", `One or more parameter values are not valid. ${message}`);
  }
}

/** What AWS says of an empty value, or undefined when it is none. */
function emptiness(value: AttributeValue | undefined): string | undefined {
  const type = value?.S === "" ? "string" : value?.B === "" ? "binary" : undefined;
  if (type === undefined) return undefined;
  return `The AttributeValue for a key attribute cannot contain an empty ${type} value.`;
}

function checkNotEmpty(record: TableRecord, item: Item): void {
  for (const name of names(record.KeySchema)) {
    const empty = emptiness(item[name]);
    if (empty) throw new EmptyKeyError(`${empty} Key: ${name}`);
  }
}

/** Checks a key given alone: exactly the table's key attributes, of their types, not empty. */
export function checkKey(record: TableRecord, key: Item): void {
  checkNotEmpty(record, key);
  raise(dynalite.validateKey(key, record));
  checkKeyBytes(record, key);
}

/** Checks the key attributes of an item, and those of indexes where the item has them. */
export function checkItem(record: TableRecord, item: Item, updated = false): void {
  checkNotEmpty(record, item);
  const indexes = [
    ...(record.GlobalSecondaryIndexes ?? []),
    ...(record.LocalSecondaryIndexes ?? []),
  ];
  for (const { IndexName, KeySchema } of indexes) {
    for (const name of names(KeySchema)) {
      const empty = emptiness(item[name]);
      if (!empty) continue;
      throw new EmptyKeyError(
        updated
          ? `The update expression attempted to update a secondary index key to a value that is not supported. ${empty}`
          : `A value specified for a secondary index key is not supported. ${empty} IndexName: ${IndexName}, IndexKey: ${name}`,
      );
    }
  }
  raise(dynalite.validateItem(item, record));
  checkKeyBytes(record, item);
}

/** Checks that an update leaves keys alone and fits the types of index keys. */
export function checkUpdates(record: TableRecord, updates: object): void {
  raise(dynalite.validateUpdates(undefined, updates, record));
}

/** Checks that no path leads into a key attribute. */
export function checkPaths(record: TableRecord, nestedPaths: object | undefined): void {
  raise(dynalite.validateKeyPaths(nestedPaths, record));
}

/** The answer for a table that does not exist. */
export function notFound(name?: string): AwsError {
  const message = "Requested resource not found";
  return new AwsError(
    "ResourceNotFoundException",
    name ? `${message}: Table: ${name} not found` : message,
  );
}
