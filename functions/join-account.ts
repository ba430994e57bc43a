// Enters one account by its role and accepts the hub's invitation in each of its Regions.
import { joinAccount } from "@rollcall/aws/acts/join-account";
import { lambda } from "@rollcall/aws/lambda";
import { AccountId } from "@rollcall/core/account";
import { Region } from "@rollcall/core/region";
import { RunId } from "@rollcall/core/run";
import * as z from "zod";

const Input = z.object({
  run: RunId,
  accountId: AccountId,
  regions: z.array(Region),
  attempt: z.int().positive(),
});

export const handler = lambda(Input, async (request) => ({ outcome: await joinAccount(request) }));
