// The parts of a baseline, and the words that a ledger has for them.
import * as z from "zod";

/** `standards`: of Security Hub. `config`: AWS Config's recorder. `guardDuty`: a detector, and membership in it. */
export const Part = z.enum(["config", "guardDuty", "standards"]);
export type Part = z.infer<typeof Part>;
