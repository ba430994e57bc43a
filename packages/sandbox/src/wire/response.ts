// An output or an error as the HTTP answer that the client's protocol expects.
import type { Endpoint } from "./endpoint.ts";
import { writeJson } from "./json.ts";
import type { Shape } from "./schema.ts";
import type { AwsError } from "./service.ts";
import { writeText } from "./text.ts";
import { TIMESTAMP } from "./traits.ts";
import { escapeXml, writeMembers, writeXml } from "./xml.ts";

type Output = Record<string, unknown> & { [STATUS]?: number };

/** In an output: the HTTP status, where it is not the operation's only one (206 for a range). */
export const STATUS = Symbol("status");

/** An answer, its body written. */
export interface WireResponse {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
}

const CONTENT_TYPE = {
  json: "application/x-amz-json-1.0",
  restJson: "application/json",
  query: "text/xml",
  ec2: "text/xml",
  restXml: "application/xml",
};
const XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';

function headersFor(endpoint: Endpoint | undefined, requestId: string): Record<string, string> {
  const protocol = endpoint?.protocol ?? "restJson";
  const headers: Record<string, string> = {
    "content-type": CONTENT_TYPE[protocol],
    "x-amzn-requestid": requestId,
  };
  if (protocol === "restXml") headers["x-amz-request-id"] = requestId;
  return headers;
}

/** The answer to a call that worked. */
export function success(
  endpoint: Endpoint,
  operation: Shape,
  requestId: string,
  output: Output,
): WireResponse {
  const headers = headersFor(endpoint, requestId);
  switch (endpoint.protocol) {
    case "json":
      return {
        status: 200,
        headers,
        body: JSON.stringify(writeJson(operation.output, output, false) ?? {}),
      };
    case "query": {
      const { name } = operation;
      const empty = operation.output.kind === "unit";
      const result = empty
        ? ""
        : `<${name}Result>${writeMembers(operation.output, output)}</${name}Result>`;
      const body = `<${name}Response xmlns="${endpoint.xmlNamespace}">${result}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${name}Response>`;
      return { status: 200, headers, body };
    }
    case "ec2": {
      const members = writeMembers(operation.output, output, { item: "item" });
      const body = `<${operation.name}Response xmlns="${endpoint.xmlNamespace}"><requestId>${requestId}</requestId>${members}</${operation.name}Response>`;
      return { status: 200, headers, body };
    }
    default:
      return restSuccess(endpoint, operation, output, headers);
  }
}

function restSuccess(
  endpoint: Endpoint,
  operation: Shape,
  output: Output,
  headers: Record<string, string>,
): WireResponse {
  const xml = endpoint.protocol === "restXml";
  const shape = operation.output;
  let status = output[STATUS] ?? operation.traits.http?.[2] ?? 200;
  let payload: { shape: Shape; value: unknown } | undefined;
  let inBody = false;
  for (const { name, shape: member } of shape.members) {
    if (!member.bound) inBody = true;
    const value = output[name];
    if (value === undefined || value === null || !member.bound) continue;
    const { httpHeader, httpPrefixHeaders: prefix } = member.traits;
    if (httpHeader) headers[httpHeader.toLowerCase()] = writeText(member, value, TIMESTAMP.http);
    else if (prefix !== undefined)
      for (const [key, text] of Object.entries(value))
        headers[(prefix + key).toLowerCase()] = String(text);
    else if (member.traits.httpResponseCode) status = value as number;
    else if (member.traits.httpPayload) payload = { shape: member, value };
  }
  if (payload) return { status, headers, body: payloadBody(endpoint, payload, output, headers) };
  if (!xml)
    return { status, headers, body: JSON.stringify(writeJson(shape, output, true, true) ?? {}) };
  if (!inBody) return { status, headers, body: "" };
  const body = writeXml(shape, shape.traits.xmlName ?? shape.name, output, {
    bodyOnly: true,
    namespace: endpoint.xmlNamespace,
  });
  return { status, headers, body: XML_HEAD + body };
}

function payloadBody(
  endpoint: Endpoint,
  { shape, value }: { shape: Shape; value: unknown },
  output: Output,
  headers: Record<string, string>,
): string | Buffer {
  if (shape.kind === "stream" || shape.kind === "blob") {
    headers["content-type"] = String(output.ContentType ?? "binary/octet-stream");
    return value as Buffer;
  }
  if (shape.kind === "string") return value as string;
  if (endpoint.protocol === "restXml")
    return (
      XML_HEAD +
      writeXml(shape, shape.traits.xmlName ?? shape.name, value, {
        namespace: endpoint.xmlNamespace,
      })
    );
  return JSON.stringify(writeJson(shape, value, true));
}

/** The answer to a call that failed. Without an endpoint, when nobody knows whose call it was. */
export function failure(
  endpoint: Endpoint | undefined,
  requestId: string,
  error: AwsError,
): WireResponse {
  const shape = endpoint?.errors.get(error.code);
  const [queryCode, queryStatus] = shape?.traits.awsQueryError ?? [error.code, undefined];
  const query = endpoint?.protocol === "query" || endpoint?.protocol === "ec2";
  const modelled =
    error.status ??
    (query ? queryStatus : undefined) ??
    shape?.traits.httpError ??
    queryStatus ??
    400;
  // awsJson answers 400 for every fault of the caller, whatever the model says: "Service: AWSOrganizations;
  // Status Code: 400; Error Code: AccessDeniedException" [observed; botocore's _retry.json expects 400 with
  // TooManyRequestsException as well]. SQS, which was a query service before, keeps its own.
  const plain = endpoint?.protocol === "json" && !endpoint.service.also && modelled < 500;
  const status = plain ? 400 : modelled;
  const headers = { ...headersFor(endpoint, requestId), ...error.headers };
  const blame = status < 500 ? "Sender" : "Receiver";
  const older = query ? endpoint?.service.also?.messages?.[error.code] : undefined;
  const text = escapeXml(older ?? error.message);
  switch (endpoint?.protocol) {
    case "query": {
      const rest = endpoint.service.also ? "<Detail/>" : "";
      const detail = `<Type>${blame}</Type><Code>${queryCode}</Code><Message>${text}</Message>${rest}`;
      const body = `<ErrorResponse xmlns="${endpoint.xmlNamespace}"><Error>${detail}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
      return { status, headers, body };
    }
    case "ec2": {
      const detail = `<Code>${queryCode}</Code><Message>${text}</Message>`;
      const body = `${XML_HEAD}<Response><Errors><Error>${detail}</Error></Errors><RequestID>${requestId}</RequestID></Response>`;
      return { status, headers, body };
    }
    case "restXml": {
      const more = Object.entries(error.fields ?? {})
        .map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`)
        .join("");
      const body = `${XML_HEAD}<Error><Code>${error.code}</Code><Message>${text}</Message>${more}<RequestId>${requestId}</RequestId></Error>`;
      return { status, headers, body };
    }
    default:
      break;
  }
  const body = jsonError(shape, error);
  if (endpoint?.protocol === "json") {
    const exception = endpoint.service.also?.exceptions?.[error.code] ?? error.code;
    body.__type = shape ? `${shape.namespace}#${error.code}` : exception;
    // Users of SQS from before it spoke JSON look for the old code here.
    if (endpoint.service.also) headers["x-amzn-query-error"] = `${queryCode};${blame}`;
  } else headers["x-amzn-errortype"] = error.code;
  return { status, headers, body: JSON.stringify(body) };
}

function jsonError(shape: Shape | undefined, error: AwsError): Output {
  // Some services spell the member "Message", others "message".
  const name = shape?.members.some((member) => member.name === "Message") ? "Message" : "message";
  const fields = { [name]: error.message, ...error.fields };
  return {
    [name]: error.message,
    ...(shape ? (writeJson(shape, fields, true) as Output) : fields),
  };
}
