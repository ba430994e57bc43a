// One roll call at a time: they would only repeat each other.
import { ConflictError } from "@rollcall/core/error";
import { get, isStill, put } from "../dynamodb.ts";

const key = { pk: "LEASE#roll-call", sk: "LEASE" };

/** A little longer than the workflow's own timeout (workflows/roll-call.ts): then its holder is gone. */
const TERM = 16 * 60_000;

/**
 * Roll calls that may fail one after another, and the losses that they recorded are told all the same: eight hours of
 * them every five minutes.
 */
const REMEMBERED = 100;

interface Lease {
  /** The roll call that holds it; empty: none. */
  holder: string;
  /** ISO time. */
  until: string;
  /** Who has held it, the newest first. */
  recent: string[];
  version: number;
}

/** Takes the lease, or tells who has it. Whoever moves at the same time has it. */
export async function takeTurn(rollCall: string): Promise<"held" | "busy"> {
  const lease = await get<Lease>(key);
  const now = Date.now();
  if (lease?.holder === rollCall) return "held";
  if (lease && lease.holder !== "" && Date.parse(lease.until) > now) return "busy";
  const until = new Date(now + TERM).toISOString();
  const recent = [rollCall, ...(lease?.recent ?? [])].slice(0, REMEMBERED);
  const wanted = { holder: rollCall, until, recent, version: (lease?.version ?? 0) + 1 };
  try {
    await put({ ...key, kind: "lease", ...wanted }, isStill(lease?.version));
    return "held";
  } catch (error) {
    if (error instanceof ConflictError) return "busy";
    throw error;
  }
}

/** The last roll calls that began, the newest first. */
export const recentRollCalls = async (): Promise<string[]> => (await get<Lease>(key))?.recent ?? [];

/** Gives the lease back. Does nothing for a roll call that does not hold it. */
export async function endTurn(rollCall: string): Promise<void> {
  const lease = await get<Lease>(key);
  if (lease?.holder !== rollCall) return;
  await put(
    { ...key, kind: "lease", ...lease, holder: "", version: lease.version + 1 },
    isStill(lease.version),
  );
}
