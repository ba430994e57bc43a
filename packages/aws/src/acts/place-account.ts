// A new account goes where its row says, and gets its tags. Neither is a matter of membership: what AWS refuses
// is named, and the account joins all the same.
import { RejectedError } from "@rollcall/core/error";
import { nameOf, textOf } from "../errors.ts";
import { moveAccount, tagAccount, unitAt } from "../organizations.ts";
import { type CreationRow, moveCreation } from "../table/creations.ts";
import { writeOutcomes } from "../table/runs.ts";
import { asManagement } from "./as-management.ts";

/** Where an account belongs, and its tags, as its row says. */
export interface Placement {
  ou?: string | undefined;
  tags?: Record<string, string> | undefined;
}

/** Places an account once. Throws RetryableError while AWS slows us down. */
export async function placeAccount(
  run: string,
  creation: CreationRow & { accountId: string },
  { ou, tags }: Placement,
): Promise<CreationRow> {
  if (creation.placed || (ou === undefined && tags === undefined)) return creation;
  const { accountId } = creation;
  const refused: string[] = [];
  await asManagement(run, async () => {
    if (ou !== undefined) await tried(refused, async () => moveAccount(accountId, await idOf(ou)));
    if (tags !== undefined) await tried(refused, () => tagAccount(accountId, tags));
  });
  if (refused.length > 0)
    await writeOutcomes(run, [
      { account: accountId, reason: "NotPlaced", detail: refused.join(" ") },
    ]);
  return moveCreation(creation, { placed: true });
}

async function idOf(ou: string): Promise<string> {
  if (/^(ou|r)-/.test(ou)) return ou;
  const id = await unitAt(ou);
  if (id === undefined) throw new RejectedError(`there is no organizational unit ${ou}`);
  return id;
}

async function tried(refused: string[], work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (nameOf(error) === "RetryableError") throw error;
    refused.push(textOf(error));
  }
}
