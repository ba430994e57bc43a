// `rollcall ledger check FILE`: what an upload would say of a ledger. It asks nobody: the hub's facts are options.
import path from "node:path";
import { cellsOf } from "@rollcall/aws/workbook";
import { isRejected, type Problem, parse } from "@rollcall/core/ledger";
import type { Locale } from "@rollcall/core/locale";
import { all } from "@rollcall/core/region";
import { coloursOf } from "../colours.ts";
import { exit } from "../exit.ts";
import { oneLine } from "../layout.ts";
import { words } from "../words.ts";
import { readLedgerFile } from "./file.ts";
import { problemLines } from "./problem-lines.ts";
import { ledgerWords } from "./words.ts";

export interface CheckOptions {
  hub?: string | undefined;
  management?: string | undefined;
  /** The hub's Regions; when absent, every Region of AWS. */
  region?: string[] | undefined;
  json?: boolean | undefined;
  lang: Locale;
}

/** What a ledger comes to. */
interface Checked {
  file: string;
  sheet: string | undefined;
  rows: number;
  problems: Problem[];
  ignored: string[];
}

/** Runs the command; resolves to the exit code. */
export async function check(file: string, options: CheckOptions): Promise<number> {
  const { json, lang } = options;
  const bytes = readLedgerFile(file, words(lang));
  const { cells, sheet, problems, warnings } = await cellsOf(bytes, file);
  const ledger =
    problems.length > 0
      ? { rows: [], problems, ignored: [] }
      : parse(cells, {
          // No account is called so: without the option nothing is held against the hub's own id.
          hub: options.hub ?? "",
          management: options.management,
          regions: options.region ?? all.map(({ region }) => region),
        });
  const checked = {
    file: path.basename(file),
    sheet,
    rows: ledger.rows.length,
    problems: [...warnings, ...ledger.problems],
    ignored: ledger.ignored,
  };
  process.stdout.write(
    json ? `${JSON.stringify(documentOf(checked, lang), null, 2)}\n` : pageOf(checked, lang),
  );
  return isRejected(checked.problems) ? exit.usage : exit.ok;
}

/** The document of `--json`; its shape is a public interface, versioned. */
const documentOf = ({ file, sheet, rows, problems, ignored }: Checked, lang: Locale) => ({
  schemaVersion: 1,
  file,
  ...(sheet !== undefined && { sheet }),
  accepted: !isRejected(problems),
  rows,
  problems: problems.map(({ severity, code, row, column, value, problem, fix }) => ({
    severity,
    code,
    row,
    column,
    value,
    problem: problem[lang],
    fix: fix[lang],
  })),
  ignored,
});

function pageOf({ file, sheet, rows, problems, ignored }: Checked, lang: Locale): string {
  const said = ledgerWords(lang).check;
  const colours = coloursOf(process.stdout);
  const errors = problems.filter((one) => one.severity === "error");
  const warnings = problems.filter((one) => one.severity === "warning");
  const isAccepted = errors.length === 0;
  const lines = [
    isAccepted
      ? colours.green(`✔ ${said.accepted(file, rows, sheet)}`)
      : colours.red(`✖ ${said.rejected(file, errors.length, warnings.length)}`),
    ...(isAccepted && warnings.length > 0 ? [said.warnings(warnings.length)] : []),
    ...problemLines([...errors, ...warnings], file, {
      locale: lang,
      colours,
      most: Number.POSITIVE_INFINITY,
    }),
    ...(ignored.length > 0 ? [`${said.ignored}: ${ignored.map(oneLine).join(", ")}`] : []),
  ];
  return `${lines.join("\n")}\n`;
}
