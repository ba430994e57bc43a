// Accounts that join by themselves: a row for each, which the workflow `await-joiner` keeps current.
import type { AccountId } from "@rollcall/core/account";
import { ConflictError } from "@rollcall/core/error";
import { create } from "@rollcall/core/event";
import { Changed, nameOf, type Status } from "@rollcall/core/joiner";
import type { Region } from "@rollcall/core/region";
import { get, getMany, type Item, isStill, put } from "../dynamodb.ts";
import { writeWithEvent } from "./events.ts";

/** An account that is asked to join, for the `number`th time. Times are ISO. */
export interface JoinerRow {
  accountId: AccountId;
  number: number;
  status: Status;
  /** The run that asked, or "by-hand". */
  run: string;
  askedAt: string;
  expiresAt: string;
  /** When the workflow looks next: one that is long past it has ended without a word. */
  dueAt: string;
  wanted: Region[];
  enabled: Region[];
  /** The day of the newest reminder; 0: none yet. */
  reminded: number;
  version: number;
}

const keyOf = (accountId: AccountId) => ({ pk: `ACCOUNT#${accountId}`, sk: "JOINER" });

/** How often somebody else may be faster before it is an error. */
const LOOKS = 5;

/** The joiner of an account, if it was ever asked. */
export const findJoiner = (accountId: AccountId): Promise<JoinerRow | undefined> =>
  get<JoinerRow>(keyOf(accountId));

/** The joiners of accounts that were ever asked. */
export const joinersOf = (accountIds: readonly AccountId[]): Promise<JoinerRow[]> =>
  getMany<JoinerRow>(accountIds.map(keyOf));

/**
 * Changes the row of an account, whatever others do to it meanwhile: `change` sees it as it is now, and returns
 * undefined to leave it alone. What people should see of it is told. Returns the row as it is then.
 */
export async function changeJoiner(
  accountId: AccountId,
  change: (row: JoinerRow | undefined) => Omit<JoinerRow, "version"> | undefined,
): Promise<JoinerRow | undefined> {
  for (let look = 1; ; look++) {
    const seen = await findJoiner(accountId);
    const wanted = change(seen);
    if (!wanted) return seen;
    const row: JoinerRow = { ...wanted, version: (seen?.version ?? 0) + 1 };
    const item: Item = { ...keyOf(accountId), kind: "joiner", ...row };
    const condition = isStill(seen?.version);
    try {
      if (seen && shownOf(seen) === shownOf(row)) await put(item, condition);
      else await writeWithEvent({ item, condition }, `joiner/${accountId}`, eventOf(row));
      return row;
    } catch (error) {
      if (!(error instanceof ConflictError) || look === LOOKS) throw error;
    }
  }
}

/** What its message depends on. */
const shownOf = ({ number, status, wanted, enabled, reminded }: JoinerRow): string =>
  JSON.stringify([number, status, wanted, enabled, reminded]);

const eventOf = ({ accountId, number, status, enabled, wanted, reminded, version }: JoinerRow) => {
  const run = nameOf(accountId, number);
  const common = { id: `${run}/${version}`, at: new Date().toISOString(), run };
  return create(Changed, common, { accountId, number, status, enabled, wanted, reminded });
};
