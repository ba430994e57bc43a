// Adds a wave's accounts to the hub of one Region and invites them, and writes down what AWS answered.
import { inviteRegion } from "@rollcall/aws/acts/invite-region";
import { lambda } from "@rollcall/aws/lambda";
import { Region } from "@rollcall/core/region";
import { RunId } from "@rollcall/core/run";
import * as z from "zod";

const Input = z.object({
  run: RunId,
  wave: z.int().positive(),
  region: Region,
  attempt: z.int().positive(),
});

export const handler = lambda(Input, async (request) => ({ outcome: await inviteRegion(request) }));
