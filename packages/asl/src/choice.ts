// Choice: the first true rule decides.
import type { Step, Visit } from "./visit.ts";

/** Follows the first rule whose Condition is true, otherwise the Default with the state's own Assign. */
export async function choose(visit: Visit): Promise<Step> {
  const { Choices = [], Default } = visit.state;
  for (const [i, rule] of Choices.entries()) {
    const at = `Choices[${i}]`;
    if (await visit.fields.typed<boolean>(rule.Condition, `${at}/Condition`, "boolean")) {
      return visit.finish(visit.input, {}, rule, `${at}/`);
    }
  }
  if (Default === undefined) {
    // States.Runtime, not the documented States.NoChoiceMatched (observed). The text is assumed.
    throw visit.fields.runtime(
      "Failed to transition out of the state. The state does not point to a next state.",
    );
  }
  return { ...(await visit.finish(visit.input)), next: Default };
}
