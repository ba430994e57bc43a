// One `apply` at a time. Newer ledgers wait their turn; of those that wait only the newest goes on.
import { ConflictError } from "@rollcall/core/error";
import { isOfLedger } from "@rollcall/core/run";
import { get, isStill, put } from "../dynamodb.ts";

const key = { pk: "LEASE#apply", sk: "LEASE" };

/**
 * Longer than any step between two renewals: a join of 1,000 accounts, retries and all. Creating accounts takes
 * hours, and renews it with each look.
 */
const TERM = 60 * 60_000;

/** More runs than can end between two roll calls. */
const REMEMBERED = 8;

/** Who may apply a ledger now. `holder` is empty when nobody does. */
export interface Lease {
  /** The run that holds it; empty: nobody. */
  holder: string;
  /** When the ledger was uploaded that was applied last. */
  applied: string;
  /** The run of that ledger. Heals hold the lease too, and apply a part of it. */
  ledger?: string | undefined;
  /** ISO times. */
  until: string;
  version: number;
  /** The last runs that held it, the newest first: whatever they saw is on record under their names. */
  recent?: string[] | undefined;
  /** The newest run that waits, and when its ledger was uploaded. */
  next?: { run: string; at: string } | undefined;
  /** The ledger whose plan waits for a person. It holds nothing up: a newer ledger takes its place. */
  parked?: { run: string; at: string } | undefined;
  /** The ledger before: it is the one that is applied, while the plan of the newer one waits for a person. */
  before?: { applied: string; ledger?: string | undefined } | undefined;
}

/** The lease as it stands. */
export const findLease = (): Promise<Lease | undefined> => get<Lease>(key);

/**
 * Takes the lease, or a place in the queue. `at` is when the ledger was uploaded. A lease that has run out
 * is free: its holder was stopped before it could give it back. Throws ConflictError when others move too.
 */
export const takeLease = (run: string, at: string): Promise<"held" | "busy" | "superseded"> =>
  settled(() => take(run, at));

async function take(run: string, at: string): Promise<"held" | "busy" | "superseded"> {
  const now = new Date();
  const lease = await get<Lease>(key);
  const waiting = lease?.next;
  const until = new Date(now.getTime() + TERM).toISOString();
  if (lease?.holder === run) {
    await write(lease, { ...lease, until });
    return "held";
  }
  // Also one that comes late is old: what was applied meanwhile is newer.
  const parked = lease?.parked?.run === run ? undefined : lease?.parked;
  if (
    lease &&
    (lease.applied > at || isNewer(parked, at) || (waiting?.run !== run && isNewer(waiting, at)))
  )
    return "superseded";
  if (!lease || lease.holder === "" || lease.until <= now.toISOString()) {
    const next = waiting?.run === run ? undefined : waiting;
    const others = (lease?.recent ?? []).filter((one) => one !== run);
    const recent = [run, ...others].slice(0, REMEMBERED);
    const before = lease && { applied: lease.applied, ledger: ledgersOf(lease)[0] };
    await write(lease, {
      holder: run,
      applied: at,
      ledger: run,
      until,
      next,
      recent,
      parked,
      before,
    });
    return "held";
  }
  if (waiting?.run !== run) await write(lease, { ...lease, next: { run, at } });
  return "busy";
}

/**
 * Takes the lease for a heal of a ledger that was applied by the run `ledger`. A heal never has a place in the queue
 * and supersedes nobody: it gives way to a ledger that waits, and to one that was applied since. Throws ConflictError
 * when others move too.
 */
export const takeLeaseToHeal = (
  run: string,
  ledger: string,
): Promise<"held" | "busy" | "superseded"> => settled(() => takeToHeal(run, ledger));

async function takeToHeal(run: string, ledger: string): Promise<"held" | "busy" | "superseded"> {
  const now = new Date();
  const lease = await get<Lease>(key);
  const until = new Date(now.getTime() + TERM).toISOString();
  if (lease?.holder === run) {
    await write(lease, { ...lease, until });
    return "held";
  }
  if (!lease || lease.next || ledgersOf(lease)[0] !== ledger) return "superseded";
  if (lease.holder !== "" && lease.until > now.toISOString()) return "busy";
  const recent = [run, ...(lease.recent ?? [])].slice(0, REMEMBERED);
  await write(lease, { ...lease, holder: run, ledger, until, recent });
  return "held";
}

/** The runs of ledgers that held the lease, the one that was applied last first. */
export const ledgersOf = ({ ledger, recent = [] }: Lease): string[] => [
  ...new Set([...(ledger === undefined ? [] : [ledger]), ...recent.filter(isOfLedger)]),
];

/**
 * Takes the lease for an off-boarding that somebody asked for: it is no ledger, so it supersedes none and none
 * supersedes it. It waits while somebody else holds the lease. Throws ConflictError when others move too.
 */
export const takeLeaseBeside = (run: string): Promise<"held" | "busy"> =>
  settled(async () => {
    const now = new Date();
    const lease = await get<Lease>(key);
    const until = new Date(now.getTime() + TERM).toISOString();
    const isFree = !lease || lease.holder === "" || lease.until <= now.toISOString();
    if (!isFree && lease.holder !== run) return "busy";
    const others = (lease?.recent ?? []).filter((one) => one !== run);
    const ledger = lease && ledgersOf(lease)[0];
    const recent = [run, ...others].slice(0, REMEMBERED);
    await write(lease, { applied: "", ...lease, holder: run, ledger, until, recent });
    return "held";
  });

const isNewer = (one: { at: string } | undefined, at: string): boolean =>
  one !== undefined && one.at > at;

/** Keeps the lease for another term, once half of it is over. Does nothing for a run that does not hold it. */
export const renewLease = (run: string): Promise<void> => settled(() => renew(run));

async function renew(run: string): Promise<void> {
  const lease = await get<Lease>(key);
  const now = Date.now();
  if (lease?.holder !== run || Date.parse(lease.until) - now > TERM / 2) return;
  await write(lease, { ...lease, until: new Date(now + TERM).toISOString() });
}

/** Gives the lease back. Does nothing for a run that does not hold it. */
export const releaseLease = (run: string): Promise<void> => settled(() => release(run));

async function release(run: string): Promise<void> {
  const lease = await get<Lease>(key);
  if (!lease) return;
  const next = lease.next?.run === run ? undefined : lease.next;
  if (lease.holder === run) await write(lease, { ...lease, holder: "", next });
  else if (next !== lease.next) await write(lease, { ...lease, next });
}

/**
 * Gives the lease back while a person decides, which may take days. `at`: when its ledger was uploaded; a run without
 * a ledger has none. Does nothing for a run that does not hold it.
 */
export const parkLease = (run: string, at: string | undefined): Promise<void> =>
  settled(async () => {
    const lease = await get<Lease>(key);
    if (lease?.holder !== run) return;
    if (at === undefined) return write(lease, { ...lease, holder: "" });
    const { before = { applied: "" } } = lease;
    const { applied, ledger } = before;
    await write(lease, { ...lease, applied, ledger, holder: "", parked: { run, at } });
  });

/** Forgets that a run waits for a person: it has ended another way. */
export const forgetParked = (run: string): Promise<void> =>
  settled(async () => {
    const lease = await get<Lease>(key);
    if (lease?.parked?.run === run) await write(lease, { ...lease, parked: undefined });
  });

async function write(seen: Lease | undefined, wanted: Omit<Lease, "version">): Promise<void> {
  const version = (seen?.version ?? 0) + 1;
  await put({ ...key, kind: "lease", ...wanted, version }, isStill(seen?.version));
}

/** Changes the lease again while others move it too. */
async function settled<Result>(change: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await change();
    } catch (error) {
      if (!(error instanceof ConflictError) || attempt === 5) throw error;
    }
  }
}
