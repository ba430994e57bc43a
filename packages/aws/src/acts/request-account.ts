// Asking for an account without ever asking twice. CreateAccount has no idempotency token and its status
// carries no e-mail: the e-mail is reserved first, and whatever is in doubt is looked up before it is asked.
import { sameEmail } from "@rollcall/core/account";
import { nameOf, textOf } from "../errors.ts";
import { createAccount, listAccounts, listCreations } from "../organizations.ts";
import { readRunFile } from "../s3.ts";
import { settings } from "../settings.ts";
import {
  type CreationRow,
  findCreations,
  moveCreation,
  reserveOrFind,
} from "../table/creations.ts";
import { asManagement } from "./as-management.ts";
import { broken, created, failed, leftOpen } from "./creation-ends.ts";

/** An account to create, as the plan wrote it down. */
export interface AccountRequest {
  run: string;
  accountName: string;
  email: string;
  attempt: number;
}

/** AWS's clock and ours may differ by some seconds when a request is matched by its time (assumed). */
const SKEW = 5_000;

type Outcome = "requested" | "pending" | "created" | "failed";

/** Asks, or finds out what became of an earlier request. `pending`: not now, look again. */
export async function requestAccount(request: AccountRequest): Promise<Outcome> {
  try {
    return await reserveAndAsk(request);
  } catch (error) {
    if (nameOf(error) === "ConflictError") throw error;
    const last = request.attempt >= settings().pace.creationAttempts;
    if (nameOf(error) !== "RetryableError") return broken(request, error);
    return last ? leftOpen(request, "Throttled", textOf(error)) : "pending";
  }
}

async function reserveAndAsk(request: AccountRequest): Promise<Outcome> {
  const { run, email, accountName } = request;
  const reservedAt = new Date().toISOString();
  const { creation, fresh } = await reserveOrFind({ email, accountName, run, reservedAt });
  switch (creation.status) {
    case "created":
    case "ready":
      return "created";
    case "requested":
      return "requested";
    case "failed":
      if (creation.run === run) return "failed";
      return ask(await moveCreation(creation, { status: "reserved", run, reservedAt }), request);
    case "reserved":
      return ask(fresh ? creation : await moveCreation(creation, { run }), request);
  }
}

async function ask(creation: CreationRow, request: AccountRequest): Promise<Outcome> {
  if (request.attempt > settings().pace.creationAttempts)
    return leftOpen(creation, "CreationRunning", "it could not be asked for in time");
  if (await isBehindNamesake(creation)) return "pending";
  return asManagement(creation.run, async () => (await lookUp(creation)) ?? submit(creation));
}

/** Statuses carry a name and no e-mail, so accounts of the same name are asked for one after another. */
async function isBehindNamesake(creation: CreationRow): Promise<boolean> {
  const planned = (await readRunFile<AccountRequest[]>(creation.run, "creations.json")) ?? [];
  const namesakes = planned.filter((one) => one.accountName === creation.accountName);
  const place = namesakes.findIndex((one) => sameEmail(one.email) === sameEmail(creation.email));
  const ahead = await findCreations(namesakes.slice(0, Math.max(0, place)).map((one) => one.email));
  return (
    ahead.length < place || ahead.some((one) => ["reserved", "requested"].includes(one.status))
  );
}

/** What AWS already has for this e-mail: an account, or a request that can only be ours. */
async function lookUp(creation: CreationRow): Promise<Outcome | undefined> {
  const accounts = await listAccounts();
  const account = accounts.find((one) => sameEmail(one.email) === sameEmail(creation.email));
  if (account) return created(creation, account.id);
  const since = new Date(Date.parse(creation.reservedAt) - SKEW).toISOString();
  const requests = (await listCreations()).filter(
    (one) => one.name === creation.accountName && one.requestedAt >= since,
  );
  const ours = requests.find((one) => one.state === "IN_PROGRESS");
  if (ours) {
    await moveCreation(creation, { status: "requested", requestId: ours.requestId });
    return "requested";
  }
  // The listing lags: an account that is made and not listed yet may be the one that was asked for.
  const listed = new Set(accounts.map((one) => one.id));
  const isMade = requests.some(
    ({ state, accountId }) => state === "SUCCEEDED" && !listed.has(accountId!),
  );
  return isMade ? "pending" : undefined;
}

async function submit(creation: CreationRow): Promise<Outcome> {
  const { accountName, email } = creation;
  let requestId: string;
  try {
    ({ requestId } = await createAccount(accountName, email, settings().accessRole));
  } catch (error) {
    return refusedAtOnce(creation, error);
  }
  // Lost here, the request is found again by its name.
  await moveCreation(creation, { status: "requested", requestId });
  return "requested";
}

async function refusedAtOnce(creation: CreationRow, error: unknown): Promise<Outcome> {
  // Slowed down, changed at the same time, or no answer at all: what became of it is looked up next time.
  if (nameOf(error) === "RetryableError") return "pending";
  const reason =
    typeof error === "object" && error !== null && "Reason" in error
      ? String(error.Reason)
      : nameOf(error);
  // The quota of five in progress, not of accounts.
  if (reason === "ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED") return "pending";
  const limit = reason === "ACCOUNT_NUMBER_LIMIT_EXCEEDED";
  return failed(creation, limit ? "ACCOUNT_LIMIT_EXCEEDED" : `${reason}: ${textOf(error)}`);
}
