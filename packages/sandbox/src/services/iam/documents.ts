// Policy documents: checked as far as a mistake would go unnoticed here and not in AWS.
import { compile } from "../../permissions/policy.ts";
import { AwsError } from "../../wire/service.ts";

const malformed = (message: string) => new AwsError("MalformedPolicyDocumentException", message);

/** The text of a policy, or MalformedPolicyDocument. */
export function policy(text: string): string {
  let document: { Statement?: unknown };
  try {
    document = JSON.parse(text);
  } catch {
    throw malformed("This policy contains invalid Json");
  }
  if (typeof document !== "object" || document === null || !document.Statement)
    throw malformed("Syntax errors in policy.");
  const [unknown] = compile(document).unknown;
  if (unknown !== undefined)
    throw new AwsError("NotImplemented", `not emulated: ${unknown}`, { status: 501 });
  return text;
}

/** The text of a trust policy: each statement names principals. */
export function trustPolicy(text: string): string {
  const { Statement } = JSON.parse(policy(text)) as { Statement: unknown };
  for (const statement of [Statement].flat() as Record<string, unknown>[])
    if (!statement.Principal && !statement.NotPrincipal)
      throw malformed("AssumeRole policy must contain a Principal"); // assumed, text only
  return text;
}

/** Documents are URL-encoded in IAM's answers (RFC 3986); clients decode them. */
export const encoded = (text: string): string => encodeURIComponent(text);
