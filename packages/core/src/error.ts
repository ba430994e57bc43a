// Three errors, named by what a caller may do. Workflows match these names in `Retry` and `Catch`,
// so a name is part of the contract; as a field it survives minification and crosses the wire.
import * as z from "zod";

/** Try again later: the same call may work. */
export class RetryableError extends Error {
  override readonly name = "RetryableError";
}

/** Look again: someone else moved first. */
export class ConflictError extends Error {
  override readonly name = "ConflictError";
}

/** Ask a person: no retry helps. */
export class RejectedError extends Error {
  override readonly name = "RejectedError";
}

/** Parses at a border; what does not fit is rejected with a sentence for each field. */
export function parse<Schema extends z.ZodType>(schema: Schema, raw: unknown): z.output<Schema> {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  throw new RejectedError(z.prettifyError(result.error));
}
