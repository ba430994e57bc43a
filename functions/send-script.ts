// Stores the script of an account that joins by itself, and has its owner told.
import { sendScript } from "@rollcall/aws/acts/send-script";
import { lambda } from "@rollcall/aws/lambda";
import { AccountId } from "@rollcall/core/account";
import * as z from "zod";

const Input = z.object({ accountId: AccountId, number: z.int().positive() });

export const handler = lambda(Input, async ({ accountId, number }) => ({
  outcome: await sendScript(accountId, number),
  pause: 300, // a person needs some minutes
}));
