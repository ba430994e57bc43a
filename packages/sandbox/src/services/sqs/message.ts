// One message of a queue: how it is kept, its checksums, and what SQS refuses to take.
import { createHash } from "node:crypto";
import { AwsError } from "../../wire/service.ts";

/** A message attribute; binary values are kept as base64, since state is JSON. */
export interface StoredAttribute {
  DataType: string;
  StringValue?: string;
  BinaryValue?: string;
}

/** A message as it is kept. */
export interface Message {
  /** Key in the collection; ends with the sequence, so that keys sort in the order of sending. */
  key: string;
  id: string;
  sequence: number;
  body: string;
  attributes: Record<string, StoredAttribute>;
  /** Role id and session, or account: the SenderId attribute. */
  sender: string;
  traceHeader?: string;
  sentAt: number;
  visibleAt: number;
  receiveCount: number;
  firstReceivedAt?: number;
  group?: string;
  deduplication?: string;
  /** Where it came from, when it was moved to a dead-letter queue. */
  sourceArn?: string;
  /** Deleted once and delivered again: standard queues deliver at least once. */
  ghost?: boolean;
}

/** What SendMessage, or one entry of its batch, gives. */
export interface SendInput {
  MessageBody?: string;
  DelaySeconds?: number;
  MessageAttributes?: Record<string, AttributeInput>;
  MessageSystemAttributes?: Record<string, AttributeInput>;
  MessageDeduplicationId?: string;
  MessageGroupId?: string;
}

interface AttributeInput {
  DataType?: string;
  StringValue?: string;
  BinaryValue?: Uint8Array;
}

/** Body and attributes together, in bytes (1 MiB since August 2025; SQS quotas). */
export const LARGEST_MESSAGE = 1_048_576;

/** MD5 in hex, as the clients check it. */
export const md5 = (value: string | Buffer): string =>
  createHash("md5").update(value).digest("hex");

const sized = (bytes: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

/**
 * MD5 of attributes by SQS's algorithm (developer guide, "Calculating the MD5 message digest for
 * message attributes"): by name, each as length-prefixed name, type, transport byte and value.
 */
export function md5OfAttributes(attributes: Record<string, StoredAttribute>): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const parts: Buffer[] = [];
  for (const name of names) {
    const { DataType, StringValue, BinaryValue } = attributes[name]!;
    const binary = DataType.startsWith("Binary");
    const value = binary
      ? Buffer.from(BinaryValue ?? "", "base64")
      : Buffer.from(StringValue ?? "");
    parts.push(sized(Buffer.from(name)), sized(Buffer.from(DataType)));
    parts.push(Buffer.from([binary ? 2 : 1]), sized(value));
  }
  return md5(Buffer.concat(parts));
}

/** Message attributes of a message (quota). */
const MOST_ATTRIBUTES = 10;
const LONGEST_NAME = 256;

/** Refuses a name that SQS does not take. The first sentence is observed, the others are documented rules: assumed, text only. */
function checkName(name: string): void {
  if (name === "")
    throw invalid("The request must contain non-empty message (user) attribute names.");
  if (name.length > LONGEST_NAME)
    throw invalid("Message (user) attribute names must be shorter than 256 Bytes");
  if (!/^[A-Za-z0-9_.-]+$/.test(name) || name.includes(".."))
    throw invalid(
      "Message (user) attributes name can only contain upper and lower score characters, digits, periods, hyphens and underscores. ",
    );
  if (/^(aws\.|amazon\.|\.)|\.$/i.test(name))
    throw invalid(
      "You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. These strings are reserved for internal use. Additionally, they cannot start or end with '.'.",
    );
}

/** Refuses an attribute whose value is not of its type. */
function checkValue(name: string, { DataType, StringValue, BinaryValue }: AttributeInput): void {
  const [, type] = /^(String|Number|Binary)(\.|$)/.exec(DataType ?? "") ?? [];
  if (!DataType)
    throw invalid(
      `The message (user) attribute '${name}' must contain a non-empty message attribute type.`,
    );
  if (!type)
    throw invalid(
      `The type of message (user) attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
    );
  const field = type === "Binary" ? "Binary" : "String";
  const value = type === "Binary" ? BinaryValue : StringValue;
  if (!value?.length) {
    if ((type === "Binary" ? StringValue : BinaryValue)?.length)
      throw invalid(
        `Message (user) attribute '${name}' with type '${DataType}' must use field '${field}'.`,
      );
    throw invalid(
      `Message (user) attribute '${name}' must contain a non-empty value of type '${DataType}'.`,
    );
  }
  if (type === "Number" && !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(StringValue!.trim()))
    throw invalid(`Can't cast the value of message (user) attribute '${name}' to a number.`);
}

/** The attributes as they are kept. */
export function storedAttributes(given: SendInput["MessageAttributes"] = {}) {
  const stored: Record<string, StoredAttribute> = {};
  for (const [name, attribute] of Object.entries(given)) {
    checkName(name);
    checkValue(name, attribute);
    const { DataType = "", StringValue, BinaryValue } = attribute;
    stored[name] = {
      DataType,
      ...(StringValue !== undefined && { StringValue }),
      ...(BinaryValue !== undefined && {
        BinaryValue: Buffer.from(BinaryValue).toString("base64"),
      }),
    };
  }
  const count = Object.keys(stored).length;
  if (count > MOST_ATTRIBUTES)
    throw invalid(
      `Number of message attributes [${count}] exceeds the allowed maximum [${MOST_ATTRIBUTES}].`,
    );
  return stored;
}

/** Bytes that count against the size limits. */
export function sizeOf(body: string, attributes: Record<string, StoredAttribute>): number {
  let size = Buffer.byteLength(body);
  for (const [name, { DataType, StringValue = "", BinaryValue = "" }] of Object.entries(attributes))
    size +=
      Buffer.byteLength(name + DataType + StringValue) + Buffer.byteLength(BinaryValue, "base64");
  return size;
}

/** Characters that a body may not hold: those that XML 1.0 has no way to write. */
export function checkBody(body: string | undefined): asserts body is string {
  if (body === undefined) throw missing("MessageBody");
  if (body.length === 0) throw invalid("The request must contain the parameter MessageBody.");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what SQS refuses
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(body))
    throw new AwsError(
      "InvalidMessageContents",
      "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF.",
    );
}

/** For a parameter that SQS does not take as it is. */
export const invalid = (message: string): AwsError =>
  new AwsError("InvalidParameterValue", message, { status: 400 });

/** For a parameter that a request must have. */
export const missing = (name: string): AwsError =>
  new AwsError("MissingParameter", `The request must contain the parameter ${name}.`, {
    status: 400,
  });
