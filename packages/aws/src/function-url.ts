// Function URLs with IAM authorization, from both ends: what a function is given (payload format 2.0), and how a
// person's command calls it, signed with that person's credentials (Lambda guide, "Invoking function URLs").
import { GetFunctionUrlConfigCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { SignatureV4 } from "@smithy/signature-v4";
import * as z from "zod";
import { ownClientOf, Sha256 } from "./clients.ts";
import { translate } from "./errors.ts";

/**
 * A call of a function URL. The identity stands where only AWS writes, and only with AuthType AWS_IAM. Whoever may
 * invoke the function directly could forge it, so nobody may (docs/approval.md).
 */
export const FunctionUrlEvent = z.object({
  version: z.literal("2.0"),
  requestContext: z.object({
    authorizer: z.object({
      iam: z.object({ accountId: z.string(), callerId: z.string(), userArn: z.string() }),
    }),
    http: z.object({ method: z.literal("POST") }),
  }),
  body: z.string().default(""),
  isBase64Encoded: z.boolean().default(false),
});
export type FunctionUrlEvent = z.infer<typeof FunctionUrlEvent>;

/** Who calls, and the JSON that they sent; undefined where it is none. */
export function callOf({ requestContext, body, isBase64Encoded }: FunctionUrlEvent) {
  const { userArn: arn, accountId: account, callerId: caller } = requestContext.authorizer.iam;
  const text = isBase64Encoded ? Buffer.from(body, "base64").toString("utf8") : body;
  return { person: { arn, account, caller }, body: jsonOf(text) };
}

/** An answer as a function URL takes it. */
export const answer = (statusCode: number, body: object) => ({
  statusCode,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a function URL answered. `body` is its JSON; undefined where it sent none. */
export interface Answered {
  status: number;
  body: unknown;
}

/** Calls a function by its URL with the caller's own credentials. Throws AWS's error where its URL is not known. */
export async function callFunctionUrl(name: string, input: object): Promise<Answered> {
  const client = ownClientOf(LambdaClient, "lambda");
  const { FunctionUrl } = await client
    .send(new GetFunctionUrlConfigCommand({ FunctionName: name }))
    .catch(translate);
  const url = new URL(FunctionUrl!);
  const body = JSON.stringify(input);
  const signer = new SignatureV4({
    credentials: client.config.credentials,
    region: await client.config.region(),
    service: "lambda",
    sha256: Sha256,
  });
  const { headers } = await signer.sign({
    method: "POST",
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port && { port: Number(url.port) }),
    path: url.pathname,
    query: {},
    headers: { host: url.host, "content-type": "application/json" },
    body,
  });
  const response = await fetch(url, { method: "POST", headers, body });
  return { status: response.status, body: jsonOf(await response.text()) };
}
