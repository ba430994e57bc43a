// Accounts that are closed for good: asked for one by one, and looked at until AWS has closed each.
import { byOutcome, jsonata, pause, type State, task } from "./states.ts";

export interface ClosingRefs {
  partition: string;
  advanceRunArn: string;
  closeAccountsArn: string;
}

/** From `ClosingAccounts` on, of the execution `$run`. Every account that is not closed has an outcome at `next`. */
export const closing = (
  refs: ClosingRefs,
  to: { next: string; unknown: string; caught: State[] },
): Record<string, State> => ({
  ClosingAccounts: task({
    partition: refs.partition,
    function: refs.advanceRunArn,
    payload: { run: jsonata("$run"), stage: "closure" },
    next: "CloseAccounts",
    more: { Output: { attempt: 1 }, Catch: to.caught },
  }),
  CloseAccounts: task({
    partition: refs.partition,
    function: refs.closeAccountsArn,
    payload: { run: jsonata("$run"), attempt: jsonata("$states.input.attempt") },
    next: "AccountsClosed",
    more: { Catch: to.caught },
  }),
  AccountsClosed: byOutcome({ pending: "ClosePause", settled: to.next }, to.unknown),
  ClosePause: pause(
    20,
    "CloseAccounts",
    "CloseAccount: one each 20 seconds, three in progress; each takes minutes.",
  ),
});
