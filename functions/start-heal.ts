// Starts to heal: after a roll call by the policy, or because somebody asks.
import { healAfter, healOnRequest } from "@rollcall/aws/acts/start-heal";
import { lambda } from "@rollcall/aws/lambda";
import { AccountId } from "@rollcall/core/account";
import { Region } from "@rollcall/core/region";
import { RollCallId } from "@rollcall/core/roll-call";
import * as z from "zod";

const Input = z.union([
  z.object({ after: RollCallId }),
  z.object({
    rollCall: RollCallId.optional(),
    accounts: z.array(AccountId),
    regions: z.array(Region),
    actor: z.string().max(2048),
    dryRun: z.boolean(),
  }),
]);

export const handler = lambda(Input, async (input) =>
  "after" in input ? { outcome: await healAfter(input.after) } : healOnRequest(input),
);
