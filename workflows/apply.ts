// One ledger version: look, plan, onboard what is missing, and say how it ended.
import { observeRegions } from "./observe-regions.ts";
import { byOutcome, jsonata, type Machine, type State, task, unknownOutcome } from "./states.ts";

export interface ApplyRefs {
  partition: string;
  openRunArn: string;
  observeRegionArn: string;
  observeOrganizationArn: string;
  planRunArn: string;
  advanceRunArn: string;
  closeRunArn: string;
  startJoinersArn: string;
  onboardArn: string;
}

/** Whatever fails is told, and ends the run with a status. */
const told = {
  Catch: [
    {
      ErrorEquals: ["States.ALL"],
      Output: jsonata(
        "{'error': $states.errorOutput.Error, 'cause': $substring($string($states.errorOutput.Cause), 0, 2000)}",
      ),
      Next: "CloseFailed",
    },
  ],
};

/** The definition of `apply`. Its input: `{ run, bucket, key, versionId, uploader, at }`. */
export function apply(refs: ApplyRefs): Machine {
  const { partition } = refs;

  const advance = (stage: string, next: string): State =>
    task({
      partition,
      function: refs.advanceRunArn,
      payload: { run: jsonata("$run"), stage },
      next,
      more: { Output: jsonata("$states.input"), ...told },
    });

  return {
    Comment: "Makes AWS match one version of the ledger",
    QueryLanguage: "JSONata",
    StartAt: "Open",
    States: {
      Open: task({
        partition,
        function: refs.openRunArn,
        payload: jsonata("$merge([$states.input, {'execution': $states.context.Execution.Id}])"),
        next: "Opened",
        more: {
          Assign: {
            run: jsonata("$states.input.run"),
            regions: jsonata("$states.result.Payload.regions"),
          },
          ...told,
        },
      }),
      Opened: byOutcome(
        { opened: "Observing", busy: "AwaitLease", rejected: "Rejected", superseded: "Superseded" },
        "UnknownOutcome",
      ),
      AwaitLease: {
        Comment:
          "One run at a time: an older one holds the lease. A newer one than this may take its place.",
        Type: "Wait",
        Seconds: 30,
        Next: "Open",
      },
      Rejected: { Comment: "The ledger has errors; nothing was applied.", Type: "Succeed" },
      Superseded: { Comment: "A newer ledger came while this one waited.", Type: "Succeed" },

      Observing: advance("observe", "ObserveOrganization"),
      // Before the Regions: a suspension, or a Region that was switched on, changes what a listing means.
      ObserveOrganization: task({
        partition,
        function: refs.observeOrganizationArn,
        payload: { run: jsonata("$run") },
        next: "ObserveRegions",
        // Nothing was written: the plan takes the organization as unread, and creates nothing.
        more: { Catch: [{ ErrorEquals: ["States.ALL"], Output: {}, Next: "ObserveRegions" }] },
      }),
      ObserveRegions: observeRegions(refs, { ...told, Next: "Planning" }),

      Planning: advance("plan", "Plan"),
      Plan: task({
        partition,
        function: refs.planRunArn,
        payload: { run: jsonata("$run") },
        next: "Planned",
        more: told,
      }),
      Planned: byOutcome({ nothing: "StartJoiners", onboard: "Onboard" }, "UnknownOutcome"),

      Onboard: {
        Type: "Task",
        Resource: `arn:${partition}:states:::states:startExecution.sync:2`,
        Arguments: {
          StateMachineArn: refs.onboardArn,
          Name: jsonata("$run & '-onboard-1'"),
          Input: {
            AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: jsonata("$states.context.Execution.Id"),
            run: jsonata("$run"),
            waves: jsonata("$states.input.waves"),
            creations: jsonata("$states.input.creations"),
          },
        },
        Output: {},
        Catch: [
          {
            Comment: "Started before, by an attempt whose answer was lost: wait for that one.",
            ErrorEquals: ["StepFunctions.ExecutionAlreadyExistsException"],
            Next: "Attach",
          },
          ...told.Catch,
        ],
        Next: "StartJoiners",
      },
      Attach: {
        Type: "Task",
        Resource: `arn:${partition}:states:::aws-sdk:sfn:describeExecution`,
        Arguments: {
          ExecutionArn: jsonata(
            `$replace('${refs.onboardArn}', ':stateMachine:', ':execution:') & ':' & $run & '-onboard-1'`,
          ),
        },
        Output: { outcome: jsonata("$states.result.Status") },
        ...told,
        Next: "Attached",
      },
      Attached: byOutcome(
        {
          RUNNING: "AttachPause",
          SUCCEEDED: "StartJoiners",
          FAILED: "OnboardFailed",
          TIMED_OUT: "OnboardFailed",
          ABORTED: "OnboardFailed",
        },
        "UnknownOutcome",
      ),
      AttachPause: { Type: "Wait", Seconds: 30, Next: "Attach" },
      OnboardFailed: {
        Type: "Pass",
        Output: {
          error: "OnboardFailed",
          cause: jsonata("'onboard ended as ' & $states.input.outcome"),
        },
        Next: "CloseFailed",
      },

      // By now the hub has invited them. Nobody waits here for a person: each has an execution of its own.
      StartJoiners: task({
        partition,
        function: refs.startJoinersArn,
        payload: { run: jsonata("$run") },
        next: "Closing",
        more: told,
      }),
      Closing: task({
        partition,
        function: refs.closeRunArn,
        payload: { run: jsonata("$run") },
        next: "Closed",
        more: told,
      }),
      Closed: { Type: "Succeed" },
      CloseFailed: task({
        partition,
        function: refs.closeRunArn,
        payload: {
          request: jsonata(
            "$merge([$states.context.Execution.Input, {'execution': $states.context.Execution.Id}])",
          ),
          failure: jsonata("$states.input"),
        },
        next: "Failed",
      }),
      Failed: {
        Type: "Fail",
        Error: "RunFailed",
        Cause: "The run could not be finished; its message in Slack says why.",
      },
      UnknownOutcome: unknownOutcome,
    },
  };
}
