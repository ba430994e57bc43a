// `rollcall setup-check`: whose set-up is not complete, the step that is missing, and when the owner is reminded.
import type { CheckedSetup } from "@rollcall/aws/acts/check-setup";
import { coloursOf } from "./colours.ts";
import { CommandError, exit } from "./exit.ts";
import { openStage, type StageOptions } from "./stage.ts";
import { setupDocument, setupPage } from "./watch/setup-page.ts";
import { setupWords } from "./watch/setup-words.ts";

export interface SetupCheckOptions extends StageOptions {
  now?: boolean | undefined;
  json?: boolean | undefined;
}

/** Runs the command; resolves to the exit code. */
export async function setupCheck(options: SetupCheckOptions): Promise<number> {
  const { json, lang, now } = options;
  const { deployed, ...place } = await openStage(options);
  const words = setupWords(lang);
  if (now) {
    const { invoke } = await import("@rollcall/aws/invoke");
    const { reminded } = await invoke<CheckedSetup>(deployed.checkSetup, {});
    process.stderr.write(`${words.held(reminded)}\n`);
  }
  const { checksAt } = await import("@rollcall/aws/acts/check-setup");
  const { lookAtSetup } = await import("@rollcall/aws/acts/look-at-setup");
  const { lastSetupCheck } = await import("@rollcall/aws/table/setups");
  const seen = await lookAtSetup();
  if (!seen) throw new CommandError(words.unknown);
  const last = (await lastSetupCheck())?.at;
  const checks = await checksAt(new Date().toISOString(), seen, last);
  const found = { last, owners: checks.filter((one) => one.now.accounts.length > 0) };
  process.stdout.write(
    json
      ? `${JSON.stringify(setupDocument(place, found), null, 2)}\n`
      : setupPage(place, found, lang, coloursOf(process.stdout)),
  );
  return found.owners.length > 0 ? exit.attention : exit.ok;
}
