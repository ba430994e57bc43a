// Policies that say who may come: trust policies of roles, and policies of event buses. They are asked of everybody,
// administrators and services that call by themselves included.
import type { KeyValue } from "./condition.ts";
import { admits as lets } from "./decide.ts";
import { compile } from "./policy.ts";

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
  sessionName?: string | undefined;
  /** Id of the caller's organization. */
  organization?: string | undefined;
  /** ARN of the resource for which a service calls. */
  sourceArn?: string | undefined;
}

const SESSION = /^arn:aws:sts::(\d{12}):assumed-role\/(?:.*\/)?([^/]+)\/[^/]+$/;

/** True when a policy (JSON text) lets the attempt through; a Deny wins. */
export function admits(policy: string, attempt: Attempt): boolean {
  const { account, principal, action = "sts:AssumeRole", resource = "*", sourceArn } = attempt;
  const [, owner, name] = SESSION.exec(principal) ?? [];
  const role = owner && `arn:aws:iam::${owner}:role/${name}`;
  const isService = principal.endsWith(".amazonaws.com");
  const keys: Record<string, KeyValue> = {
    "sts:externalid": attempt.externalId,
    "sts:rolesessionname": attempt.sessionName,
    "aws:principalorgid": attempt.organization,
    "aws:principalarn": role ?? principal,
    "aws:principalisawsservice": String(isService),
    ...(isService
      ? {
          "aws:sourceaccount": account,
          "aws:sourcearn": sourceArn,
          "aws:principalservicename": principal,
        }
      : { "aws:principalaccount": account, "aws:multifactorauthpresent": "false" }),
    "aws:securetransport": "true",
    "aws:viaawsservice": "false",
  };
  const request = { action, resource, keys: (key: string) => keys[key] };
  return lets(compile(policy), { account, principal, role }, request);
}
