// How long AWS takes to show what it has done. All values are milliseconds on the sandbox's clock, drawn
// by its seed. AWS documents that each of these delays exists and none of the lengths: they are
// guesses, and this is the one place to change them.
import type { World } from "./wire/service.ts";

/** From the least to the most that something takes, in milliseconds. */
export type Range = readonly [least: number, most: number];

/** assumed, length only: every number here, as long as the fault `lags` says; the delays themselves are documented or observed. */
export const delays = {
  /** InviteMembers until the member's ListInvitations shows it. */
  invitationAppears: [2_000, 6_000],
  /** A change of a member until the administrator's ListMembers shows it. */
  memberListed: [0, 2_000],
  /** CreateAccount until SUCCEEDED or FAILED; "minutes" in the documentation. */
  accountCreated: [20_000, 60_000],
  /** SUCCEEDED until ListAccounts shows the account. */
  accountListed: [0, 2_000],
  /** SUCCEEDED until the access role of a new account can be assumed. */
  accessRoleAssumable: [5_000, 15_000],
  /** CreateRole or UpdateAssumeRolePolicy until AssumeRole knows of it. */
  roleAssumable: [4_000, 10_000],
  /** CloseAccount until the account is SUSPENDED. */
  accountClosed: [10_000, 30_000],
  /** EnableRegion and DisableRegion; minutes to hours in AWS. */
  regionSwitched: [20_000, 60_000],
  /** BatchEnableStandards until READY, BatchDisableStandards until gone. */
  standardReady: [2_000, 8_000],
  /** A call until CloudTrail's event of it is on the caller's default bus; "best effort" in the documentation. */
  trailDelivered: [1_000, 12_000],
} as const satisfies Record<string, Range>;

/** One length out of a range, by the sandbox's seed, and as much longer as the fault `lags` says. */
export function draw(world: Pick<World, "random" | "faults">, [least, most]: Range): number {
  return Math.round((least + (most - least) * world.random()) * world.faults.value("lags"));
}
