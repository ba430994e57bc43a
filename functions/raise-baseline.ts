// Enters one account by its role and switches on what its baseline lacks, in each of its Regions.
import { raiseBaseline } from "@rollcall/aws/acts/raise-baseline";
import { lambda } from "@rollcall/aws/lambda";
import { AccountId } from "@rollcall/core/account";
import { Part } from "@rollcall/core/baseline";
import { Region } from "@rollcall/core/region";
import { RunId } from "@rollcall/core/run";
import * as z from "zod";

const Input = z.object({
  run: RunId,
  accountId: AccountId,
  baseline: z.array(z.object({ region: Region, parts: z.array(Part) })),
  attempt: z.int().positive(),
});

export const handler = lambda(Input, async (request) => ({
  outcome: await raiseBaseline(request),
}));
