// Cleans up in the accounts that have left the hub in one Region, where that was asked for.
import { cleanMembers } from "@rollcall/aws/acts/clean-members";
import { lambda } from "@rollcall/aws/lambda";
import { renewLease } from "@rollcall/aws/table/lease";
import { Region } from "@rollcall/core/region";
import { RunId } from "@rollcall/core/run";
import * as z from "zod";

const Input = z.object({ run: RunId, region: Region });

export const handler = lambda(Input, async ({ run, region }) => {
  await renewLease(run);
  return { outcome: await cleanMembers(run, region) };
});
