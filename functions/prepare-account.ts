// Moves a new account to its place and makes the member role in it, through the role that AWS put there.
import { prepareAccount } from "@rollcall/aws/acts/prepare-account";
import { lambda } from "@rollcall/aws/lambda";
import { RunId } from "@rollcall/core/run";
import * as z from "zod";

const Input = z.object({
  run: RunId,
  email: z.string(),
  attempt: z.int().positive(),
  ou: z.string().optional(),
  /** Absent in runs that began before there was this word. */
  baseline: z.boolean().default(false),
  tags: z.record(z.string(), z.string()).optional(),
});

export const handler = lambda(Input, async (request) => ({
  outcome: await prepareAccount(request),
}));
