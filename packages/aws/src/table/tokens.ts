// The task token of a run that waits for a person. Whoever holds it can let the run go on, so it is an item of its
// own: the policies of all functions but the decider's refuse this key (packages/infra/src/access.ts).
import { get, put } from "../dynamodb.ts";

const keyOf = (run: string) => ({ pk: `TOKEN#${run}`, sk: "TOKEN" });

/** Keeps the token of a run; a later attempt of the same state has another one, which takes its place. */
export const writeToken = (run: string, token: string): Promise<void> =>
  put({ ...keyOf(run), kind: "token", run, token });

/** The token of a run, if it has asked for a decision. */
export const findToken = async (run: string): Promise<string | undefined> =>
  (await get<{ token: string }>(keyOf(run)))?.token;
