// One account that its owner brings in: the script goes out, and then the hub is asked until it has joined.
import { byOutcome, jsonata, type Machine, task, unknownOutcome } from "./states.ts";

export interface AwaitJoinerRefs {
  partition: string;
  sendScriptArn: string;
  lookJoinerArn: string;
}

/**
 * The definition of `await-joiner`. Its input: `{ accountId, number }`. A look is nine events; what pauses
 * `core/joiner.ts` gives keeps 180 days under 15,000 of the 25,000 that a history may have.
 */
export function awaitJoiner({ partition, sendScriptArn, lookJoinerArn }: AwaitJoinerRefs): Machine {
  return {
    Comment: "Waits for the owner of an account to join",
    QueryLanguage: "JSONata",
    StartAt: "SendScript",
    States: {
      SendScript: task({
        partition,
        function: sendScriptArn,
        payload: jsonata("$states.input"),
        next: "Sent",
      }),
      Sent: byOutcome({ sent: "Pause", withdrawn: "Withdrawn" }, "UnknownOutcome"),
      Pause: {
        Comment: "A function says how long: minutes at first, later hours.",
        Type: "Wait",
        Seconds: jsonata("$states.input.pause"),
        Next: "Look",
      },
      Look: task({
        partition,
        function: lookJoinerArn,
        payload: {
          accountId: jsonata("$states.input.accountId"),
          number: jsonata("$states.input.number"),
        },
        next: "Looked",
        more: {
          // One look that fails is not the end of weeks of waiting: the next one is an hour away.
          Catch: [
            {
              ErrorEquals: ["States.ALL"],
              Output: jsonata(
                "{'accountId': $states.input.accountId, 'number': $states.input.number, 'pause': 3600}",
              ),
              Next: "Pause",
            },
          ],
        },
      }),
      Looked: byOutcome(
        { waiting: "Pause", verified: "Verified", expired: "Expired", withdrawn: "Withdrawn" },
        "UnknownOutcome",
      ),
      Verified: { Comment: "The hub has it as a member in every Region.", Type: "Succeed" },
      Expired: { Comment: "Its message says how to ask again.", Type: "Succeed" },
      Withdrawn: {
        Comment: "The ledger wants it no more, or it was asked anew.",
        Type: "Succeed",
      },
      UnknownOutcome: unknownOutcome,
    },
  };
}
