// Function URLs on the wire: below a path of their own, because `<id>.lambda-url.<region>.on.aws` is no name that a
// machine knows by itself. Who calls is read as for every service; what comes in and goes out is Lambda's payload
// format 2.0 (Lambda guide, "Invoking function URLs").
import type { SandboxClock } from "../clock.ts";
import { accountOf, sessionOf } from "./access-keys.ts";
import type { Scope } from "./caller.ts";
import type { Gate } from "./gate.ts";
import type { WireRequest } from "./request.ts";
import type { WireResponse } from "./response.ts";
import type { Context } from "./service.ts";

/** Function URLs are below this path: `/lambda-url/<url-id>/…`. */
export const FUNCTION_URLS = "/lambda-url/";

/** A function behind a URL. */
export interface UrlTarget {
  account: string;
  region: string;
  authorization: "AWS_IAM" | "NONE";
  /** Host of the URL in a deployment. */
  host: string;
  /** Throws when the caller's policies do not let it call the URL. */
  refuse(caller: Pick<Context, "account" | "region" | "principal" | "sessionPolicy">): void;
  /** Id as IAM has it, which a policy's `aws:userid` shows: `AROA…:session`, or the account of a root user. */
  callerId(principal: string, account: string): string;
  /** Runs the function; `undefined` when it failed. */
  run(event: object): Promise<{ result: unknown } | undefined>;
}

/** What the door stands on. */
export interface DoorOptions {
  find(urlId: string): UrlTarget | undefined;
  gate: Gate;
  clock: SandboxClock;
}

interface Caller extends Context {
  callerId: string;
}

/** Answers requests of function URLs. */
export class FunctionDoor {
  readonly #options: DoorOptions;

  constructor(options: DoorOptions) {
    this.#options = options;
  }

  /** Undefined for a request that is not for a function URL. */
  async answer(
    request: WireRequest,
    scope: Scope | undefined,
    requestId: string,
  ): Promise<WireResponse | undefined> {
    if (!request.path.startsWith(FUNCTION_URLS)) return undefined;
    const [urlId = "", ...rest] = request.path.slice(FUNCTION_URLS.length).split("/");
    const target = this.#options.find(urlId);
    if (!target) return refusal(404, "UnknownFunctionUrl", "Not Found");
    const caller = this.#callerOf(target, request, scope, requestId);
    if (typeof caller === "string") {
      this.#note(target, scope, requestId, "AccessDeniedException");
      return refusal(403, "AccessDeniedException", caller);
    }
    this.#note(target, scope, requestId);
    const path = `/${rest.join("/")}`;
    const event = eventOf(request, { ...target, urlId, path }, caller, {
      requestId,
      now: this.#options.clock.now(),
    });
    const ended = await this.#options.clock.waiting(target.run(event), request.connection);
    return ended ? responseOf(ended.result, requestId) : refusal(502, "", "Internal Server Error");
  }

  #note(
    { account, region }: UrlTarget,
    scope: Scope | undefined,
    requestId: string,
    error?: string,
  ) {
    const accessKeyId = scope?.accessKeyId ?? "anonymous";
    const principal = `arn:aws:iam::${accountOf(accessKeyId) ?? account}:root`;
    const context = { account, region, accessKeyId, principal, requestId };
    this.#options.gate.note("lambda", "InvokeFunctionUrl", context, error);
  }

  /** Who calls; a text says why they may not. Undefined: nobody in particular, where nobody has to be. */
  #callerOf(
    target: UrlTarget,
    { headers }: WireRequest,
    scope: Scope | undefined,
    requestId: string,
  ): Caller | undefined | string {
    if (target.authorization === "NONE") return undefined;
    if (!scope) return "Forbidden";
    if (scope.service !== "lambda")
      return "Credential should be scoped to correct service: 'lambda'.";
    if (scope.region !== target.region) return "Credential should be scoped to a valid region.";
    const account = accountOf(scope.accessKeyId);
    const token = headers["x-amz-security-token"];
    const session = token === undefined ? undefined : sessionOf(token);
    if (!account || (scope.accessKeyId.startsWith("ASIA") && !session))
      return "The security token included in the request is invalid.";
    if (session && session.expiresAt <= this.#options.clock.now())
      return "The security token included in the request is expired";
    // Without a resource policy, only principals of the function's own account can be allowed.
    if (account !== target.account) return FORBIDDEN;
    const principal = session?.arn ?? `arn:aws:iam::${account}:root`;
    const { accessKeyId, region } = scope;
    try {
      target.refuse({ account, region, principal, sessionPolicy: session?.policy });
    } catch {
      return FORBIDDEN;
    }
    const callerId = target.callerId(principal, account);
    return { account, region, accessKeyId, principal, requestId, callerId };
  }
}

// assumed, text only.
const FORBIDDEN =
  "Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html";

const refusal = (status: number, error: string, Message: string): WireResponse => ({
  status,
  headers: { "content-type": "application/json", ...(error && { "x-amzn-errortype": error }) },
  body: JSON.stringify({ Message }),
});

function eventOf(
  { method, query, headers, body }: WireRequest,
  at: UrlTarget & { urlId: string; path: string },
  caller: Caller | undefined,
  { requestId, now }: { requestId: string; now: number },
): object {
  const isText = /^(text\/|application\/(json|xml|javascript))/.test(headers["content-type"] ?? "");
  // The signature stays outside (Lambda guide: the authorization header is not passed on). For AWS_IAM that is
  // assumed, no opposite: what a function could do with it is documented nowhere.
  const { authorization: _, ...shown } = headers;
  const parameters = Object.fromEntries(
    [...new Set(query.keys())].map((name) => [name, query.getAll(name).join(",")]),
  );
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: at.path,
    rawQueryString: query.toString(),
    headers: { ...shown, host: at.host },
    ...(Object.keys(parameters).length > 0 && { queryStringParameters: parameters }),
    requestContext: {
      accountId: caller?.account ?? "anonymous",
      apiId: at.urlId,
      ...(caller && {
        authorizer: {
          iam: {
            accessKey: caller.accessKeyId,
            accountId: caller.account,
            callerId: caller.callerId,
            cognitoIdentity: null,
            principalOrgId: null,
            userArn: caller.principal,
            userId: caller.callerId,
          },
        },
      }),
      domainName: at.host,
      domainPrefix: at.urlId,
      http: {
        method,
        path: at.path,
        protocol: "HTTP/1.1",
        sourceIp: "127.0.0.1",
        userAgent: headers["user-agent"] ?? "",
      },
      requestId,
      routeKey: "$default",
      stage: "$default",
      time: new Date(now).toUTCString(),
      timeEpoch: now,
    },
    ...(body.length > 0 && { body: isText ? body.toString("utf8") : body.toString("base64") }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

/** What a function returned as an answer: an object with a status code, or anything else as the body. */
function responseOf(result: unknown, requestId: string): WireResponse {
  const own = { "x-amzn-requestid": requestId };
  const given = result as {
    statusCode?: number;
    headers?: Record<string, string>;
    body?: string;
    isBase64Encoded?: boolean;
  } | null;
  if (typeof given !== "object" || given?.statusCode === undefined)
    return {
      status: 200,
      headers: { "content-type": "application/json", ...own },
      body: typeof result === "string" ? result : JSON.stringify(result ?? null),
    };
  const headers = Object.entries(given.headers ?? {}).map(([name, value]) => [
    name.toLowerCase(),
    String(value),
  ]);
  return {
    status: given.statusCode,
    headers: { "content-type": "application/json", ...Object.fromEntries(headers), ...own },
    body: given.isBase64Encoded ? Buffer.from(given.body ?? "", "base64") : (given.body ?? ""),
  };
}
