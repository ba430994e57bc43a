// A request as it came in, and its body as the input of an operation.
import type { Endpoint } from "./endpoint.ts";
import { readJson } from "./json.ts";
import { queryTree, readQuery } from "./query.ts";
import type { Shape } from "./schema.ts";
import { readText, SerializationError, unreadable } from "./text.ts";
import { TIMESTAMP } from "./traits.ts";
import { readXml } from "./xml.ts";
import { parseXml } from "./xml-reader.ts";

type Input = Record<string, unknown>;

/** A request, its body read. */
export interface WireRequest {
  method: string;
  /** As sent: not decoded, no query. */
  path: string;
  query: URLSearchParams;
  headers: Record<string, string | undefined>;
  body: Buffer;
  /** The caller's port. */
  connection?: number;
  /** The parsed body, for the query protocols. */
  form?: URLSearchParams;
  /** Values of the path, for the REST protocols. */
  labels?: Record<string, string>;
}

/** The operation's input. Throws a SerializationError when the request does not fit. */
export function readInput(endpoint: Endpoint, operation: Shape, request: WireRequest): Input {
  switch (endpoint.protocol) {
    case "query":
    case "ec2": {
      const form = queryTree(request.form!);
      const input = readQuery(operation.input, form, endpoint.protocol) as Input;
      const { addressed } = endpoint.service.also ?? {};
      if (addressed && request.path !== "/") input[addressed] ??= request.path;
      return input;
    }
    case "json":
      return readJsonInput(endpoint, operation, request.body);
    default:
      return readRest(endpoint, operation.input, request);
  }
}

function readJsonInput({ service }: Endpoint, { name, input }: Shape, body: Buffer): Input {
  try {
    return (readJson(input, parseJson(body), false) as Input) ?? {};
  } catch (error) {
    const said = error instanceof SerializationError && service.unfit?.(name, parseJson(body));
    throw said ? new SerializationError(said) : error;
  }
}

function parseJson(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString());
  } catch {
    return unreadable("the body is not JSON");
  }
}

function readRest({ protocol }: Endpoint, shape: Shape, request: WireRequest): Input {
  const { headers, body, query, labels } = request;
  const readBody = (wanted: Shape) =>
    protocol === "restXml"
      ? readXml(wanted, parseXml(body.toString()))
      : readJson(wanted, parseJson(body), true);
  const input: Input = {};
  let inBody = false;
  for (const { name, shape: member } of shape.members) {
    const { traits } = member;
    if (!member.bound) inBody = true;
    else if (traits.httpLabel) {
      const text = labels?.[name];
      if (text !== undefined) input[name] = readText(member, text, TIMESTAMP.iso);
    } else if (traits.httpQuery) {
      const value = readParameter(member, query.getAll(traits.httpQuery));
      if (value !== undefined) input[name] = value;
    } else if (traits.httpHeader) {
      const text = headers[traits.httpHeader.toLowerCase()];
      if (text !== undefined) input[name] = readText(member, text, TIMESTAMP.http);
    } else if (traits.httpPrefixHeaders !== undefined) {
      input[name] = prefixed(headers, traits.httpPrefixHeaders.toLowerCase());
    } else if (traits.httpQueryParams) {
      input[name] = otherParameters(shape, member, query);
    } else if (traits.httpPayload) {
      if (member.kind === "blob" || member.kind === "stream") input[name] = withoutChunks(request);
      else if (member.kind === "string") input[name] = body.toString();
      else if (body.length > 0) input[name] = readBody(member);
    }
  }
  if (inBody && body.length > 0) Object.assign(input, readUnbound(shape, readBody(shape) as Input));
  return input;
}

/** A member that travels in a header is not taken from the body. */
function readUnbound(shape: Shape, read: Input): Input {
  for (const { name, shape: member } of shape.members) if (member.bound) delete read[name];
  return read;
}

function readParameter(shape: Shape, all: string[]): unknown {
  if (all.length === 0) return undefined;
  return shape.kind === "list"
    ? all.map((one) => readText(shape.item, one, TIMESTAMP.iso))
    : readText(shape, all[0]!, TIMESTAMP.iso);
}

function otherParameters(shape: Shape, member: Shape, query: URLSearchParams): Input {
  const taken = new Set(shape.members.map((other) => other.shape.traits.httpQuery));
  const result: Input = {};
  for (const name of new Set(query.keys()))
    if (!taken.has(name)) result[name] = readParameter(member.value, query.getAll(name));
  return result;
}

function prefixed(headers: WireRequest["headers"], prefix: string): Input {
  const result: Input = {};
  for (const [header, value] of Object.entries(headers))
    if (header.startsWith(prefix)) result[header.slice(prefix.length)] = value;
  return result;
}

/** Unwraps an aws-chunked body: "<hex size>;...\r\n<bytes>\r\n" until size 0; the trailer is ignored. */
function withoutChunks({ headers, body }: WireRequest): Buffer {
  const chunked =
    headers["content-encoding"]?.includes("aws-chunked") ||
    headers["x-amz-content-sha256"]?.startsWith("STREAMING-");
  if (!chunked) return body;
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = body.indexOf("\r\n", at);
    const size = lineEnd < 0 ? 0 : Number.parseInt(body.toString("latin1", at, lineEnd), 16);
    if (!size) break;
    parts.push(body.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 4 + size;
  }
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
}
