// Who calls: read from the credential scope of SigV4 and the session token. Signatures are not checked,
// because anybody who reaches a sandbox may be anybody.
import { accountOf, sessionOf } from "./access-keys.ts";
import type { Endpoint } from "./endpoint.ts";
import type { WireRequest } from "./request.ts";
import { AwsError, type Context } from "./service.ts";

/** The credential scope of a signature: `key/date/region/service/aws4_request`. */
export interface Scope {
  accessKeyId: string;
  region: string;
  service: string;
}

/** The scope of a signed request, from its header or, when presigned, from its query. */
export function scopeOf(
  headers: WireRequest["headers"],
  query: URLSearchParams,
): Scope | undefined {
  const authorization = headers.authorization;
  const found = authorization?.startsWith("AWS4-")
    ? /Credential=([^,\s]+)/.exec(authorization)?.[1]
    : query.get("X-Amz-Credential");
  const [accessKeyId, , region, service] = found?.split("/") ?? [];
  if (accessKeyId && region && service) return { accessKeyId, region: shared(region), service };
  // S3's links in the style before SigV4, which old clients still make, name no Region.
  const old = query.get("AWSAccessKeyId");
  return old ? { accessKeyId: old, region: "us-east-1", service: "s3" } : undefined;
}

const regions = new Map<string, string>();

/** One string for each Region: a part of a header would keep the whole header in memory, call after call. */
function shared(region: string): string {
  const known = regions.get(region);
  if (known !== undefined) return known;
  regions.set(region, region);
  return region;
}

/** The context of a request. Throws what AWS answers to credentials that are unknown or no longer valid. */
export function contextOf(
  endpoint: Endpoint,
  scope: Scope | undefined,
  { headers, query, connection }: WireRequest,
  now: number,
  requestId: string,
): Context {
  const { protocol } = endpoint;
  if (!scope)
    throw protocol === "restXml"
      ? new AwsError("AccessDenied", "Access Denied", { status: 403 })
      : protocol === "query"
        ? new AwsError("MissingAuthenticationToken", "Request is missing Authentication Token", {
            status: 403,
          })
        : new AwsError("MissingAuthenticationTokenException", "Missing Authentication Token", {
            status: 403,
          });
  const { accessKeyId, region } = scope;
  const account = accountOf(accessKeyId);
  const token =
    headers["x-amz-security-token"] ??
    query.get("X-Amz-Security-Token") ??
    query.get("x-amz-security-token") ??
    undefined;
  const session = token === undefined ? undefined : sessionOf(token);
  // Temporary keys (ASIA) mean nothing without their token.
  if (!account || (accessKeyId.startsWith("ASIA") && !session)) throw unknownKey(endpoint);
  if (session && session.expiresAt <= now) throw expired(endpoint);
  const principal = session?.arn ?? `arn:aws:iam::${account}:root`;
  return {
    account,
    region,
    accessKeyId,
    principal,
    requestId,
    ...(connection !== undefined && { connection }),
    ...(session?.policy !== undefined && { sessionPolicy: session.policy }),
  };
}

function unknownKey({ protocol }: Endpoint): AwsError {
  if (protocol === "restXml")
    return new AwsError(
      "InvalidAccessKeyId",
      "The AWS Access Key Id you provided does not exist in our records.",
      { status: 403 },
    );
  if (protocol === "ec2")
    return new AwsError(
      "AuthFailure",
      "AWS was not able to validate the provided access credentials",
      { status: 401 },
    );
  const code = protocol === "query" ? "InvalidClientTokenId" : "UnrecognizedClientException";
  return new AwsError(code, "The security token included in the request is invalid.", {
    status: 403,
  });
}

function expired({ protocol }: Endpoint): AwsError {
  if (protocol === "restXml")
    return new AwsError("ExpiredToken", "The provided token has expired.", { status: 400 });
  const code =
    protocol === "query"
      ? "ExpiredToken"
      : protocol === "ec2"
        ? "RequestExpired"
        : "ExpiredTokenException";
  return new AwsError(code, "The security token included in the request is expired", {
    status: 403,
  });
}

/** Refuses a presigned request that is past its time; times are in the query. */
export function refuseStaleLink(query: URLSearchParams, now: number): void {
  const until = query.get("Expires"); // in the old style; seconds since 1970
  if (until !== null && Number(until) * 1000 < now) throw staleLink();
  const date = query.get("X-Amz-Date");
  const seconds = Number(query.get("X-Amz-Expires"));
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/
    .exec(date ?? "")
    ?.slice(1)
    .map(Number);
  if (!parts || !seconds) return;
  const [year = 0, month = 1, ...rest] = parts;
  const signed = Date.UTC(year, month - 1, ...rest);
  if (signed + seconds * 1000 < now) throw staleLink();
}

const staleLink = () => new AwsError("AccessDenied", "Request has expired", { status: 403 });
