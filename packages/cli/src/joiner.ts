// `rollcall joiner`: the script of an account, asking its owner anew, and how far the account is.
import { nameOf } from "@rollcall/core/joiner";
import { CommandError, exit } from "./exit.ts";
import { joinerWords } from "./joiner/words.ts";
import { openStage, type StageOptions } from "./stage.ts";

export interface ScriptOptions extends StageOptions {
  powershell?: boolean | undefined;
}

export interface StatusOptions extends StageOptions {
  json?: boolean | undefined;
}

/** The ledger's row of an account. Throws CommandError where no ledger has named it. */
async function rowOf(account: string, { lang }: StageOptions) {
  const { accountOf } = await import("@rollcall/aws/table/accounts");
  const row = await accountOf(account);
  if (!row) throw new CommandError(joinerWords(lang).unknownAccount(account));
  return row;
}

/** `rollcall joiner script ACCOUNT`; resolves to the exit code. */
export async function script(account: string, options: ScriptOptions): Promise<number> {
  const { deployed } = await openStage(options);
  const { orderOf } = await import("@rollcall/aws/acts/joiner-order");
  const { bashScript, powershellScript } = await import("@rollcall/core/self-service");
  const row = await rowOf(account, options);
  const order = orderOf(account, row, deployed.settings, options.lang);
  if (!order) throw new CommandError(joinerWords(options.lang).notWanted(account));
  process.stdout.write(options.powershell ? powershellScript(order) : bashScript(order));
  return exit.ok;
}

/** `rollcall joiner start ACCOUNT`; resolves to the exit code. */
export async function start(account: string, options: StageOptions): Promise<number> {
  const { deployed } = await openStage(options);
  const { invoke } = await import("@rollcall/aws/invoke");
  const { findJoiner } = await import("@rollcall/aws/table/joiners");
  const words = joinerWords(options.lang);
  const row = await rowOf(account, options);
  if (row.desired !== "member") throw new CommandError(words.notWanted(account));
  await invoke(deployed.startJoiners, { accountId: account });
  const joiner = await findJoiner(account);
  process.stdout.write(`${words.asked(account, nameOf(account, joiner?.number ?? 1))}\n`);
  return exit.ok;
}

/** `rollcall joiner status ACCOUNT`; resolves to the exit code. */
export async function status(account: string, options: StatusOptions): Promise<number> {
  await openStage(options);
  const { findJoiner } = await import("@rollcall/aws/table/joiners");
  const words = joinerWords(options.lang);
  const joiner = await findJoiner(account);
  if (!joiner) throw new CommandError(words.neverAsked(account));
  const { number, askedAt, expiresAt, enabled, wanted, reminded } = joiner;
  const missing = wanted.filter((region) => !enabled.includes(region));
  const told = { account, number, status: joiner.status, askedAt, expiresAt, reminded };
  const lines = [
    words.line(account, words.status[joiner.status], enabled.length, wanted.length),
    ...(missing.length > 0 ? [words.missing(missing.join(", "))] : []),
    words.times(askedAt, expiresAt),
  ];
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ schemaVersion: 1, ...told, enabled, missing }, null, 2)}\n`
      : `${lines.join("\n")}\n`,
  );
  return exit.ok;
}
