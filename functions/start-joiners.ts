// Asks the owners of accounts that only they can bring in: those of a run's plan, or one by hand.
import { startJoiner, startJoiners } from "@rollcall/aws/acts/start-joiners";
import { lambda } from "@rollcall/aws/lambda";
import { AccountId } from "@rollcall/core/account";
import { RunId } from "@rollcall/core/run";
import * as z from "zod";

const Input = z.union([z.object({ run: RunId }), z.object({ accountId: AccountId })]);

export const handler = lambda(Input, async (asked) => {
  if ("run" in asked) return { outcome: "started", accounts: await startJoiners(asked.run) };
  await startJoiner(asked.accountId, "by-hand");
  return { outcome: "started", accounts: 1 };
});
