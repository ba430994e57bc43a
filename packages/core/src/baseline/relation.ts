// How a member stands to its GuardDuty administrator: a relation of its own beside Security Hub's, with its own words.
import type { Reason } from "../run/outcome.ts";

/**
 * `RelationshipStatus` as the API gives it. The type there is a plain string; these words are the ones known (Terraform
 * AWS provider, `aws_guardduty_member`; GuardDuty user guide).
 */
const known = [
  "Created",
  "Invited",
  "Enabled",
  "Disabled",
  "Removed",
  "Resigned",
  "EmailVerificationInProgress",
  "EmailVerificationFailed",
  "AccountSuspended",
  "RegionDisabled",
] as const;

/**
 * What the administrator does about it. `create`: the account is added (again), which is how an organization's member
 * comes back; `invite`: it is sent an invitation; `wait`: AWS or the member is at it; `none`: it is a member;
 * otherwise why a person must act.
 */
export type Relation = "create" | "invite" | "wait" | "none" | { reason: Reason };

const relations: Record<(typeof known)[number], Relation> = {
  Created: "invite",
  Invited: "wait",
  Enabled: "none",
  // Its administrator suspended it (StopMonitoringMembers): somebody meant that.
  Disabled: { reason: "GuardDutyStopped" },
  Removed: "create",
  Resigned: "invite",
  EmailVerificationInProgress: "wait",
  EmailVerificationFailed: { reason: "GuardDutyRefused" },
  AccountSuspended: { reason: "GuardDutyRefused" },
  RegionDisabled: { reason: "GuardDutyRefused" },
};

/** What a status asks for; undefined: the administrator does not know the account. A word that is not known is told. */
export function relationOf(status: string | undefined): Relation {
  if (status === undefined) return "create";
  return Object.hasOwn(relations, status)
    ? relations[status as keyof typeof relations]
    : { reason: "GuardDutyRefused" };
}
