// `rollcall ledger template`: an empty ledger to begin with.
import { workbookOf } from "@rollcall/aws/workbook/write";
import type { Locale } from "@rollcall/core/locale";
import { templateSheets } from "@rollcall/core/workbook/template";
import { exit } from "../exit.ts";
import { mustBeNew, writeNew } from "./file.ts";
import { ledgerWords } from "./words.ts";

export interface TemplateOptions {
  output: string;
  lang: Locale;
}

/** Runs the command; resolves to the exit code. */
export async function template({ output, lang }: TemplateOptions): Promise<number> {
  mustBeNew(output, lang);
  writeNew(output, await workbookOf(templateSheets(lang)), lang);
  process.stdout.write(`${ledgerWords(lang).template(output)}\n`);
  return exit.ok;
}
