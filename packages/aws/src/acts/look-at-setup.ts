// What is missing now: the ledger that was applied last, against what is recorded at this moment.
import type { Row } from "@rollcall/core/ledger";
import type { Key, Membership } from "@rollcall/core/membership";
import { asOutcome, type Outcome } from "@rollcall/core/run";
import {
  type Incomplete,
  type MissingInput,
  missing,
  notAsked,
  type Telling,
} from "@rollcall/core/setup";
import { settings } from "../settings.ts";
import { findCreations } from "../table/creations.ts";
import { healsAt } from "../table/heals.ts";
import { joinersOf } from "../table/joiners.ts";
import { membershipsAt, membershipsIn } from "../table/memberships.ts";
import { looksAt } from "../table/regions.ts";
import { findRun, outcomesOf } from "../table/runs.ts";
import { applied } from "./applied-rows.ts";
import { planCreatedOf, planOf } from "./plan-files.ts";
import { recordOf } from "./plan-input.ts";

/** The ledger that counts, and whose set-up is not complete. */
export interface SetupSeen {
  rows: Row[];
  incomplete: Incomplete[];
}

/** Looks; undefined where no ledger has been applied, or its files have expired: then nothing is known. */
export async function lookAtSetup(): Promise<SetupSeen | undefined> {
  const ledger = await applied();
  const row = ledger && (await findRun(ledger.run));
  if (!row) return undefined;
  const { rows } = ledger;
  const { regions } = settings();
  const input = {
    run: row,
    rows,
    ...(await told(row.run)),
    creations: (await findCreations(emailsOf(rows))).map(recordOf),
    regions,
    looks: await looksAt(regions),
  };
  // The index may be a moment behind: who seems to be missing is read again, consistently.
  const seen = (await Promise.all(regions.map((region) => membershipsIn(region)))).flat();
  const keys = missing({ ...input, heals: [], memberships: seen }).flatMap(({ account, regions }) =>
    regions.flatMap(({ region }) =>
      /^\d{12}$/.test(account) ? [{ accountId: account, region }] : [],
    ),
  );
  const [sure, heals] = await Promise.all([membershipsAt(keys), healsOf(keys)]);
  const incomplete = missing({ ...input, heals, memberships: newest([...seen, ...sure]) });
  return { rows, incomplete: notAsked(incomplete, await askedAccounts(incomplete)) };
}

/** Accounts whose owners are waited for: that workflow reminds them itself. */
async function askedAccounts(incomplete: readonly Incomplete[]): Promise<ReadonlySet<string>> {
  const waiting = incomplete.filter(({ regions }) =>
    regions.some(({ code }) => code === "WaitsForOwner"),
  );
  const joiners = await joinersOf(waiting.map((one) => one.account));
  return new Set(joiners.filter((one) => one.status === "waiting").map((one) => one.accountId));
}

/** The last heals of these memberships that have ended, the newest first. */
async function healsOf(keys: Key[]): Promise<Telling[]> {
  const runs = [...new Set((await healsAt(keys)).map(({ run }) => run))];
  const tellings = await Promise.all(
    runs.map(async (name): Promise<Telling[]> => {
      const run = await findRun(name);
      return run?.closedAt ? [{ run, told: (await told(name)).told }] : [];
    }),
  );
  return tellings.flat().sort((a, b) => (a.run.startedAt < b.run.startedAt ? 1 : -1));
}

const emailsOf = (rows: readonly Row[]): string[] =>
  rows.flatMap((row) => (row.accountId === undefined && row.email ? [row.email] : []));

/** What a run says about accounts that did not end as members: its own outcomes are newer than its plans. */
async function told(run: string): Promise<Pick<MissingInput, "told" | "resolved">> {
  const plans = [await planCreatedOf(run), await planOf(run)].filter((one) => one !== undefined);
  const outcomes: Outcome[] = await outcomesOf(run);
  return {
    told: [...outcomes, ...plans.flatMap((plan) => plan.escalations.map(asOutcome))],
    resolved: plans.flatMap((plan) => plan.resolved),
  };
}

/** Of each membership the latest version: a Region reads an index, which may be a moment behind. */
function newest(memberships: Membership[]): Membership[] {
  const latest = new Map<string, Membership>();
  for (const one of memberships) {
    const key = `${one.accountId}/${one.region}`;
    if (one.version > (latest.get(key)?.version ?? 0)) latest.set(key, one);
  }
  return [...latest.values()];
}
