// One check of one owner: from what was known to what is known now, and what they are shown.
import { daysBetween } from "../day.ts";
import { isDue, isQuiet, nextDue, type Quiet, SOC_AFTER } from "./due.ts";
import type { Incomplete } from "./missing.ts";
import type { Group } from "./owners.ts";

/** What is kept of an owner between two checks. Days are those of the settings' time zone. */
export interface Watch {
  owner: string;
  channel: string;
  /** Since which day each account has not been complete. Empty: nothing is left, and nobody is reminded. */
  since: Record<string, string>;
  /** The day of the last reminder, of whatever accounts. */
  reminded?: string | undefined;
  /** The reminder whose message is kept current. */
  reminder?:
    | {
        day: string;
        /** How long the longest had waited then. */
        days: number;
        /** The day since which the hub's team is told too. */
        soc?: string | undefined;
        /** Accounts that dropped out since: they are complete, or the ledger no longer asks for them here. */
        complete: number;
        unasked: number;
      }
    | undefined;
}

/** The day of a check, and the one before. */
export interface Day {
  today: string;
  /** The day of the check before this one; undefined: there was none. */
  before: string | undefined;
  quiet: Quiet;
  /** The calendar day of an ISO time in the settings' time zone. */
  dayOf(at: string): string;
}

/** What a check says about an owner: the message's facts. Undefined `reminder`: nobody is told yet. */
export interface Checked {
  watch: Watch;
  accounts: (Incomplete & { since: string })[];
  reminded: boolean;
  /** The day of the next reminder. */
  next?: string | undefined;
}

/**
 * Checks an owner. `wanted`: accounts of theirs that the ledger asks for, complete or not. The same check once more changes
 * nothing: who was reminded today is not reminded again.
 */
export function checked(
  previous: Watch | undefined,
  { owner, channel, accounts }: Group,
  wanted: ReadonlySet<string>,
  { today, before, quiet, dayOf }: Day,
): Checked {
  const since: Watch["since"] = {};
  for (const one of accounts) {
    const day = dayOf(one.since);
    // What was in order at the last check cannot have waited for longer than since then.
    const first = before !== undefined && day < before ? before : day;
    since[one.account] = sinceOf(one, previous) ?? (first > today ? today : first);
  }
  const days = [...new Set(Object.values(since))];
  const reminded = !isQuiet(today, quiet) && isDue(days, today, previous?.reminded);
  const last = reminded ? today : previous?.reminded;
  const next = nextDue(days, today, last, quiet);
  return {
    watch: {
      owner,
      channel,
      since,
      ...(last && { reminded: last }),
      ...reminderOf(previous, accounts, since, wanted, reminded ? today : undefined),
    },
    accounts: accounts
      .map((one) => ({ ...one, since: since[one.account]! }))
      .sort((one, other) => (one.since < other.since ? -1 : one.since > other.since ? 1 : 0)),
    reminded,
    ...(next && { next }),
  };
}

/** Since when it was known not to be complete; an account that was created meanwhile was known by its e-mail. */
const sinceOf = ({ account, email }: Incomplete, previous: Watch | undefined): string | undefined =>
  previous?.since[account] ?? (email === undefined ? undefined : previous?.since[email]);

/** The reminder that is shown: a new one, or the last with who has dropped out since. */
function reminderOf(
  previous: Watch | undefined,
  accounts: readonly Incomplete[],
  since: Watch["since"],
  wanted: ReadonlySet<string>,
  today: string | undefined,
): Pick<Watch, "reminder"> {
  // Whoever had nothing left begins anew: an old message that says so stays as it is.
  const isOpen = previous !== undefined && Object.keys(previous.since).length > 0;
  const shown = isOpen ? previous.reminder : undefined;
  if (today !== undefined) {
    const days = Math.max(...Object.values(since).map((day) => daysBetween(day, today)));
    const soc = shown?.soc ?? (days >= SOC_AFTER ? today : undefined);
    return { reminder: { day: today, days, ...(soc && { soc }), complete: 0, unasked: 0 } };
  }
  if (!shown) return Object.keys(since).length === 0 ? keep(previous?.reminder) : {};
  const left = new Set(accounts.flatMap(({ account, email }) => [account, email]));
  const gone = Object.keys(previous?.since ?? {}).filter((account) => !left.has(account));
  const complete = gone.filter((account) => wanted.has(account)).length;
  return {
    reminder: {
      ...shown,
      complete: shown.complete + complete,
      unasked: shown.unasked + gone.length - complete,
    },
  };
}

const keep = (reminder: Watch["reminder"]): Pick<Watch, "reminder"> =>
  reminder ? { reminder } : {};
