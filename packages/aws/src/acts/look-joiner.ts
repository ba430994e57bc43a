// One look at an account whose owner was asked: success is what the hub sees.
import type { AccountId } from "@rollcall/core/account";
import { pauseAfter, reminderDue, type Status, statusOf } from "@rollcall/core/joiner";
import type { State } from "@rollcall/core/membership";
import type { Region } from "@rollcall/core/region";
import { textOf } from "../errors.ts";
import { log } from "../log.ts";
import * as SecurityHub from "../security-hub.ts";
import { settings } from "../settings.ts";
import { accountOf } from "../table/accounts.ts";
import { changeJoiner, findJoiner, type JoinerRow } from "../table/joiners.ts";
import { record } from "../table/record.ts";
import { wantedRegions } from "./joiner-order.ts";

/** What the workflow goes on with: a word, and the seconds until the next look. */
export interface Looked {
  outcome: Status;
  pause: number;
}

/** Asks the hub about every Region wanted, records what it says, and keeps the owner's message current. */
export async function lookJoiner(accountId: AccountId, number: number): Promise<Looked> {
  const joiner = await findJoiner(accountId);
  // Asked anew meanwhile: the newer execution waits for it.
  if (joiner?.number !== number) return { outcome: "withdrawn", pause: 0 };
  if (joiner.status !== "waiting") return { outcome: joiner.status, pause: 0 };
  const row = await accountOf(accountId);
  const wanted = wantedRegions(row, settings());
  const states = await Promise.all(wanted.map((region) => stateIn(region, accountId)));
  const now = new Date().toISOString();
  const status = statusOf({
    isWanted: wanted.length > 0,
    states,
    expiresAt: joiner.expiresAt,
    now,
  });
  const pause = pauseAfter(joiner.askedAt, joiner.expiresAt, now);
  // What could not be read is as it was: it never looks like a change.
  const enabled = wanted.filter((region, at) =>
    states[at] === undefined ? joiner.enabled.includes(region) : states[at] === "Enabled",
  );
  await changeJoiner(accountId, (seen): Omit<JoinerRow, "version"> | undefined =>
    seen?.number === number && seen.status === "waiting"
      ? {
          ...seen,
          status,
          // A joiner that is withdrawn still says what had been wanted.
          ...(status !== "withdrawn" && { wanted, enabled }),
          reminded: status === "waiting" ? reminderDue(seen.askedAt, now) : seen.reminded,
          dueAt: new Date(Date.parse(now) + pause * 1000).toISOString(),
        }
      : undefined,
  );
  return { outcome: status, pause };
}

/** What the hub says, recorded; undefined where it could not be asked. */
async function stateIn(region: Region, accountId: AccountId): Promise<State | undefined> {
  try {
    const seen = await SecurityHub.getMembers(region, [accountId]);
    await record(seen, { cause: "await-joiner" });
    return seen[0]?.state;
  } catch (error) {
    log.warn({ accountId, region, error: textOf(error) }, "not read; looked at again next time");
    return undefined;
  }
}
