// What counts as a loss, and how it is told: whose membership, from what to what, and what to do next.
import * as z from "zod";
import { AccountId } from "../account.ts";
import type { Row } from "../ledger/row.ts";
import { Command, decide, type Way } from "../membership/decide.ts";
import { CAME_BACK } from "../membership/lag.ts";
import { State } from "../membership/state.ts";
import { type Transition, transitionId } from "../membership.ts";
import { Region } from "../region.ts";

/** The cause of what an approved off-boarding has brought about. */
export const OFFBOARD = "offboard";

/** A membership that was lost. `id` is its transition's. */
export const Loss = z.object({
  id: z.string(),
  accountId: AccountId,
  accountName: z.string().optional(),
  project: z.string().optional(),
  /** E-mail of whoever the ledger names as responsible. */
  owner: z.string().optional(),
  region: Region,
  from: State,
  to: State,
  reported: z.string().optional(),
  /** It left and came back between two looks; in which state it was meanwhile, nobody knows. */
  flap: z.boolean(),
  /** When AWS says that it changed, else when it was seen. */
  since: z.iso.datetime(),
  /** Who did it, and from which address, where CloudTrail told; text of strangers. */
  actor: z.string().optional(),
  sourceIp: z.string().optional(),
  /** The act that brings it back; `None`: the ledger does not want it. */
  next: Command,
});
export type Loss = z.infer<typeof Loss>;

/**
 * Is this a loss that somebody must hear of? What the hub, Organizations or CloudTrail says unasked, of a membership that was
 * known before: a first sight is a baseline, and what our own calls did stands in their run's summary.
 */
export const isLoss = ({ label, version, source, cause }: Transition): boolean =>
  cause !== OFFBOARD &&
  (label === "loss" || label === "unexpected") &&
  version > 1 &&
  (source === "listing" || source === "organization" || source === "trail");

/** A loss as it is told. `row`: the ledger's, if it names the account. */
export function lossOf(
  transition: Transition,
  known: {
    row?: Row | undefined;
    accountName?: string | undefined;
    way: Way;
    since?: string | undefined;
  },
): Loss {
  const { accountId, region, from, to, reported, at, actor, sourceIp } = transition;
  const { row, way } = known;
  const accountName = row?.accountName ?? known.accountName;
  const flap = reported === CAME_BACK;
  return {
    id: transitionId(transition),
    accountId,
    ...(accountName && { accountName }),
    ...(row?.project && { project: row.project }),
    ...(row?.ownerEmail && { owner: row.ownerEmail }),
    region,
    from,
    to,
    ...(reported !== undefined && { reported }),
    flap,
    ...(actor !== undefined && { actor }),
    ...(sourceIp !== undefined && { sourceIp }),
    since: known.since ?? at,
    next: row && isWanted(row, region) && !flap ? decide("member", to, way) : "None",
  };
}

/** Does this row of the ledger want a membership in the Region? */
export const isWanted = ({ desired, regions }: Row, region: Region): boolean =>
  desired === "member" && (regions === "all" || regions.includes(region));
