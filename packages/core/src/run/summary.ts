// What a person reads when a run has closed: numbers, and who has to do what.
import * as z from "zod";
import type { CreationRecord } from "../account.ts";
import { sameEmail } from "../account.ts";
import type { Recorded, Seen } from "../baseline/recorded.ts";
import { Counts as BaselineCounts } from "../baseline/tally.ts";
import type { Wanted } from "../baseline.ts";
import { Join, type Row } from "../ledger/row.ts";
import { Text } from "../locale.ts";
import type { Known } from "../membership/states.ts";
import type { Key, State } from "../membership.ts";
import type { Outline } from "../plan/types.ts";
import { Region } from "../region.ts";
import { baselineOf } from "./baseline.ts";
import { SideCounts } from "./member-side.ts";
import { isBeside, next, type Outcome, Reason } from "./outcome.ts";
import { type Pair, pairs } from "./pairs.ts";
import { isOfRemoval, leftOf } from "./removed.ts";
import { asOutcome, whyOf } from "./why.ts";

/** One line of work for a person: a pair that is not as the ledger wants it. */
export const Attention = z.object({
  /** The id, or the e-mail of an account that has none yet. */
  account: z.string(),
  accountName: z.string().optional(),
  row: z.int().positive().optional(),
  join: Join.optional(),
  /** "all": the account as a whole. */
  region: z.union([Region, z.literal("all")]),
  state: z.string(),
  code: Reason,
  detail: z.string().optional(),
  reason: Text,
  next: Text,
});
export type Attention = z.infer<typeof Attention>;

/**
 * `memberships`: wanted = enabled + pending + attention. Pending: rollcall did its part, and AWS has
 * not confirmed it in time. `attention` lists every wanted pair that is not enabled, and what is not
 * wanted any more but still there.
 */
export const Summary = z.object({
  accounts: z.object({
    wanted: z.int(),
    created: z.int(),
    joined: z.int(),
    attention: z.int(),
  }),
  memberships: z.object({
    wanted: z.int(),
    enabled: z.int(),
    pending: z.int(),
    attention: z.int(),
  }),
  attention: z.array(Attention),
  /** Absent: no baseline is wanted. */
  baseline: BaselineCounts.optional(),
  calls: z.object({ total: z.int(), bound: z.int() }).optional(),
  /** Approved removals, and how many of them the hub no longer has. Absent where none was approved. */
  removals: z
    .object({
      approved: z.int(),
      done: z.int(),
      /** Findings that were exported before; absent where the settings ask for none. */
      findings: z.int().optional(),
      /** Until when all of them can be brought back; absent where none is gone. */
      undoUntil: z.iso.datetime().optional(),
      /** What was switched off in the accounts; absent where all of it is left to their projects. */
      memberSide: SideCounts.optional(),
    })
    .optional(),
  /** Accounts that were to be closed, and how many are; absent where nobody was. */
  closures: z.object({ planned: z.int(), done: z.int() }).optional(),
});
export type Summary = z.infer<typeof Summary>;

/** The numbers alone. */
export type Counts = Pick<
  Summary,
  "accounts" | "memberships" | "baseline" | "removals" | "closures"
>;

/** Everything that a closed run is summed up from. */
export interface SummaryInput {
  run: string;
  rows: readonly Row[];
  plan: Pick<
    Outline,
    "creations" | "removals" | "closures" | "escalations" | "regions" | "resolved"
  >;
  /** The recorded state at the end. */
  memberships: Iterable<Key & Known>;
  outcomes: readonly Outcome[];
  creations: readonly CreationRecord[];
  calls?: { total: number; bound: number } | undefined;
  /** Were the plan's removals approved? Otherwise they are only named. */
  approved?: boolean | undefined;
  /** Absent: no baseline is wanted. */
  baseline?:
    | { wanted: Wanted; recorded: Recorded | readonly Seen[]; management?: string | undefined }
    | undefined;
  /** Findings of removed accounts that were exported. */
  findings?: number | undefined;
  /** Until when removed accounts can be brought back (ISO). */
  undoUntil?: string | undefined;
  /** How many of the plan's closures are done. */
  closed?: number | undefined;
  /** What was switched off in the accounts that are out. */
  memberSide?: SideCounts | undefined;
}

/** Sums up a run. What became Enabled in the end needs nobody, whatever went wrong before. */
export function summarize(input: SummaryInput): Summary {
  const told = [...input.outcomes, ...input.plan.escalations.map(asOutcome)];
  const why = whyOf(told); // a run's own outcome is newer than its plan

  const attention: Attention[] = [];
  const covered = new Set<string>();
  const open = new Map<number, { joined: boolean; attention: boolean }>();
  const counts = { wanted: 0, enabled: 0, pending: 0, attention: 0 };
  for (const pair of pairs(input)) {
    for (const name of pair.names) covered.add(name);
    const account = open.get(pair.row.row) ?? { joined: true, attention: false };
    open.set(pair.row.row, account);
    counts.wanted += 1;
    const outcome = why(pair);
    if (pair.state === "Enabled" && !isStanding(outcome)) {
      counts.enabled += 1;
      continue;
    }
    account.joined = false;
    const reason = toldBy[pair.state] ?? outcome?.reason ?? "NotConfirmed";
    if (reason === "NotConfirmed" || reason === "CreationRunning") counts.pending += 1;
    else {
      counts.attention += 1;
      account.attention = true;
    }
    attention.push(line(pair, reason, outcome?.reason === reason ? outcome.detail : pair.reported));
  }

  const left = leftOf(input, why);
  for (const outcome of told)
    if (
      outcome.account &&
      !isOfRemoval(outcome) &&
      (isBeside(outcome) || !covered.has(outcome.account))
    )
      attention.push(loose(outcome));
  for (const outcome of left) attention.push(loose(outcome));

  const raised = baselineOf(input);
  attention.push(...raised.attention.map(loose));

  const accounts = [...open.values()];
  return {
    accounts: {
      wanted: input.rows.filter(({ desired }) => desired === "member").length,
      created: created(input),
      joined: accounts.filter(({ joined }) => joined).length,
      attention: accounts.filter((one) => one.attention).length,
    },
    memberships: counts,
    attention,
    ...(raised.counts && { baseline: raised.counts }),
    ...(input.calls && { calls: input.calls }),
    ...(input.approved &&
      input.plan.removals.length > 0 && {
        removals: {
          approved: input.plan.removals.length,
          done: input.plan.removals.length - left.length,
          ...(input.findings !== undefined && { findings: input.findings }),
          ...(input.memberSide !== undefined && { memberSide: input.memberSide }),
          ...(input.undoUntil !== undefined && { undoUntil: input.undoUntil }),
        },
      }),
    ...(input.plan.closures?.length && {
      closures: { planned: input.plan.closures.length, done: input.closed ?? 0 },
    }),
  };
}

/** States that say by themselves what is wrong: they are newer than what was tried before. */
export const toldBy: Partial<Record<State, Reason>> = {
  RegionDisabled: "RegionDisabled",
  AccountSuspended: "AccountSuspended",
  Unknown: "UnknownStatus",
};

/** Reasons that stand although the hub lists the account as Enabled: it may not know better. */
const isStanding = (outcome: Outcome | undefined): boolean =>
  ["AccountSuspended", "RegionUnread", "HubNotEnabled"].includes(outcome?.reason ?? "");

function line(pair: Pair, reason: Reason, detail: string | undefined): Attention {
  const account = pair.names[0] ?? "";
  return {
    account,
    ...(pair.row.accountName !== undefined && { accountName: pair.row.accountName }),
    row: pair.row.row,
    join: pair.row.join,
    region: pair.region,
    state: pair.state,
    code: reason,
    ...(detail && { detail }),
    ...next({ account, region: pair.region, reason, detail }),
  };
}

const loose = ({ account, accountName, region, state, reason, detail }: Outcome): Attention => ({
  account,
  ...(accountName !== undefined && { accountName }),
  region: region ?? "all",
  state: state ?? "Absent",
  code: reason,
  ...(detail && { detail }),
  ...next({ account, region, reason, detail }),
});

/** Accounts that this run's ledger asked to create and that exist now. */
function created({ plan, creations }: SummaryInput): number {
  const asked = new Set(plan.creations.map(({ email }) => sameEmail(email)));
  return creations.filter(
    ({ email, status }) => status === "Succeeded" && asked.has(sameEmail(email)),
  ).length;
}
