import type { Json } from "../synth/json.ts";

/** One state of a definition, with its name. */
export interface NamedState {
  name: string;
  state: Json;
}

/** Every state of a definition, also inside of branches and Maps. */
export function allStates(definition: Json): NamedState[] {
  return Object.entries((definition.States ?? {}) as Record<string, Json>).flatMap(
    ([name, state]) => [
      { name, state },
      ...(state.ItemProcessor ? allStates(state.ItemProcessor) : []),
      ...((state.Branches ?? []) as Json[]).flatMap(allStates),
    ],
  );
}

/** What a Task calls: the part of its resource after the account, such as `lambda:invoke`. */
export const integrationOf = (state: Json): string =>
  String(state.Resource ?? "").replace(/^arn:[^:]+:states:::/, "");

/** Whether the children of a Map are executions of their own. */
export const isDistributed = (state: Json): boolean =>
  state.Type === "Map" && state.ItemProcessor?.ProcessorConfig?.Mode === "DISTRIBUTED";
