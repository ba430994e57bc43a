// The sizes that are measured, the estate of each, and what no way of onboarding can do better than.
import { type Estate, parseEstate } from "@rollcall/sandbox";
import { delays } from "../../packages/sandbox/src/delays.ts";
import { REGIONS } from "../../packages/sandbox/src/estate/regions.ts";
import { account, hub, ids } from "../end-to-end/world.ts";
import { latencyOf } from "./latency.ts";

/** So many accounts in so many Regions. */
export interface Size {
  accounts: number;
  regions: number;
}

/** `npm run bench` runs the first; `--all` the second as well, which takes most of an hour. */
export const usual = ["10x17", "10x34", "100x17", "100x34", "1000x17", "1000x34"];
export const large = ["5000x17", "5000x34"];

/** Reads `1000x17`; undefined: it is no size. */
export function sizeOf(text: string): Size | undefined {
  const [, accounts, regions] = /^(\d+)x(\d+)$/.exec(text) ?? [];
  const size = { accounts: Number(accounts), regions: Number(regions) };
  return size.accounts > 0 && size.regions > 0 && size.regions <= REGIONS.length ? size : undefined;
}

export const nameOf = ({ accounts, regions }: Size): string => `${accounts}x${regions}`;

export const regionsOf = ({ regions }: Size): string[] => REGIONS.slice(0, regions);
export const accountsOf = ({ accounts }: Size): string[] => ids(600_000_000_001, accounts);

/** Accounts that exist, let the hub in, have all Regions on, and Security Hub nowhere. */
export function estateOf(size: Size): Estate {
  const regions = regionsOf(size);
  const accounts = accountsOf(size).map((id) => account(id, { regions }));
  const parsed = parseEstate(JSON.stringify({ hub: { account: hub, regions }, accounts }));
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.estate;
}

/** CreateMembers takes 50 accounts a call; assumed of InviteMembers and GetMembers, which state no number. */
const BATCH = 50;
/** A hub has 1,000 open invitations in a Region at most: larger estates come in waves that follow each other. */
const WAVE = 1_000;
/** Accounts that are entered side by side (workflows/wave.ts). */
const WORKERS = 100;

/** The least number of calls: 3R⌈N/50⌉ of the hub, 2N for entering, 3NR in the members. */
export const leastCalls = ({ accounts, regions }: Size): number =>
  3 * regions * Math.ceil(accounts / BATCH) + 2 * accounts + 3 * accounts * regions;

/** The terms of the least time of one wave, in seconds; together they are its bound. */
export interface Terms {
  /** The hub's calls in a Region: 10 a second after a burst of 30, and three that follow each other. */
  hub: number;
  /** Rounds of 100 accounts, five calls that follow each other in each. */
  members: number;
  /** The longest that an invitation takes to appear. */
  invitation: number;
}

function termsOf(accounts: number): Terms {
  const call = latencyOf("securityhub") / 1_000;
  const bucket = Math.max(0, (3 * Math.ceil(accounts / BATCH) - 30) / 10);
  return {
    // AssumeRole: 600 a second.
    hub: Math.max(bucket + 3 * call, accounts / 600),
    members: Math.ceil(accounts / WORKERS) * 5 * call,
    invitation: delays.invitationAppears[1] / 1_000,
  };
}

const sum = ({ hub: calls, members, invitation }: Terms): number => calls + members + invitation;

/** The terms of each wave. */
export function leastTerms({ accounts }: Size): Terms[] {
  const terms: Terms[] = [];
  for (let left = accounts; left > 0; left -= WAVE) terms.push(termsOf(Math.min(left, WAVE)));
  return terms;
}

/** The least time in seconds, wave after wave. */
export const leastSeconds = (size: Size): number =>
  leastTerms(size).reduce((seconds, one) => seconds + sum(one), 0);
