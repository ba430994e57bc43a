// How the command ends: the exit codes, and the error that carries one.

/** Exit codes, as `--help` and the README list them. */
export const exit = {
  ok: 0,
  failure: 1,
  /** Wrong usage, or a ledger or estate that is not accepted. */
  usage: 2,
  /** Something that is wanted is not so; only where `--exit-code` asks for it. */
  drift: 3,
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

/** What a command throws that was interrupted. */
export const interruption = (): CommandError => new CommandError("interrupted", exit.interrupted);

/** The result of `work`, unless a person does not wait for it: then throws the interruption. */
export async function orInterrupted<Result>(
  work: Promise<Result>,
  interrupted: AbortSignal,
): Promise<Result> {
  let stop: () => void = () => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(interruption());
    if (interrupted.aborted) stop();
    else interrupted.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([work, stopped]);
  } finally {
    interrupted.removeEventListener("abort", stop);
  }
}

/** For `.catch` of what listens: says in words why it cannot, and what to do. */
export const explained =
  ({ port }: { port?: number | undefined }) =>
  (error: unknown): never => {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE")
      throw new CommandError(
        `port ${port} is in use: another sandbox may be running. Choose a free one with --port, or --port 0 for any.`,
      );
    if (code === "EACCES" && port)
      throw new CommandError(
        `port ${port} may not be used here (${message}): choose one above 1023.`,
      );
    throw error;
  };
