// Accounts being created. CreateAccount has no idempotency token, so an e-mail is reserved before it is asked
// for, and keeps its account id for ever: ledger rows without an id resolve through it.
import { sameEmail } from "@rollcall/core/account";
import { ConflictError } from "@rollcall/core/error";
import type { Envelope } from "@rollcall/core/event";
import { get, getMany, type Item, isNew, isStill, put } from "../dynamodb.ts";
import { writeWithEvent } from "./events.ts";

/**
 * `reserved`: about to be asked for, or asked for without our knowing. `requested`: AWS has the request.
 * `created`: the account is there. `ready`: rollcall can enter it. `failed`: AWS said no.
 */
export type CreationStatus = "reserved" | "requested" | "created" | "ready" | "failed";

export interface CreationRow {
  email: string;
  accountName: string;
  status: CreationStatus;
  /** ISO time of the reservation: a request that AWS lists was ours when it is not older. */
  reservedAt: string;
  /** Of the run that reserved, or last asked again. */
  run: string;
  version: number;
  requestId?: string | undefined;
  accountId?: string | undefined;
  reason?: string | undefined;
  detail?: string | undefined;
  /** It was moved to its unit and tagged, or AWS refused that. */
  placed?: boolean | undefined;
  /** Its account was closed again on request. ISO times; without `closedAt`, AWS has not finished. */
  closure?: { run: string; requestedAt: string; closedAt?: string | undefined } | undefined;
}

const keyOf = (email: string) => ({
  pk: `CREATION#${sameEmail(email)}`,
  sk: "CREATION",
});
const itemOf = (row: CreationRow): Item => ({ ...keyOf(row.email), kind: "creation", ...row });

/** What is known of the account with this e-mail. */
export const findCreation = (email: string): Promise<CreationRow | undefined> =>
  get<CreationRow>(keyOf(email));

/** What is known of the accounts with these e-mails. */
export const findCreations = (emails: string[]): Promise<CreationRow[]> =>
  getMany<CreationRow>([...new Set(emails.map(sameEmail))].map(keyOf));

/** Reserves an e-mail. Throws ConflictError when it is reserved already: look what became of it. */
export async function reserve(row: Omit<CreationRow, "version" | "status">): Promise<CreationRow> {
  const reserved: CreationRow = { ...row, status: "reserved", version: 1 };
  await put(itemOf(reserved), isNew);
  return reserved;
}

/** Moves a creation on, with the event that tells of it if there is one. Throws ConflictError when someone else did. */
export async function moveCreation(
  row: CreationRow,
  change: Partial<Omit<CreationRow, "email" | "version">>,
  event?: Envelope<string, unknown>,
): Promise<CreationRow> {
  const moved: CreationRow = { ...row, ...change, version: row.version + 1 };
  const write = { item: itemOf(moved), condition: isStill(row.version) };
  if (event) await writeWithEvent(write, `creation/${sameEmail(row.email)}`, event);
  else await put(write.item, write.condition);
  return moved;
}

/** Reserves an e-mail, or finds the reservation that is there. `fresh` says which. */
export async function reserveOrFind(
  row: Omit<CreationRow, "version" | "status">,
): Promise<{ creation: CreationRow; fresh: boolean }> {
  try {
    return { creation: await reserve(row), fresh: true };
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    return { creation: (await findCreation(row.email))!, fresh: false };
  }
}
