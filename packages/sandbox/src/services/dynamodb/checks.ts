// The constraints of requests, by dynalite's tables, which quote AWS's messages.
import * as batchGetItem from "dynalite/validations/batchGetItem.js";
import * as batchWriteItem from "dynalite/validations/batchWriteItem.js";
import * as createTable from "dynalite/validations/createTable.js";
import * as deleteItem from "dynalite/validations/deleteItem.js";
import * as getItem from "dynalite/validations/getItem.js";
import {
  checkTypes,
  checkValidations,
  validateAttributeValue,
} from "dynalite/validations/index.js";
import * as putItem from "dynalite/validations/putItem.js";
import * as query from "dynalite/validations/query.js";
import * as scan from "dynalite/validations/scan.js";
import * as updateItem from "dynalite/validations/updateItem.js";
import { type Item, invalid, sizeOf } from "./value.ts";

/** 400 KB. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const MOST_BYTES = 400 * 1024;

const TYPES = {
  BatchGetItem: batchGetItem.types,
  BatchWriteItem: batchWriteItem.types,
  CreateTable: createTable.types,
  DeleteItem: deleteItem.types,
  GetItem: getItem.types,
  PutItem: putItem.types,
  Query: query.types,
  Scan: scan.types,
  UpdateItem: updateItem.types,
};

/** Operations that dynalite has a table of constraints for. */
export type Checked = keyof typeof TYPES;

function complain(check: () => void): void {
  try {
    check();
  } catch (error) {
    const { body } = error as { body?: { message?: string } };
    throw body?.message ? invalid(body.message) : error;
  }
}

/** What AWS says of a request whose members are of other types than the operation's, such as text for a number. */
export function unfit(operation: string, request: unknown): string | undefined {
  const types = TYPES[operation as Checked];
  if (!types || typeof request !== "object" || request === null) return undefined;
  try {
    checkTypes(request, types);
    return undefined;
  } catch (error) {
    return (error as { body?: { Message?: string } }).body?.Message;
  }
}

/** Since 2023 an operation takes a table's ARN for its name. */
export function tableName(name: string): string {
  return name?.startsWith("arn:") ? (name.split(":table/")[1]?.split("/")[0] ?? name) : name;
}

/** Checks lengths, patterns and enumerations of a request. */
export function checkRequest(operation: Checked, request: { TableName?: string }): void {
  const { TableName } = request;
  const named = TableName?.startsWith("arn:")
    ? { ...request, TableName: tableName(TableName) }
    : request;
  complain(() => checkValidations(named, TYPES[operation]));
}

/** What a definition of a table gets wrong, in AWS's words. */
export function checkDefinition(request: { TableName: string }): void {
  checkRequest("CreateTable", request);
  const complaint = createTable.custom(request);
  if (complaint) throw invalid(complaint);
}

/** Checks values and brings their numbers into normal form. */
export function checkValues(item: Item): Item {
  for (const name in item) {
    const value = item[name]!;
    // Nothing can be wrong with one string; most values are one.
    if (value.S !== undefined && Object.keys(value).length === 1) continue;
    const complaint = validateAttributeValue(value);
    if (complaint) throw invalid(complaint);
  }
  return item;
}

/** Checks the size of an item that is put, or of what an update makes of one. */
export function checkSize(item: Item, updated = false): Item {
  if (sizeOf(item) <= MOST_BYTES) return item;
  throw invalid(
    updated
      ? "Item size to update has exceeded the maximum allowed size"
      : "Item size has exceeded the maximum allowed size",
  );
}
