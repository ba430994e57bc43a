// The directory of --data: where the sandbox's state outlives its process. What is kept there wins over
// what the command line says, because accounts, invitations and runs hang on it.
import fs from "node:fs";
import path from "node:path";
import { DirectoryInUse, type Estate, parseEstate, refuseInUse } from "@rollcall/sandbox";
import { CommandError, exit } from "./exit.ts";

/** Makes the directory if it is not there. Throws CommandError when it cannot be used, before anything is booted. */
export function openDataDirectory(directory: string): void {
  try {
    fs.mkdirSync(directory, { recursive: true });
    fs.accessSync(directory, fs.constants.R_OK | fs.constants.W_OK | fs.constants.X_OK);
    // Root may write everywhere but where nobody can: only writing tells.
    const probe = path.join(directory, `.probe-${process.pid}`);
    fs.writeFileSync(probe, "");
    fs.rmSync(probe);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const file = code === "EEXIST" || code === "ENOTDIR";
    throw new CommandError(
      file
        ? `--data ${directory}: there is a file in the way; name a directory`
        : `--data ${directory}: cannot be written: ${message}`,
      exit.usage,
    );
  }
  try {
    refuseInUse(directory);
  } catch (error) {
    if (error instanceof DirectoryInUse)
      throw new CommandError(`--data ${directory}: ${error.message}`, exit.usage);
    throw error;
  }
}

/**
 * The estate that the directory was begun with, with the accounts of `given` that are new to it. An estate
 * that the user named (`file`) and that says otherwise is refused; one that was made up gives way.
 */
export function keptEstate(directory: string, given: Estate, file?: string): Estate {
  const kept = readKept(directory);
  if (kept && file) refuseContradiction(directory, kept, given, file);
  const estate = kept ? { ...kept, accounts: [...kept.accounts, ...newIn(kept, given)] } : given;
  const place = estateIn(directory);
  fs.writeFileSync(`${place}.new`, JSON.stringify(estate, null, 1));
  fs.renameSync(`${place}.new`, place);
  return estate;
}

const estateIn = (directory: string) => path.join(directory, "estate.json");

function readKept(directory: string): Estate | undefined {
  const place = estateIn(directory);
  if (!fs.existsSync(place)) return undefined;
  const result = parseEstate(fs.readFileSync(place, "utf8"));
  if ("estate" in result) return result.estate;
  throw new CommandError(`${place} is damaged; name a new directory with --data`, exit.usage);
}

function newIn(kept: Estate, given: Estate): Estate["accounts"] {
  const ids = new Set([kept.hub.account, kept.management?.account]);
  const emails = new Set<string>();
  for (const { id, email } of kept.accounts) {
    ids.add(id);
    emails.add(email.toLowerCase());
  }
  return given.accounts.filter(({ id, email }) => !ids.has(id) && !emails.has(email.toLowerCase()));
}

function refuseContradiction(directory: string, kept: Estate, given: Estate, file: string): void {
  const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
  const before = new Map(kept.accounts.map((one) => [one.id, one]));
  const otherwise = [
    ...(same(kept.hub, given.hub) ? [] : ["hub"]),
    ...(same(kept.management ?? null, given.management ?? null) ? [] : ["management"]),
    ...given.accounts.flatMap((one, at) =>
      before.has(one.id) && !same(before.get(one.id), one) ? [`accounts[${at}] (${one.id})`] : [],
    ),
  ];
  if (otherwise.length === 0) return;
  const shown = otherwise.slice(0, 5).join(", ");
  const more = otherwise.length > 5 ? ` and ${otherwise.length - 5} more` : "";
  throw new CommandError(
    `${file} says otherwise than the estate that ${directory} was begun with: ${shown}${more}.\n` +
      "What is kept there goes on as it became. Leave --estate out, or name a new directory with --data.",
    exit.usage,
  );
}
