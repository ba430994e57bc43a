// Policies that say who may come: trust policies of roles, and policies of event buses. Only what they commonly
// hold: AWS and service principals, and conditions on the ExternalId and on the caller. Anything else is not met.

/** What is known about a call that a policy is asked about. */
export interface Attempt {
  /** Account of the caller; of the resource for which a service acts, when a service calls. */
  account: string;
  /** ARN of the caller, an assumed role's session included; the name of a service that calls by itself. */
  principal: string;
  /** `sts:AssumeRole` when absent. */
  action?: string | undefined;
  /** ARN of what the policy protects; a trust policy names none. */
  resource?: string | undefined;
  externalId?: string | undefined;
  /** Id of the caller's organization. */
  organization?: string | undefined;
  /** ARN of the resource for which a service calls. */
  sourceArn?: string | undefined;
}

interface Statement {
  Effect?: string;
  Principal?: string | { AWS?: string | string[]; Service?: string | string[] };
  Action?: string | string[];
  Resource?: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

const SESSION = /^arn:aws:sts::(\d{12}):assumed-role\/(?:.*\/)?([^/]+)\/[^/]+$/;

/** True when a policy (JSON text) lets the attempt through; a Deny wins. */
export function admits(trust: string, attempt: Attempt): boolean {
  const document = JSON.parse(trust) as { Statement?: Statement | Statement[] };
  const matching = listed(document.Statement).filter((statement) => matches(statement, attempt));
  return (
    matching.some(({ Effect }) => Effect === "Allow") &&
    !matching.some(({ Effect }) => Effect === "Deny")
  );
}

/** True when a policy of a role (JSON text) allows an action on a resource; conditions are never met. */
export function allows(policy: string, action: string, resource: string): boolean {
  const document = JSON.parse(policy) as { Statement?: Statement | Statement[] };
  const matching = listed(document.Statement).filter(
    (statement) =>
      !statement.Condition &&
      listed(statement.Action).some((one) => like(one, action, "i")) &&
      listed(statement.Resource).some((one) => like(one, resource)),
  );
  return (
    matching.some(({ Effect }) => Effect === "Allow") &&
    !matching.some(({ Effect }) => Effect === "Deny")
  );
}

const listed = <T>(value: T | T[] | undefined): T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

function matches(statement: Statement, attempt: Attempt): boolean {
  const { action = "sts:AssumeRole", resource = "" } = attempt;
  return (
    listed(statement.Action).some((one) => like(one, action, "i")) &&
    (statement.Resource === undefined ||
      listed(statement.Resource).some((one) => like(one, resource))) &&
    names(statement.Principal, attempt) &&
    meets(statement.Condition ?? {}, attempt)
  );
}

function names(
  principal: Statement["Principal"],
  { account, principal: caller }: Attempt,
): boolean {
  if (principal === "*") return true;
  if (typeof principal !== "object") return false;
  if (isService(caller)) return listed(principal.Service).includes(caller);
  const session = SESSION.exec(caller);
  return listed(principal.AWS).some((one) => {
    if (one === "*" || one === account || one === `arn:aws:iam::${account}:root`) return true;
    // A role's ARN stands for all of its sessions. A session does not say its role's path.
    const role = /^arn:aws:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(one);
    if (role && session) return role[1] === session[1] && role[2] === session[2];
    return one === caller;
  });
}

const isService = (principal: string): boolean => principal.endsWith(".amazonaws.com");

function meets(conditions: NonNullable<Statement["Condition"]>, attempt: Attempt): boolean {
  const session = SESSION.exec(attempt.principal);
  const context: Record<string, string | undefined> = {
    "sts:externalid": attempt.externalId,
    "aws:principalaccount": attempt.account,
    "aws:principalorgid": attempt.organization,
    ...(isService(attempt.principal) && {
      "aws:sourceaccount": attempt.account,
      "aws:sourcearn": attempt.sourceArn,
    }),
    "aws:principalarn": session
      ? `arn:aws:iam::${session[1]}:role/${session[2]}`
      : attempt.principal,
  };
  return Object.entries(conditions).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => {
      const actual = context[key.toLowerCase()];
      return holds(operator, actual, listed(wanted));
    }),
  );
}

function holds(operator: string, actual: string | undefined, wanted: string[]): boolean {
  if (operator.endsWith("IfExists"))
    return actual === undefined || holds(operator.slice(0, -"IfExists".length), actual, wanted);
  switch (operator) {
    case "StringEquals":
    case "ArnEquals":
    case "ArnLike":
    case "StringLike":
      return (
        actual !== undefined &&
        wanted.some((one) => (operator === "StringEquals" ? one === actual : like(one, actual)))
      );
    case "StringNotEquals":
      return actual === undefined || !wanted.includes(actual);
    case "StringEqualsIgnoreCase":
      return wanted.some((one) => one.toLowerCase() === actual?.toLowerCase());
    case "Null":
      return wanted.some((one) => String(one) === String(actual === undefined));
    default:
      return false; // date, address, MFA and other conditions: not emulated, so never met
  }
}

/** Wildcards of policies and of EC2's filters: `*` any text, `?` one letter. */
export function like(pattern: string, text: string, flags = ""): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, ".");
  return new RegExp(`^${source}$`, flags).test(text);
}
