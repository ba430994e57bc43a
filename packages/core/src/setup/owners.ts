// Who is told: an owner in one channel. Accounts without owner are told to the team that runs the hub.
import { sameEmail } from "../account.ts";
import type { Row } from "../ledger/row.ts";
import type { Watch } from "./checked.ts";
import type { Incomplete } from "./missing.ts";

/** An owner, the channel in which they are told, and their accounts that are not complete. */
export interface Group {
  /** E-mail in small letters; empty: nobody. */
  owner: string;
  /** Empty: the one of the settings. */
  channel: string;
  accounts: Incomplete[];
}

/** Names a group; no two have the same. */
export const keyOf = ({ owner, channel }: Pick<Group, "owner" | "channel">): string =>
  `${channel} ${owner}`;

/** Whom a row of the ledger belongs to. */
export const ownerOf = (row: Row): Pick<Group, "owner" | "channel"> => ({
  owner: sameEmail(row.ownerEmail ?? ""),
  channel: row.slackChannel ?? "",
});

/** The day on which each account's owner was reminded of it last; who was not has none. */
export const reminders = (watches: readonly Watch[]): Map<string, string> =>
  new Map(
    watches.flatMap(({ since, reminder }) =>
      Object.entries(since).flatMap(([account, first]): [string, string][] =>
        reminder && reminder.day >= first ? [[account, reminder.day]] : [],
      ),
    ),
  );

/** Gathers accounts by owner and channel. */
export const grouped = (accounts: readonly Incomplete[]): Group[] =>
  [...Map.groupBy(accounts, keyOf).values()].map((own) => ({
    owner: own[0]!.owner,
    channel: own[0]!.channel,
    accounts: own,
  }));
