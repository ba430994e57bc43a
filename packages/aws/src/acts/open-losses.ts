// Losses that are still open, and what would bring each back: asked of the plan itself, so that a heal promises
// nothing that `apply` would not do.
import type { Candidate, Earlier, Treatment } from "@rollcall/core/healing";
import type { Row } from "@rollcall/core/ledger";
import type { Key } from "@rollcall/core/membership";
import { States } from "@rollcall/core/membership/states";
import { additionsOf, diff } from "@rollcall/core/plan";
import { settings } from "../settings.ts";
import { type HealRow, healsAt } from "../table/heals.ts";
import { membershipsAt } from "../table/memberships.ts";
import { findRun } from "../table/runs.ts";
import { appliedRows } from "./applied-rows.ts";
import { planInput } from "./plan-input.ts";

/** A heal whose run has no row after so long was never started (milliseconds). */
const NEVER_BEGAN = 30 * 60_000;

/** What is known of open losses. */
export interface OpenLosses {
  candidates: Candidate[];
  /** Of which the plan says that a person must act. */
  persons: Treatment[];
  earlier: Earlier[];
  /** The ledger's rows, with the id of each account that is a candidate. */
  rows: Row[];
}

const keyOf = (one: Key) => `${one.accountId}/${one.region}`;

/**
 * What there is to heal of these losses, by what the roll call `seen` saw and the table knows since. Regions that it
 * could not read have no candidates. `at`: ISO time of the decision.
 */
export async function openLosses(
  losses: readonly Key[],
  seen: string,
  at: string,
): Promise<OpenLosses> {
  const now = await membershipsAt([...losses]);
  const out = now.filter((one) => one.state !== "Enabled");
  const { regions: all } = settings();
  const regions = all.filter((region) => out.some((one) => one.region === region));
  const rows = await appliedRows();
  if (out.length === 0 || rows.length === 0)
    return { candidates: [], persons: [], earlier: [], rows };
  const input = await planInput(seen, rows, regions);
  // What was read just now counts before what the roll call saw of the same version.
  const memberships = States.of(now);
  for (const one of input.memberships) memberships.add(one);
  const plan = diff({ run: seen, ...input, memberships, rows, only: out });
  const additions = additionsOf(plan);
  const versions = new Map(now.map((one) => [keyOf(one), one.version]));
  const ids = new Map(additions.map((one) => [one.row, one.accountId]));
  const planned = new Set(additions.map(keyOf));
  return {
    candidates: additions.map(({ accountId, region, state, command }) => {
      const version = versions.get(`${accountId}/${region}`) ?? 0;
      return { accountId, region, state, command, version };
    }),
    persons: plan.escalations.flatMap(({ account: accountId, region, state, reason }) =>
      region && state && !planned.has(`${accountId}/${region}`)
        ? [{ kind: "person", accountId, region, state, command: "Escalate", reason } as const]
        : [],
    ),
    earlier: await earlierHeals(additions, at),
    rows: rows.map((row) => ({ ...row, accountId: ids.get(row.row) ?? row.accountId })),
  };
}

/** Heals that count. One that gave way to a ledger, or whose start failed, has healed nothing. */
async function earlierHeals(keys: readonly Key[], at: string): Promise<Earlier[]> {
  const heals = await healsAt(keys);
  const runs = new Map(
    await Promise.all(
      [...new Set(heals.map((one) => one.run))].map(
        async (run) => [run, await findRun(run)] as const,
      ),
    ),
  );
  return heals.flatMap((heal) => {
    const run = runs.get(heal.run);
    if (run?.status === "superseded" || (!run && isForgotten(heal, at))) return [];
    const { accountId, region, lost } = heal;
    return [{ accountId, region, lost, run: heal.run, at: heal.at, underWay: !run?.closedAt }];
  });
}

const isForgotten = (heal: HealRow, at: string): boolean =>
  Date.parse(at) - Date.parse(heal.at) > NEVER_BEGAN;
