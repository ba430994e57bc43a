// Writes the findings of accounts to S3 that are about to leave the hub of one Region.
import { exportFindings } from "@rollcall/aws/acts/export-findings";
import { lambda } from "@rollcall/aws/lambda";
import { renewLease } from "@rollcall/aws/table/lease";
import { Region } from "@rollcall/core/region";
import { RunId } from "@rollcall/core/run";
import * as z from "zod";

const Input = z.object({ run: RunId, region: Region });

export const handler = lambda(Input, async ({ run, region }) => {
  await renewLease(run);
  return { outcome: await exportFindings(run, region) };
});
