// The border of every function: its input is parsed once, and trusted inside.
import { parse } from "@rollcall/core/error";
import type { z } from "zod";

/**
 * A Lambda handler that parses its input and then runs.
 * Throws RejectedError, which no workflow retries, when the input does not fit the schema.
 */
export const lambda =
  <Schema extends z.ZodType, Result>(
    schema: Schema,
    run: (input: z.output<Schema>) => Promise<Result>,
  ) =>
  async (raw: unknown): Promise<Result> =>
    run(parse(schema, raw));
