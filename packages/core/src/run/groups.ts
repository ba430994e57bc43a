// 300 identical failures are one line: attention gathered by reason, the most numerous first.
import type { Text } from "../locale.ts";
import type { Reason } from "./outcome.ts";
import { next } from "./outcome.ts";
import type { Attention } from "./summary.ts";

/** One reason, whom it concerns, and what to do. */
export interface Group {
  code: Reason;
  accounts: number;
  memberships: number;
  reason: Text;
  next: Text;
  /** The first accounts, each with its Regions. */
  first: { account: string; accountName?: string | undefined; regions: string[]; more: number }[];
  /** Accounts beyond those. */
  more: number;
}

/** What is gathered: of each line whom it concerns, where, and why. */
export type Line = Pick<Attention, "account" | "accountName" | "region" | "code" | "detail">;

/** Accounts that are named in a group, and Regions that are named for each. */
const FIRST_ACCOUNTS = 5;
const FIRST_REGIONS = 3;

// Why an account was not created, or cannot be, is a reason of its own.
const keyOf = ({ code, detail }: Line): string =>
  code === "CreationFailed" || code === "CreationUnavailable" ? `${code}/${detail}` : code;

/** Gathers lines of attention by reason. */
export function grouped(attention: readonly Line[]): Group[] {
  const groups = new Map<string, Line[]>();
  for (const one of attention) {
    const key = keyOf(one);
    const lines = groups.get(key) ?? [];
    if (lines.length === 0) groups.set(key, lines);
    lines.push(one);
  }
  return [...groups.values()]
    .map(groupOf)
    .sort((one, other) => other.memberships - one.memberships);
}

function groupOf(lines: readonly Line[]): Group {
  const accounts = new Map<string, Line[]>();
  for (const one of lines) accounts.set(one.account, [...(accounts.get(one.account) ?? []), one]);
  const shared = <Value>(of: (one: Line) => Value): Value | undefined => {
    const values = new Set(lines.map(of));
    return values.size === 1 ? [...values][0] : undefined;
  };
  const first = [...accounts].slice(0, FIRST_ACCOUNTS).map(([account, own]) => ({
    account,
    accountName: own[0]?.accountName,
    regions: own.slice(0, FIRST_REGIONS).map(({ region }) => region),
    more: Math.max(0, own.length - FIRST_REGIONS),
  }));
  const code = lines[0]?.code ?? "Unexpected";
  return {
    code,
    accounts: accounts.size,
    memberships: lines.length,
    // Names where there is one, a word in capitals where the reader has to put one in.
    ...next({
      account: shared(({ account }) => account) ?? "ACCOUNT",
      region: shared(({ region }) => region) ?? (code === "RegionDisabled" ? "REGION" : "all"),
      reason: code,
      detail: shared(({ detail }) => detail),
    }),
    first,
    more: accounts.size - first.length,
  };
}
