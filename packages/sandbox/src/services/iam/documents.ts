// Policy documents: checked as far as a mistake would go unnoticed here and not in AWS, in IAM's words.
import { compile } from "../../permissions/policy.ts";
import { AwsError } from "../../wire/service.ts";

const malformed = (message: string) => new AwsError("MalformedPolicyDocumentException", message);
const SYNTAX = "Syntax errors in policy.";

const ELEMENTS = new Set([
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
]);
const VERSIONS = ["2008-10-17", "2012-10-17"];
type Written = Record<string, unknown>;

/** The statements of a document that is well formed; the errors of one that is not. */
function statementsOf(text: string): Written[] {
  let document: { Version?: string; Statement?: unknown };
  try {
    document = JSON.parse(text);
  } catch {
    throw malformed("This policy contains invalid Json");
  }
  if (typeof document !== "object" || document === null || !document.Statement)
    throw malformed(SYNTAX);
  if (document.Version !== undefined && !VERSIONS.includes(document.Version))
    throw malformed(SYNTAX);
  const statements = [document.Statement].flat() as Written[];
  for (const one of statements) if (!isWellFormed(one)) throw malformed(SYNTAX);
  const sids = statements.flatMap(({ Sid }) => Sid || []);
  if (new Set(sids).size < sids.length)
    throw malformed("Statement IDs (SID) in a single policy must be unique.");
  for (const { Action, NotAction } of statements) {
    if ([Action ?? NotAction ?? []].flat().length === 0)
      throw malformed("Policy statement must contain actions.");
    for (const action of [Action ?? NotAction].flat() as string[]) checkAction(action);
  }
  const [unknown] = compile(document).unknown;
  if (unknown !== undefined)
    throw new AwsError("NotImplemented", `not emulated: ${unknown}`, { status: 501 });
  return statements;
}

function isWellFormed(one: Written): boolean {
  const texts = ["Action", "NotAction", "Resource", "NotResource"].map((name) => one[name]);
  return (
    typeof one === "object" &&
    one !== null &&
    Object.keys(one).every((name) => ELEMENTS.has(name)) &&
    (one.Effect === "Allow" || one.Effect === "Deny") &&
    texts.every((all) => [all ?? []].flat().every((text) => typeof text === "string")) &&
    !(one.Action && one.NotAction) &&
    !(one.Resource && one.NotResource) &&
    (one.Condition === undefined || typeof one.Condition === "object")
  );
}

function checkAction(action: string): void {
  const [vendor = "", ...rest] = action.split(":");
  if (action === "*") return;
  if (rest.length === 0)
    throw malformed("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
  if (rest.length > 1) throw malformed("Actions/Condition can contain only one colon.");
  if (/[^a-zA-Z0-9.*-]/.test(vendor)) throw malformed(`Vendor ${vendor} is not valid`);
}

/** The text of a policy that says what its bearer may do, or MalformedPolicyDocument. */
export function policy(text: string): string {
  for (const { Principal, NotPrincipal, Resource, NotResource } of statementsOf(text)) {
    if (Principal || NotPrincipal)
      throw malformed("Policy document should not specify a principal.");
    const resources = [Resource ?? NotResource ?? []].flat() as string[];
    if (resources.length === 0) throw malformed("Policy statement must contain resources.");
    for (const one of resources)
      if (one !== "*" && !one.includes(":"))
        throw malformed(`Resource ${one} must be in ARN format or "*".`);
  }
  return text;
}

/** The text of a policy that an account manages: it has to be of today's version as well. */
export function versionedPolicy(text: string): string {
  policy(text);
  if ((JSON.parse(text) as { Version?: string }).Version === "2012-10-17") return text;
  throw malformed("Policy document must be version 2012-10-17 or greater.");
}

/** The text of a trust policy: each statement names principals, and no resource. */
export function trustPolicy(text: string): string {
  for (const { Principal, NotPrincipal, Resource, NotResource, Action } of statementsOf(text)) {
    if (Resource || NotResource) throw malformed("Has prohibited field Resource");
    if (!Principal && !NotPrincipal) throw malformed("AssumeRole policy must contain a Principal"); // assumed, text only
    if (([Action ?? []].flat() as string[]).some((one) => !/^(sts:|\*$)/i.test(one)))
      throw malformed("AssumeRole policy may only specify STS AssumeRole actions.");
  }
  return text;
}

/** Documents are URL-encoded in IAM's answers (RFC 3986); clients decode them. */
export const encoded = (text: string): string => encodeURIComponent(text);

/** Refuses a permissions boundary, which would narrow nothing here. */
export function unbounded({ PermissionsBoundary }: { PermissionsBoundary?: string }): void {
  if (PermissionsBoundary === undefined) return;
  throw new AwsError("NotImplemented", "not emulated: permissions boundaries", { status: 501 });
}
