// Asking for an account without ever asking twice. CreateAccount has no idempotency token and its status
// carries no e-mail: the e-mail is reserved first, and whatever is in doubt is looked up before it is asked.
import { Created, CreationFailed, isWorthAsking, sameEmail } from "@rollcall/core/account";
import { create } from "@rollcall/core/event";
import { executionPage } from "../console-links.ts";
import { nameOf, textOf } from "../errors.ts";
import {
  type CreationRequest,
  createAccount,
  creationStatus,
  listAccounts,
  listCreations,
} from "../organizations.ts";
import { readRunFile } from "../s3.ts";
import { settings } from "../settings.ts";
import {
  type CreationRow,
  findCreation,
  findCreations,
  moveCreation,
  reserveOrFind,
} from "../table/creations.ts";
import { runOf, writeOutcomes } from "../table/runs.ts";
import { asManagement } from "./as-management.ts";

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
    return fail(creation, "CreationRunning", "it could not be asked for in time");
  if (await isBehindNamesake(creation)) return "pending";
  return asManagement(creation.run, async () => {
    const found = await lookUp(creation);
    if (found) return found;
    try {
      const asked = await createAccount(
        creation.accountName,
        creation.email,
        settings().accessRole,
      );
      await moveCreation(creation, { status: "requested", requestId: asked.requestId });
      return "requested";
    } catch (error) {
      return afterRefusal(creation, error);
    }
  });
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
  const account = (await listAccounts()).find(
    (one) => sameEmail(one.email) === sameEmail(creation.email),
  );
  if (account) return created(creation, account.id);
  const since = new Date(Date.parse(creation.reservedAt) - SKEW).toISOString();
  const ours = (await listCreations()).find(
    (one) =>
      one.name === creation.accountName && one.state === "IN_PROGRESS" && one.requestedAt >= since,
  );
  if (!ours) return undefined;
  await moveCreation(creation, { status: "requested", requestId: ours.requestId });
  return "requested";
}

async function afterRefusal(creation: CreationRow, error: unknown): Promise<Outcome> {
  // Slowed down, changed at the same time, or no answer at all: what became of it is looked up next time.
  if (nameOf(error) === "RetryableError") return "pending";
  const reason =
    typeof error === "object" && error !== null && "Reason" in error
      ? String(error.Reason)
      : nameOf(error);
  // The quota of five in progress, not of accounts.
  if (reason === "ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED") return "pending";
  const limit = reason === "ACCOUNT_NUMBER_LIMIT_EXCEEDED";
  return fail(
    creation,
    "CreationFailed",
    limit ? "ACCOUNT_LIMIT_EXCEEDED" : `${reason}: ${textOf(error)}`,
  );
}

/** Looks how far a request is. `pending`: AWS is still at it. */
export async function checkAccount(asked: {
  run: string;
  email: string;
  attempt: number;
}): Promise<"pending" | "created" | "failed"> {
  const creation = await findCreation(asked.email);
  if (!creation) return "failed";
  if (creation.status === "created" || creation.status === "ready") return "created";
  if (creation.status === "failed") return "failed";
  if (!creation.requestId) {
    const again = await requestAccount({ ...asked, accountName: creation.accountName });
    return again === "requested" ? "pending" : again;
  }
  return asManagement(asked.run, async () =>
    conclude(
      { ...creation, run: asked.run },
      await creationStatus(creation.requestId!),
      asked.attempt,
    ),
  );
}

async function conclude(
  creation: CreationRow,
  status: CreationRequest,
  attempt: number,
): Promise<"pending" | "created" | "failed"> {
  if (status.state === "SUCCEEDED" && status.accountId) return created(creation, status.accountId);
  if (status.state === "FAILED") return refused(creation, status.failureReason ?? "UNKNOWN");
  if (attempt < settings().pace.creationAttempts) return "pending";
  await writeOutcomes(creation.run, [
    { account: creation.email, accountName: creation.accountName, reason: "CreationRunning" },
  ]);
  return "failed";
}

async function refused(
  creation: CreationRow,
  reason: string,
): Promise<"pending" | "created" | "failed"> {
  if (reason === "EMAIL_ALREADY_EXISTS" || reason === "CONCURRENT_ACCOUNT_MODIFICATION") {
    // Ours already: an earlier request of ours, whose answer was lost, made it.
    const account = (await listAccounts()).find(
      (one) => sameEmail(one.email) === sameEmail(creation.email),
    );
    if (account) return created(creation, account.id);
  }
  if (isWorthAsking(reason) && creation.reason !== reason) {
    const reservedAt = new Date().toISOString();
    await moveCreation(creation, { status: "reserved", requestId: undefined, reason, reservedAt });
    return "pending";
  }
  return fail(creation, "CreationFailed", reason);
}

async function created(creation: CreationRow, accountId: string): Promise<"created"> {
  const { email, accountName } = creation;
  const event = create(Created, await common(creation, "created"), {
    accountId,
    accountName,
    email,
  });
  await moveCreation(creation, { status: "created", accountId }, event);
  return "created";
}

async function fail(
  creation: CreationRow,
  outcome: "CreationFailed" | "CreationRunning",
  reason: string,
): Promise<"failed"> {
  const { email, accountName, run } = creation;
  await writeOutcomes(run, [{ account: email, accountName, reason: outcome, detail: reason }]);
  const event = create(CreationFailed, await common(creation, "failed"), {
    accountName,
    email,
    reason,
  });
  await moveCreation(creation, { status: "failed", reason }, event);
  return "failed";
}

async function common(creation: CreationRow, word: string) {
  const { execution } = await runOf(creation.run);
  return {
    id: `${sameEmail(creation.email)}/${creation.version}/${word}`,
    at: new Date().toISOString(),
    run: creation.run,
    link: executionPage(execution),
  };
}
