// Ledgers as files of the user: read with a word for what is wrong, and never written over.
import fs from "node:fs";
import path from "node:path";
import type { Locale } from "@rollcall/core/locale";
import { CommandError, exit } from "../exit.ts";
import type { Words } from "../words.ts";
import { ledgerWords } from "./words.ts";

/** Megabytes that are not even looked at; what is smaller gets its answer from whoever reads it. */
const HOPELESS = 64;

/** The bytes of a ledger. Throws CommandError for a file that cannot be read. */
export function readLedgerFile(file: string, said: Words): Buffer {
  try {
    const megabytes = Math.round(fs.statSync(file).size / 1024 / 1024);
    if (megabytes > HOPELESS) throw new Error(said.tooLarge(megabytes));
    return fs.readFileSync(file);
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    const reason = said.fileErrors[code] ?? message;
    throw new CommandError(said.unreadableLedger(file, reason), exit.usage);
  }
}

/** Refuses a name that is taken, or that is no workbook's, before any work is done for it. */
export function mustBeNew(file: string, lang: Locale): void {
  const words = ledgerWords(lang);
  if (path.extname(file).toLowerCase() !== ".xlsx")
    throw new CommandError(words.notXlsx(file), exit.usage);
  if (fs.existsSync(file)) throw new CommandError(words.exists(file), exit.usage);
}

/** Writes a workbook under a name that is free. Throws CommandError where it cannot be written. */
export function writeNew(file: string, bytes: Uint8Array, lang: Locale): void {
  mustBeNew(file, lang);
  try {
    // `wx`: what came into being meanwhile is not written over either.
    fs.writeFileSync(file, bytes, { flag: "wx" });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(ledgerWords(lang).notWritten(file, reason));
  }
}
