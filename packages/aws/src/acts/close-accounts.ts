// Closes approved accounts, three at once. What AWS says of each account is the only memory: a function that ended
// between the call and its record looks, and writes down what it finds.
import { AccountClosed, Closing } from "@rollcall/core/account";
import { create } from "@rollcall/core/event";
import type { Closure } from "@rollcall/core/plan";
import { isOut, type Standing, standingOf } from "@rollcall/core/plan/closures";
import type { Outcome, Reason } from "@rollcall/core/run";
import { executionPage } from "../console-links.ts";
import { isDenied, nameOf, textOf } from "../errors.ts";
import { log } from "../log.ts";
import { accountState, closeAccount } from "../organizations.ts";
import { settings } from "../settings.ts";
import { type CreationRow, moveCreation } from "../table/creations.ts";
import { membershipsAt } from "../table/memberships.ts";
import { outcomesOf, runOf, writeOutcomes } from "../table/runs.ts";
import { asManagement } from "./as-management.ts";
import { closuresOf, recordedClosures } from "./closure-files.ts";
import { seenIn } from "./observed-file.ts";

/** Accounts that an organization closes at the same time (Organizations quotas). */
const AT_ONCE = 3;
/** AWS's share of closures is counted over so many milliseconds (Organizations quotas). */
const SHARE = 30 * 24 * 60 * 60_000;
/** Looks of one run at most: each is about eight events of an execution's 25,000 (Step Functions quotas). */
const LOOKS = 2_000;

/** An account of the run, with its creation as it is on record and how it stands at AWS. */
interface Looked {
  closure: Closure;
  creation: CreationRow;
  standing: Standing;
}

/**
 * Looks at every account that is not closed yet, and asks for one more to be closed where fewer than three are under
 * way. `settled`: each is closed, or has an outcome. `pending`: look again.
 */
export async function closeAccounts(run: string, attempt: number): Promise<"settled" | "pending"> {
  const closures = await closuresOf(run);
  const batches = Math.ceil(closures.length / AT_ONCE);
  const isLast = attempt >= Math.min(LOOKS, settings().pace.creationAttempts * batches);
  const given = new Set((await outcomesOf(run)).map((one) => one.account));
  const left = (await recordedClosures(run, closures)).filter(
    ({ closure, isDone }) => !isDone && !given.has(closure.accountId),
  );
  if (left.length === 0) return "settled";
  try {
    const open = await asManagement(run, () => step(run, left));
    if (open.length === 0) return "settled";
    if (!isLast) return "pending";
    await end(run, open, "ClosureUnfinished");
  } catch (error) {
    if (nameOf(error) === "ConflictError") throw error;
    if (nameOf(error) === "RetryableError" && !isLast) return "pending";
    log.error({ run, error: textOf(error) }, "accounts not closed");
    const reason = isDenied(error) ? "ClosureDenied" : "ClosureRefused";
    await end(
      run,
      left.map((one) => one.closure),
      reason,
      textOf(error),
    );
  }
  return "settled";
}

/** One look, and one act at most. Returns the accounts that were not closed when it looked. */
async function step(run: string, left: readonly Omit<Looked, "standing">[]): Promise<Closure[]> {
  const open: Looked[] = [];
  for (const one of left) {
    const standing = standingOf(await accountState(one.closure.accountId));
    const looked = { ...one, standing };
    if (!(await note(run, looked))) open.push(looked);
  }
  const underWay = open.filter((one) => one.standing === "closing");
  // AWS takes one request in 20 seconds, which is the pause between two looks.
  if (underWay.length < AT_ONCE)
    await ask(
      run,
      open.filter((one) => one.standing !== "closing"),
    );
  return open.map((one) => one.closure);
}

/** Puts on record what AWS says: that it closes an account, or that it has closed it. Returns whether it has. */
async function note(run: string, { creation, standing }: Looked): Promise<boolean> {
  const now = new Date().toISOString();
  const { closure: seen } = creation;
  const begun = seen && !seen.closedAt ? seen : undefined;
  // Gone from the organization: the 90 days after a request of ours are over.
  const isClosed = standing === "closed" || (standing === "outside" && begun !== undefined);
  if (isClosed)
    await move(run, creation, { requestedAt: begun?.requestedAt ?? now, run, closedAt: now });
  else if (standing === "closing" && !begun) await move(run, creation, { run, requestedAt: now });
  return isClosed;
}

/** Writes down how far a closure is, with the event that tells of it. */
async function move(
  run: string,
  creation: CreationRow,
  closure: NonNullable<CreationRow["closure"]>,
): Promise<void> {
  const { accountName, email, version } = creation;
  const { execution } = await runOf(run);
  const definition = closure.closedAt ? AccountClosed : Closing;
  const event = create<string, typeof Closing.properties>(
    definition,
    {
      id: `${creation.accountId}/${version}/${definition.type}`,
      at: closure.closedAt ?? closure.requestedAt,
      run,
      link: executionPage(execution),
    },
    { accountId: creation.accountId!, accountName, email },
  );
  await moveCreation(creation, { closure }, event);
}

/** Asks for the first account that may still be closed; whoever may not any more gets an outcome. */
async function ask(run: string, waiting: readonly Looked[]): Promise<void> {
  for (const looked of waiting) {
    const { closure, creation } = looked;
    const refused = await refusal(run, looked);
    if (refused) {
      await writeOutcomes(run, [refused]);
      continue;
    }
    try {
      await closeAccount(closure.accountId);
    } catch (error) {
      const open = waiting.map((one) => one.closure);
      return refusedBy(run, error, closure, open);
    }
    // Ended here, the next look sees that AWS is closing it.
    await move(run, creation, { run, requestedAt: new Date().toISOString() });
    return;
  }
}

/** What has become of an account since somebody approved its closing. */
async function refusal(run: string, { closure, standing }: Looked): Promise<Outcome | undefined> {
  const { accountId: account, accountName } = closure;
  if (standing === "outside") return { account, accountName, reason: "OutsideOrganization" };
  if (standing !== "open" || closure.already)
    return { account, accountName, reason: "ClosureRefused", detail: "it is open again" };
  const pairs = settings().regions.map((region) => ({ accountId: account, region }));
  for (const { region, state } of await membershipsAt(pairs)) {
    const { way } = await seenIn(run, region);
    if (!isOut(state, way)) return { account, accountName, region, state, reason: "StillMember" };
  }
  return undefined;
}

/** Closed by somebody else meanwhile, or changed at the same time: the next look tells. */
const passing = ["RetryableError", "AccountAlreadyClosedException", "ConflictException"];

/** What AWS answered instead of closing an account: an end, of it or of all that are `open`, or a reason to wait. */
async function refusedBy(
  run: string,
  error: unknown,
  asked: Closure,
  open: readonly Closure[],
): Promise<void> {
  const name = nameOf(error);
  const why = typeof error === "object" && error && "Reason" in error ? String(error.Reason) : "";
  // Three are under way: somebody else closes accounts too.
  if (passing.includes(name) || why === "CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED") return;
  if (why === "CLOSE_ACCOUNT_QUOTA_EXCEEDED") {
    const free = new Date(Date.now() + SHARE).toISOString().slice(0, 10);
    return end(run, open, "ClosureQuota", free);
  }
  if (isDenied(error)) return end(run, open, "ClosureDenied", textOf(error));
  return end(run, [asked], "ClosureRefused", `${why || name}: ${textOf(error)}`);
}

const end = (
  run: string,
  some: readonly Closure[],
  reason: Reason,
  detail?: string,
): Promise<void> =>
  writeOutcomes(
    run,
    some.map(({ accountId: account, accountName }) => ({
      account,
      accountName,
      reason,
      ...(detail && { detail }),
    })),
  );
