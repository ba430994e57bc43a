// Owners are asked: each account that nobody but its owner can bring in gets an execution of `await-joiner`.
// One that is waiting already is left to it, so that the same ledger applied again asks nobody twice.
import type { AccountId } from "@rollcall/core/account";
import { nameOf } from "@rollcall/core/joiner";
import { Resource } from "sst";
import { atMost } from "../at-most.ts";
import { log } from "../log.ts";
import { settings } from "../settings.ts";
import { startExecution } from "../step-functions.ts";
import { changeJoiner, type JoinerRow } from "../table/joiners.ts";
import { ownedIn } from "./plan-files.ts";

/** StartExecution: 150 a second at least (Step Functions quotas). */
const AT_ONCE = 10;
const DAY = 24 * 60 * 60_000;
/** A look is three hours away at most; a workflow that has not looked for this long has ended. */
const OVERDUE = DAY;

/** Starts what the plan of a run leaves to owners; returns how many accounts that are. */
export async function startJoiners(run: string): Promise<number> {
  const accounts = await ownedIn(run);
  await atMost(AT_ONCE, accounts, (accountId) => startJoiner(accountId, run));
  return accounts.length;
}

/** Asks the owner of one account, unless it is waited for already. */
export async function startJoiner(accountId: AccountId, run: string): Promise<void> {
  const row = await changeJoiner(accountId, (seen) =>
    seen && isWaitedFor(seen) ? undefined : askedAnew(accountId, run, seen),
  );
  if (!row) return;
  // Also for one that is waiting: whoever wrote the row may have died before this call. A name that exists is its own.
  const name = nameOf(accountId, row.number);
  await startExecution(Resource.AwaitJoiner.arn, name, { accountId, number: row.number });
  log.info({ accountId, run, joiner: name }, "the owner is asked to join");
}

const isWaitedFor = ({ status, dueAt }: JoinerRow): boolean =>
  status === "waiting" && Date.parse(dueAt) + OVERDUE > Date.now();

function askedAnew(
  accountId: AccountId,
  run: string,
  before: JoinerRow | undefined,
): Omit<JoinerRow, "version"> {
  const now = Date.now();
  const askedAt = new Date(now).toISOString();
  return {
    accountId,
    number: (before?.number ?? 0) + 1,
    status: "waiting",
    run,
    askedAt,
    expiresAt: new Date(now + settings().selfService.expiryDays * DAY).toISOString(),
    dueAt: askedAt,
    wanted: [],
    enabled: [],
    reminded: 0,
  };
}
