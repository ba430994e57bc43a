// Writes the tables of operations, faults and guesses into the README and docs/sandbox.md, between their marks.
import fs from "node:fs";
import path from "node:path";
import { faultsTable, guessesTable, notesTable, operationsTable } from "./tables.ts";

const root = path.resolve(import.meta.dirname, "../../../..");

/** The files with a table, the name of its marks, and what stands between them. */
export const placed = [
  { file: path.join(root, "README.md"), mark: "operations", table: operationsTable },
  { file: path.join(root, "docs/sandbox.md"), mark: "operation-notes", table: notesTable },
  { file: path.join(root, "docs/sandbox.md"), mark: "faults", table: faultsTable },
  { file: path.join(root, "docs/sandbox.md"), mark: "guesses", table: guessesTable },
];

/** The text with the table between `<!-- mark -->` and `<!-- /mark -->`; an Error where the marks are missing. */
export function withTable(text: string, mark: string, table: string): string {
  const [open, close] = [`<!-- ${mark} -->`, `<!-- /${mark} -->`];
  const from = text.indexOf(open);
  const to = text.indexOf(close);
  if (from === -1 || to < from) throw new Error(`no ${open} before ${close}`);
  return `${text.slice(0, from + open.length)}\n\n${table}\n\n${text.slice(to)}`;
}

if (import.meta.main)
  for (const { file, mark, table } of placed)
    fs.writeFileSync(file, withTable(fs.readFileSync(file, "utf8"), mark, table()));
