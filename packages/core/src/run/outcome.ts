// How an account, or one of its Regions, ended when it did not end as a member. Every reason has a
// sentence and the act that resolves it, in both languages: a reason without them does not compile.
import { z } from "zod";
import type { Text } from "../locale.ts";
import { State } from "../membership/state.ts";
import { Region } from "../region.ts";
import { english } from "./reasons.en.ts";
import { japanese } from "./reasons.ja.ts";

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
  "MemberSideLeft",
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
