// Takes approved accounts out of the hub of one Region, and looks whether they are gone.
import { removeRegion } from "@rollcall/aws/acts/remove-region";
import { lambda } from "@rollcall/aws/lambda";
import { renewLease } from "@rollcall/aws/table/lease";
import { Region } from "@rollcall/core/region";
import { RunId } from "@rollcall/core/run";
import * as z from "zod";

const Input = z.object({ run: RunId, region: Region, attempt: z.int().positive() });

export const handler = lambda(Input, async (request) => {
  await renewLease(request.run);
  return { outcome: await removeRegion(request) };
});
