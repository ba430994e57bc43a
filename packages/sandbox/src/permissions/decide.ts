// IAM's decision about one request (IAM user guide, "Policy evaluation logic"): an explicit Deny wins, then somebody has
// to allow it, and across accounts both sides have to.
import type { Keys } from "./condition.ts";
import type { Policy, Principals, Statement } from "./policy.ts";

/** Who asks. */
export interface Caller {
  /** Owner of the principal; of the resource for which a service acts, when a service calls. */
  account: string;
  /** ARN of a session, a user or a root user; the name of a service that calls by itself. */
  principal: string;
  /** ARN of the role of a session. */
  role?: string | undefined;
}

/** What is asked for. */
export interface Request {
  action: string;
  resource: string;
  keys: Keys;
}

/** Where a refusal comes from, as AWS's messages name it. */
export type Source = "identity-based" | "resource-based" | "session";

/** Allowed, or who refused and whether a Deny said so. */
export type Decision = { allowed: true } | { allowed: false; by: Source; explicit: boolean };

const ALLOWED: Decision = { allowed: true };
const refused = (by: Source, explicit = false): Decision => ({ allowed: false, by, explicit });

/** Whether a statement speaks of an action on a resource, principals and conditions left aside. */
export const covers = (statement: Statement, action: string, resource: string): boolean =>
  (statement.actions?.some(({ matches }) => matches(action)) ??
    !statement.notActions?.some(({ matches }) => matches(action))) &&
  (statement.resources?.some(({ matches }) => matches(resource)) ??
    !statement.notResources?.some(({ matches }) => matches(resource)));

const applies = (statement: Statement, { action, resource, keys }: Request): boolean =>
  covers(statement, action, resource) && statement.conditions.every(({ holds }) => holds(keys));

/** What policies of an identity say: `deny`, `allow`, or nothing. */
export function said(policies: readonly Policy[], request: Request): "deny" | "allow" | undefined {
  let allow = false;
  for (const { statements } of policies)
    for (const statement of statements) {
      if (allow && statement.allow) continue;
      if (!applies(statement, request)) continue;
      if (!statement.allow) return "deny";
      allow = true;
    }
  return allow ? "allow" : undefined;
}

/** How a resource's policy names a caller: itself, everybody, or only through its account. */
function naming(principals: Principals, caller: Caller): "directly" | "by account" | undefined {
  const { account, principal, role } = caller;
  if (principal.endsWith(".amazonaws.com"))
    return principals.services.includes(principal) || principals.all ? "directly" : undefined;
  if (principals.all) return "directly";
  const names = (one: string) => one === principal || (role !== undefined && same(one, role));
  if (principals.aws.some(names)) return "directly";
  const root = `arn:aws:iam::${account}:root`;
  return principals.aws.some((one) => one === account || one === root) ? "by account" : undefined;
}

/** A session does not say its role's path, so roles are compared by account and name. */
const same = (one: string, role: string): boolean => {
  const named = (arn: string) => {
    const [, account, name] = /^arn:[^:]+:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
    return account && `${account}/${name}`;
  };
  return named(one) !== undefined && named(one) === named(role);
};

/** What a resource's policy says to a caller. */
export function offered(
  policy: Policy,
  caller: Caller,
  request: Request,
): "deny" | "directly" | "by account" | undefined {
  let found: "directly" | "by account" | undefined;
  for (const statement of policy.statements) {
    const { principals, notPrincipals } = statement;
    const name = principals
      ? naming(principals, caller)
      : notPrincipals && naming(notPrincipals, caller) === undefined
        ? "directly"
        : undefined;
    if (!name || !applies(statement, request)) continue;
    if (!statement.allow) return "deny";
    if (found !== "directly") found = name;
  }
  return found;
}

/** Everything that decides. */
export interface Sides {
  caller: Caller;
  /** What the caller's own policies say. */
  identity: "deny" | "allow" | undefined;
  /** What the policy says that narrows the session, where there is one. */
  session?: "deny" | "allow" | undefined;
  hasSession?: boolean;
  /** Owner of the resource. */
  owner: string;
  /** The resource's policy, where it has one. */
  resource?: Policy | undefined;
}

/** The decision. */
export function decide(sides: Sides, request: Request): Decision {
  const { caller, identity, session, hasSession, owner, resource } = sides;
  if (identity === "deny") return refused("identity-based", true);
  if (session === "deny") return refused("session", true);
  const offer = resource && offered(resource, caller, request);
  if (offer === "deny") return refused("resource-based", true);
  const narrowed = hasSession === true && session !== "allow";
  if (caller.account !== owner) {
    if (identity !== "allow") return refused("identity-based");
    if (narrowed) return refused("session");
    return offer ? ALLOWED : refused("resource-based");
  }
  if (identity !== "allow" && offer !== "directly") return refused("identity-based");
  return narrowed ? refused("session") : ALLOWED;
}

/** Whether a resource's policy alone lets a caller in, as a trust policy has to. */
export function admits(policy: Policy, caller: Caller, request: Request): boolean {
  const offer = offered(policy, caller, request);
  return offer === "directly" || offer === "by account";
}
