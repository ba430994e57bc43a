// What Excel shows where a formula failed. As text (a CSV, or pasted values) it is no value either.
import type { Cell } from "@rollcall/core/ledger/row";

const errors =
  /^#(N\/A|REF!|DIV\/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!|GETTING_DATA)$/;

/** The error that a text shows, or undefined for any other text. */
export const asError = (text: string): Extract<Cell, { error: string }> | undefined =>
  errors.test(text.trim()) ? { error: text.trim() } : undefined;
