// The two ends of a creation: each is written down with the event that tells of it.
import { Created, CreationFailed, sameEmail } from "@rollcall/core/account";
import { create } from "@rollcall/core/event";
import type { Reason } from "@rollcall/core/run";
import { executionPage } from "../console-links.ts";
import { textOf } from "../errors.ts";
import { log } from "../log.ts";
import { type CreationRow, moveCreation } from "../table/creations.ts";
import { runOf, writeOutcomes } from "../table/runs.ts";

/** The account is there. */
export async function created(creation: CreationRow, accountId: string): Promise<"created"> {
  const { email, accountName } = creation;
  const event = create(Created, await common(creation, "created"), {
    accountId,
    accountName,
    email,
  });
  await moveCreation(creation, { status: "created", accountId }, event);
  return "created";
}

/** AWS said no, or a person has to look: `reason` is AWS's word. */
export async function failed(creation: CreationRow, reason: string): Promise<"failed"> {
  const { email, accountName, run } = creation;
  await writeOutcomes(run, [
    { account: email, accountName, reason: "CreationFailed", detail: reason },
  ]);
  const event = create(CreationFailed, await common(creation, "failed"), {
    accountName,
    email,
    reason,
  });
  await moveCreation(creation, { status: "failed", reason }, event);
  return "failed";
}

/** The run stops waiting; the creation itself stays as it is, and the next run goes on with it. */
export async function leftOpen(
  { run, email }: { run: string; email: string },
  reason: Reason,
  detail?: string,
): Promise<"failed"> {
  await writeOutcomes(run, [{ account: email, reason, ...(detail && { detail }) }]);
  return "failed";
}

/** What went wrong in a way that nobody has thought of is told, and stops no other account. */
export async function broken(
  asked: { run: string; email: string },
  error: unknown,
): Promise<"failed"> {
  log.error({ run: asked.run, email: asked.email, error: textOf(error) }, "creation broke off");
  return leftOpen(asked, "Unexpected", textOf(error));
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
