// One account's relation to the hub in one Region: what it is, what to do next, what changed.
// "What happens to a Resigned member" is one line of `byInvitation` in membership/decide.ts.
import * as z from "zod";
import { AccountId } from "./account.ts";
import * as Event from "./event.ts";
import { label } from "./membership/label.ts";
import { Label, State } from "./membership/state.ts";
import { Region } from "./region.ts";

export { Command, Desired, decide, Way } from "./membership/decide.ts";
export { label } from "./membership/label.ts";
export { Label, State } from "./membership/state.ts";

/**
 * How we know: the hub's listing (or GetMembers), the hub's answer to a change, the member's own
 * answer, Organizations, or CloudTrail's event of a call that succeeded.
 */
export const Source = z.enum(["listing", "answer", "member", "organization", "trail"]);
export type Source = z.infer<typeof Source>;

export const Key = z.object({ accountId: AccountId, region: Region });
export type Key = z.infer<typeof Key>;

/** What AWS said about a membership, and when it was asked. */
export const Observation = z.object({
  ...Key.shape,
  state: State,
  /** The word AWS used, when it is none of ours. */
  reported: z.string().optional(),
  source: Source,
  /** When the request was sent, not when the answer came. */
  observedAt: z.iso.datetime(),
  /** Member.UpdatedAt and Member.InvitedAt, as the hub gives them. */
  updatedAt: z.iso.datetime().optional(),
  invitedAt: z.iso.datetime().optional(),
  /** Organizations was asked too and says that the account is active: lifts a suspension. */
  active: z.boolean().optional(),
});
export type Observation = z.infer<typeof Observation>;

/** The recorded relation. `version` counts its transitions. */
export const Membership = z.object({
  ...Key.shape,
  state: State,
  reported: z.string().optional(),
  source: Source,
  since: z.iso.datetime(),
  version: z.int().positive(),
  observedAt: z.iso.datetime(),
  invitedAt: z.iso.datetime().optional(),
  run: z.string().optional(),
  cause: z.string().optional(),
});
export type Membership = z.infer<typeof Membership>;

/** A recorded change of state; `id` is account/Region/version, so a reader can drop repeats. */
export const Transition = z.object({
  id: z.string(),
  ...Key.shape,
  version: z.int().positive(),
  from: State,
  to: State,
  label: Label,
  reported: z.string().optional(),
  source: Source,
  at: z.iso.datetime(),
  run: z.string().optional(),
  cause: z.string().optional(),
  /** Who did it, and from which address, where CloudTrail told; text of strangers. */
  actor: z.string().optional(),
  sourceIp: z.string().optional(),
});
export type Transition = z.infer<typeof Transition>;

/** Raised by the row of a transition, with the same id. */
export const Transitioned = Event.define("membership.transitioned", Transition);

/**
 * What an observation changes, or undefined: nothing new, not newer, or told by someone who cannot
 * know better. Nothing recorded and `Absent` observed is no change either.
 */
export function observe(
  previous: Membership | undefined,
  observation: Observation,
  by: {
    run?: string | undefined;
    cause?: string | undefined;
    actor?: string | undefined;
    sourceIp?: string | undefined;
  } = {},
): { membership: Membership; transition: Transition } | undefined {
  if (previous && observation.observedAt <= previous.observedAt) return undefined;
  const from = previous?.state ?? "Absent";
  const to = observation.state;
  if (from === to && previous?.reported === observation.reported) return undefined;
  if (previous && isHidden(previous, observation)) return undefined;
  if (isMoot(from, observation)) return undefined;

  const { accountId, region, source, observedAt } = observation;
  const version = (previous?.version ?? 0) + 1;
  const shared = {
    accountId,
    region,
    version,
    source,
    ...(observation.reported !== undefined && { reported: observation.reported }),
    ...(by.run !== undefined && { run: by.run }),
    ...(by.cause !== undefined && { cause: by.cause }),
  };
  const invitedAt = observation.invitedAt ?? previous?.invitedAt;
  return {
    membership: {
      ...shared,
      state: to,
      since: observation.updatedAt ?? observedAt,
      observedAt,
      ...(invitedAt !== undefined && { invitedAt }),
    },
    transition: {
      ...shared,
      id: transitionId({ accountId, region, version }),
      from,
      to,
      label: label(from, to),
      at: observedAt,
      ...(by.actor !== undefined && { actor: by.actor }),
      ...(by.sourceIp !== undefined && { sourceIp: by.sourceIp }),
    },
  };
}

/** The id of a transition and of the event that reports it. */
export const transitionId = (key: Key & { version: number }): string =>
  `${key.accountId}/${key.region}/${key.version}`;

/** The hub cannot see that a Region is off or an account suspended: its older news does not count. */
function isHidden(
  previous: Membership,
  { source, state, active, updatedAt }: Observation,
): boolean {
  const fromHub = source === "listing" || source === "answer";
  // The hub may create and invite an account in a Region that the account has not opted into.
  if (previous.state === "RegionDisabled")
    return fromHub && (state === "Created" || state === "Invited");
  // A suspended account can still be listed as Enabled (Security Hub guide, D15), though as what it was before: what
  // the hub has changed since then counts.
  if (previous.state === "AccountSuspended" && previous.source === "organization") {
    const isOld = updatedAt === undefined || updatedAt <= previous.observedAt;
    return (
      fromHub &&
      !active &&
      isOld &&
      (state === "Enabled" || state === "Created" || state === "Invited")
    );
  }
  return false;
}

/** A suspension only matters to an account that is a member or about to be one. */
const isMoot = (from: State, { source, state }: Observation): boolean =>
  source === "organization" &&
  state === "AccountSuspended" &&
  !["Enabled", "Invited", "Created"].includes(from);
