// `rollcall restore ACCOUNT…`: brings back accounts that were taken out of the hub, while their undo period lasts.
import type { Tombstone } from "@rollcall/core/tombstone";
import { coloursOf } from "./colours.ts";
import { tombstoneLines, tombstoneWords } from "./decide/tombstone-words.ts";
import { CommandError } from "./exit.ts";
import { openStage, type StageOptions } from "./stage.ts";

export interface RestoreOptions extends StageOptions {
  dryRun?: boolean | undefined;
  json?: boolean | undefined;
}

/** Runs the command; resolves to the exit code. Throws CommandError where an account has nothing to be brought back. */
export async function restore(accounts: string[], options: RestoreOptions): Promise<number> {
  const { json, lang, dryRun } = options;
  const { deployed: _, ...place } = await openStage(options);
  const { restorable } = await import("@rollcall/aws/acts/restoring");
  const say = tombstoneWords(lang);
  const { open, closed } = await restorable(accounts, new Date().toISOString());
  const missing = accounts.filter((id) => !open.some((one) => one.accountId === id));
  if (missing.length > 0)
    throw new CommandError(
      missing.map((id) => say.notRestorable(id, ended(id, closed))).join("\n"),
    );
  const run = dryRun ? undefined : await ask(accounts);
  const { bold } = coloursOf(process.stdout);
  const lines = [
    bold(say.heading(new Set(accounts).size)),
    ...tombstoneLines(open, lang).map((one) => `  ${one}`),
    "",
    run ? say.asked(run) : say.dry,
    say.ledgerStays,
  ];
  process.stdout.write(
    json
      ? `${JSON.stringify({ schemaVersion: 1, ...place, accounts, memberships: open, ...(run && { run }) }, null, 2)}\n`
      : `${lines.join("\n")}\n`,
  );
  return 0;
}

/** When the undo period of an account that has one was over. */
const ended = (id: string, closed: Tombstone[]): string | undefined =>
  closed.filter((one) => one.accountId === id).map((one) => one.until)[0];

async function ask(accounts: string[]): Promise<string> {
  const { uploadRequest } = await import("@rollcall/aws/s3");
  const { runNameOf } = await import("@rollcall/aws/acts/start-run");
  return runNameOf(await uploadRequest("restore", { accounts }));
}
