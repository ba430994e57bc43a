// How the command ends: the exit codes, and the error that carries one.

/** Exit codes, as `--help` and the README list them. */
export const exit = {
  ok: 0,
  failure: 1,
  /** Wrong usage, or a ledger or estate that is not accepted. */
  usage: 2,
  credentials: 4,
  /** It ran, and somebody has to act. */
  attention: 5,
  interrupted: 130,
} as const;

/** An error for the person at the terminal: what failed, where, and what to do. */
export class CommandError extends Error {
  readonly code: number;

  constructor(message: string, code: number = exit.failure) {
    super(message);
    this.code = code;
  }
}
