// What an express machine may not have: it ends within five minutes, and waits for nobody.
import { isObject, type Json, type JsonObject } from "../json.ts";
import { schemaError } from "./invalid-definition.ts";

/** Texts as observed, the blank at the end of the first one included. */
const REFUSED: [RegExp, string][] = [
  [/\.waitForTaskToken$/, "does not support '.waitForTaskToken' service integration "],
  [/\.sync(:2)?$/, "does not support '.sync' service integration"],
  [/^arn:[^:]+:states:[^:]*:\d+:activity:/, "does not support Activity ARN"],
];

/** Refuses tasks that wait, in the machine and in all machines inside; its shape is checked already. */
export function checkExpress(machine: JsonObject, at: string): void {
  for (const [name, state] of Object.entries(machine.States as Record<string, JsonObject>)) {
    const place = `${at}/States/${name}`;
    const { Resource, ItemProcessor, Branches = [] } = state;
    const refused = REFUSED.find(([pattern]) => pattern.test(String(Resource)));
    if (refused) throw schemaError(`Express state machine ${refused[1]}`, `${place}/Resource`);
    if (isObject(ItemProcessor)) checkExpress(ItemProcessor, `${place}/ItemProcessor`);
    for (const [i, branch] of (Branches as Json[]).entries()) {
      checkExpress(branch as JsonObject, `${place}/Branches[${i}]`);
    }
  }
}
