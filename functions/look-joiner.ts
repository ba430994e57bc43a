// Looks whether an account whose owner was asked has joined.
import { lookJoiner } from "@rollcall/aws/acts/look-joiner";
import { lambda } from "@rollcall/aws/lambda";
import { AccountId } from "@rollcall/core/account";
import * as z from "zod";

const Input = z.object({ accountId: AccountId, number: z.int().positive() });

export const handler = lambda(Input, ({ accountId, number }) => lookJoiner(accountId, number));
