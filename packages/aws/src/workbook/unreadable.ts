import type { Code, Details } from "@rollcall/core/ledger/problems";

/** A file that is no ledger. It never leaves this room: `cellsOf` turns it into a problem. */
export class UnreadableFile<C extends Code = Code> extends Error {
  override readonly name = "UnreadableFile";
  readonly code: C;
  readonly details: Details[C];
  /** Where it begins; 0 is the file as a whole. */
  readonly row: number;

  constructor(code: C, details: Details[C], row = 0) {
    super(code);
    this.code = code;
    this.details = details;
    this.row = row;
  }
}
