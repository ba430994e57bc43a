// A person's decision, through the function's own URL: who it is, AWS says. The workflow calls it too, for a run whose
// place a newer ledger has taken. Nothing else reads task tokens.
import { decideRun, endDisplaced } from "@rollcall/aws/acts/decide-run";
import { answer, callOf, FunctionUrlEvent } from "@rollcall/aws/function-url";
import { lambda } from "@rollcall/aws/lambda";
import { log } from "@rollcall/aws/log";
import { Decision } from "@rollcall/core/approval";
import { RunId } from "@rollcall/core/run";
import * as z from "zod";

const Input = z.union([FunctionUrlEvent, z.object({ displaced: RunId })]);

export const handler = lambda(Input, async (input) => {
  if ("displaced" in input) return endDisplaced(input.displaced);
  const { person, body } = callOf(input);
  const decision = Decision.safeParse(body);
  if (!decision.success) return answer(400, { problem: z.prettifyError(decision.error) });
  const decided = await decideRun(decision.data, person);
  const { run, word } = decision.data;
  log.info({ run, word, verdict: decided.verdict, by: person.arn }, "decision");
  return answer(200, decided);
});
