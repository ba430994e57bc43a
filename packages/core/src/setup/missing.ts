// What is missing: every account that the ledger wants and that is not a member in all its Regions, with the
// one step that is next in each.
import type { CreationRecord } from "../account.ts";
import { sameEmail } from "../account.ts";
import { decide, type Membership, type State } from "../membership.ts";
import type { HubRegion } from "../plan.ts";
import type { Region } from "../region.ts";
import type { Outcome, Reason } from "../run/outcome.ts";
import { type Pair, type PairsInput, pairs } from "../run/pairs.ts";
import { toldBy } from "../run/summary.ts";
import { whyOf } from "../run/why.ts";
import { ownerOf } from "./owners.ts";

/** A Region in which an account is not a member, and what stands in the way: `run/reasons` has the step for each code. */
export interface Missing {
  region: Region;
  state: State;
  code: Reason;
  detail?: string | undefined;
}

/** An account whose set-up is not complete. */
export interface Incomplete {
  /** The id, or the e-mail of an account that has none yet. */
  account: string;
  /** The row's own, by which an account is known before it has an id. */
  email?: string | undefined;
  accountName?: string | undefined;
  /** E-mail of its owner; empty: the ledger names nobody. */
  owner: string;
  /** The ledger's channel; empty: the one of the settings. */
  channel: string;
  regions: Missing[];
  /** ISO time since which the longest of them has been as it is. */
  since: string;
}

/** A run, and what it has told of accounts that did not end as members, the newest first. */
export interface Telling {
  run: { run: string; startedAt: string; closedAt?: string | undefined };
  told: readonly Outcome[];
}

/** Everything that is looked at: the ledger that was applied last, how its run ended, and what is recorded now. */
export interface MissingInput extends Omit<PairsInput, "plan" | "memberships">, Telling {
  memberships: readonly Membership[];
  resolved: PairsInput["plan"]["resolved"];
  /** Heals since then that have ended: they know more of what they could not bring back. The newest first. */
  heals: readonly Telling[];
  /** Regions of the hub: what `all` means in a ledger. */
  regions: readonly Region[];
  /** How accounts join there, as far as somebody has looked. */
  looks: readonly Pick<HubRegion, "region" | "way">[];
}

/** The accounts that are not complete, in the ledger's order. */
export function missing(input: MissingInput): Incomplete[] {
  const { rows, memberships, creations, resolved, regions, run } = input;
  const plan = { resolved, regions: regions.map((region) => ({ region })) };
  const tellings = [...input.heals, input].map(({ run: of, told }) => ({ of, why: whyOf(told) }));
  const recorded = new Map(memberships.map((one) => [`${one.accountId}/${one.region}`, one]));
  const found = new Map<number, Incomplete>();
  for (const pair of pairs({ rows, memberships, creations, plan })) {
    if (pair.state === "Enabled") continue;
    const { row, names, region, state } = pair;
    const membership = recorded.get(`${names[0]}/${region}`);
    const since = membership?.since ?? run.startedAt;
    const account = found.get(row.row) ?? {
      account: names[0] ?? row.accountName ?? "",
      ...(row.email && { email: row.email }),
      ...(row.accountName && { accountName: row.accountName }),
      ...ownerOf(row),
      regions: [],
      since,
    };
    found.set(row.row, account);
    const [outcome] = tellings.flatMap(({ of, why }) =>
      hasMovedOn(membership, of) ? [] : (why(pair) ?? []),
    );
    account.regions.push({ region, state, ...step(pair, outcome, input) });
    if (since < account.since) account.since = since;
  }
  return [...found.values()];
}

/** What is left where the owners of `asked` accounts are waited for, and reminded, by a workflow of their own. */
export const notAsked = (
  incomplete: readonly Incomplete[],
  asked: ReadonlySet<string>,
): Incomplete[] =>
  incomplete.flatMap((one) => {
    if (!asked.has(one.account)) return [one];
    const regions = one.regions.filter(({ code }) => code !== "WaitsForOwner");
    return regions.length > 0 ? [{ ...one, regions }] : [];
  });

/** What stands in the way: the state itself, else what a run has told, else what `decide` would do next. */
function step(
  { row, names, region, state, reported }: Pair,
  outcome: Outcome | undefined,
  { looks, creations }: MissingInput,
): Pick<Missing, "code" | "detail"> {
  const told = toldBy[state];
  if (told) return { code: told, ...(reported && { detail: reported }) };
  if (outcome) return { code: outcome.reason, ...(outcome.detail && { detail: outcome.detail }) };
  const creation = creations.find(({ email }) =>
    names.some((name) => sameEmail(name) === sameEmail(email)),
  );
  if (creation && !creation.accountId) return created(creation);
  const way = looks.find((look) => look.region === region)?.way ?? "invitation";
  const command = decide("member", state, way);
  if (command === "Escalate")
    return { code: way === "central" ? "CentralConfiguration" : "OtherAdministrator" };
  if (command === "AcceptInvitation" && row.join === "self-service")
    return { code: "WaitsForOwner" };
  return { code: "Outside" };
}

/** It was seen to change after the run had ended: what the run has told is about another time. */
const hasMovedOn = (
  membership: Membership | undefined,
  { run, closedAt }: Telling["run"],
): boolean =>
  membership !== undefined &&
  closedAt !== undefined &&
  membership.run !== run &&
  membership.observedAt > closedAt;

const created = ({ status, reason }: CreationRecord): Pick<Missing, "code" | "detail"> =>
  status === "Failed"
    ? { code: "CreationFailed", ...(reason && { detail: reason }) }
    : { code: "CreationRunning" };
