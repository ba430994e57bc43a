// How an account, or one of its Regions, ended when it did not end as a member. Every reason has a
// sentence and the act that resolves it, in both languages: a reason without them does not compile.
import * as z from "zod";
import type { Text } from "../locale.ts";
import { State } from "../membership/state.ts";
import { Region } from "../region.ts";
import { english } from "./reasons.en.ts";
import { japanese } from "./reasons.ja.ts";

/** Reasons that are no matter of membership: they stand beside whatever became of it. */
const Beside = z.enum([
  "NotPlaced",
  "BaselineRefused",
  "BaselineUnfinished",
  "BaselineUnset",
  "ConfigIdle",
  "ConfigUndelivered",
  "StandardsFailed",
  "GuardDutyOff",
  "GuardDutyElsewhere",
  "GuardDutyStopped",
  "GuardDutyRefused",
  "GuardDutyUninvited",
  "MemberSideLeft",
]);

/** Why somebody has to act. */
export const Reason = z.enum([
  "RoleRefused",
  "RegionDisabled",
  "OtherAdministrator",
  "InvitationMissing",
  "ForeignInvitation",
  "AccountSuspended",
  "CreationFailed",
  "CreationUnavailable",
  "CreationRunning",
  ...Beside.options,
  "HubNotEnabled",
  "RegionUnread",
  "OrganizationUnread",
  "QuotaReached",
  "NotConfirmed",
  "WaitsForOwner",
  "Outside",
  "RemovalNotApproved",
  "NotRemoved",
  "FindingsNotExported",
  "NotCreatedHere",
  "StillMember",
  "OutsideOrganization",
  "ClosureQuota",
  "ClosureDenied",
  "ClosureRefused",
  "ClosureUnfinished",
  "UnknownStatus",
  "CentralConfiguration",
  "ManagementAccount",
  "NoSuchAccount",
  "NamedTwice",
  "Refused",
  "Throttled",
  "Unexpected",
]);
export type Reason = z.infer<typeof Reason>;

/** Does a reason leave the membership alone? It is about an account's place, its baseline, or what is left in it. */
export const isBeside = ({ reason }: { reason: Reason }): boolean =>
  Beside.safeParse(reason).success;

export const Outcome = z.object({
  /** The id, or the e-mail of an account that has none yet. */
  account: z.string(),
  accountName: z.string().optional(),
  /** Without Region: the whole account. */
  region: Region.optional(),
  reason: Reason,
  state: State.optional(),
  /** AWS's own words, or a code such as EMAIL_ALREADY_EXISTS. */
  detail: z.string().optional(),
});
export type Outcome = z.infer<typeof Outcome>;

/** What a reason's texts may speak about. */
export interface Told {
  account: string;
  region: string;
  detail: string;
}

/** What happened, and what to do about it. */
export interface Advice {
  reason: string;
  next: string;
}

/** The sentence for an outcome and the act that resolves it. */
export function next(outcome: {
  account: string;
  region?: string | undefined;
  reason: Reason;
  detail?: string | undefined;
}): { reason: Text; next: Text } {
  const told: Told = {
    account: outcome.account,
    region: outcome.region ?? "all",
    detail: outcome.detail ?? "",
  };
  const en = english[outcome.reason](told);
  const ja = japanese[outcome.reason](told);
  return { reason: { en: en.reason, ja: ja.reason }, next: { en: en.next, ja: ja.next } };
}

/** A reason as it was stored; a word from an older version of rollcall is `Unexpected`. */
export const reasonOf = (stored: string): Reason => {
  const known = Reason.safeParse(stored);
  return known.success ? known.data : "Unexpected";
};
