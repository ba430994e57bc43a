// How far the creation of an account is, until AWS has said yes or no.
import { isWorthAsking, sameEmail } from "@rollcall/core/account";
import { nameOf, textOf } from "../errors.ts";
import { type CreationRequest, creationStatus, listAccounts } from "../organizations.ts";
import { settings } from "../settings.ts";
import { type CreationRow, findCreation, moveCreation } from "../table/creations.ts";
import { asManagement } from "./as-management.ts";
import { broken, created, failed, leftOpen } from "./creation-ends.ts";
import { requestAccount } from "./request-account.ts";

interface Asked {
  run: string;
  email: string;
  attempt: number;
}

type Outcome = "pending" | "created" | "failed";

/** Looks how far a request is. `pending`: AWS is still at it. */
export async function checkAccount(asked: Asked): Promise<Outcome> {
  try {
    return await check(asked);
  } catch (error) {
    if (nameOf(error) === "ConflictError") throw error;
    if (nameOf(error) !== "RetryableError") return broken(asked, error);
    const last = asked.attempt >= settings().pace.creationAttempts;
    return last ? leftOpen(asked, "Throttled", textOf(error)) : "pending";
  }
}

async function check(asked: Asked): Promise<Outcome> {
  const creation = await findCreation(asked.email);
  if (!creation || creation.status === "failed") return "failed";
  if (creation.status === "created" || creation.status === "ready") return "created";
  const { requestId, accountName } = creation;
  if (!requestId) {
    const again = await requestAccount({ ...asked, accountName });
    return again === "requested" ? "pending" : again;
  }
  return asManagement(asked.run, async () =>
    conclude({ ...creation, run: asked.run }, await creationStatus(requestId), asked.attempt),
  );
}

async function conclude(
  creation: CreationRow,
  status: CreationRequest,
  attempt: number,
): Promise<Outcome> {
  if (status.state === "SUCCEEDED" && status.accountId) return created(creation, status.accountId);
  if (status.state === "FAILED") return refused(creation, status.failureReason ?? "UNKNOWN");
  if (attempt < settings().pace.creationAttempts) return "pending";
  return leftOpen(creation, "CreationRunning");
}

async function refused(creation: CreationRow, reason: string): Promise<Outcome> {
  if (reason === "EMAIL_ALREADY_EXISTS" || reason === "CONCURRENT_ACCOUNT_MODIFICATION") {
    // Ours already: an earlier request of ours, whose answer was lost, made it.
    const account = (await listAccounts()).find(
      (one) => sameEmail(one.email) === sameEmail(creation.email),
    );
    if (account) return created(creation, account.id);
  }
  if (!isWorthAsking(reason) || creation.reason === reason) return failed(creation, reason);
  const reservedAt = new Date().toISOString();
  await moveCreation(creation, { status: "reserved", requestId: undefined, reason, reservedAt });
  return "pending";
}
