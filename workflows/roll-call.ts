// One observation of everything: who is there, and who is not any more.
import { observeRegions } from "./observe-regions.ts";
import { jsonata, type Machine, task } from "./states.ts";

export interface RollCallRefs {
  partition: string;
  observeOrganizationArn: string;
  observeRegionArn: string;
  closeRollCallArn: string;
  startHealArn: string;
}

/** What Step Functions says of a failure, short enough to be told. */
const failure = jsonata(
  "{'error': $states.errorOutput.Error, 'cause': $substring($string($states.errorOutput.Cause), 0, 2000)}",
);

/** The definition of `roll-call`. Its input: `{ run, at, regions }`. */
export function rollCall(refs: RollCallRefs): Machine {
  const { partition } = refs;
  const ending = {
    run: jsonata("$run"),
    at: jsonata("$states.context.Execution.Input.at"),
    execution: jsonata("$states.context.Execution.Id"),
  };
  return {
    Comment: "Observes every Region and says what has changed",
    QueryLanguage: "JSONata",
    // Shorter than the lease (table/roll-call-lease.ts), so that two never overlap.
    TimeoutSeconds: 900,
    StartAt: "ObserveOrganization",
    States: {
      // Before the Regions: a suspension changes what a listing means. Without it the Regions still count.
      ObserveOrganization: task({
        partition,
        function: refs.observeOrganizationArn,
        payload: { run: jsonata("$states.input.run") },
        next: "ObserveRegions",
        more: {
          Assign: {
            run: jsonata("$states.input.run"),
            regions: jsonata("$states.input.regions"),
          },
          Catch: [
            {
              ErrorEquals: ["States.ALL"],
              Assign: {
                run: jsonata("$states.input.run"),
                regions: jsonata("$states.input.regions"),
              },
              Output: {},
              Next: "ObserveRegions",
            },
          ],
        },
      }),
      ObserveRegions: observeRegions(refs, {
        Catch: [{ ErrorEquals: ["States.ALL"], Output: failure, Next: "CloseFailed" }],
        Next: "Close",
      }),
      Close: task({
        partition,
        function: refs.closeRollCallArn,
        payload: ending,
        next: "Heal",
        more: { Catch: [{ ErrorEquals: ["States.ALL"], Output: failure, Next: "CloseFailed" }] },
      }),
      // Weighs what is open, and starts `apply` for what the policy heals. What was lost is told already; when this
      // fails the execution does, and the next roll call weighs the same losses again.
      Heal: task({
        partition,
        function: refs.startHealArn,
        payload: { after: jsonata("$run") },
        next: "Closed",
      }),
      Closed: { Type: "Succeed" },
      CloseFailed: task({
        partition,
        function: refs.closeRollCallArn,
        payload: { ...ending, failure: jsonata("$states.input") },
        next: "Failed",
      }),
      Failed: {
        Type: "Fail",
        Error: "RollCallFailed",
        Cause: "The roll call could not be finished; its message in Slack says why.",
      },
    },
  };
}
