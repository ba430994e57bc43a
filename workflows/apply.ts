// One ledger version: look, plan, onboard what is missing, and say how it ended.
import { type AwaitingRefs, awaiting } from "./awaiting.ts";
import { type ClosingRefs, closing } from "./closing.ts";
import { nested } from "./nested.ts";
import { observeRegions } from "./observe-regions.ts";
import { byOutcome, jsonata, type Machine, type State, task, unknownOutcome } from "./states.ts";

export interface ApplyRefs extends AwaitingRefs, ClosingRefs {
  openRunArn: string;
  observeRegionArn: string;
  observeOrganizationArn: string;
  planRunArn: string;
  startJoinersArn: string;
  decideRunArn: string;
  onboardArn: string;
  offboardArn: string;
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

  const ends = {
    partition,
    caught: told.Catch,
    failed: "CloseFailed",
    unknown: "UnknownOutcome",
  };

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
            approved: false,
          },
          ...told,
        },
      }),
      Opened: byOutcome(
        {
          opened: "Observing",
          displacing: "Displace",
          busy: "AwaitLease",
          rejected: "Rejected",
          superseded: "Superseded",
        },
        "UnknownOutcome",
      ),
      Displace: task({
        partition,
        function: refs.decideRunArn,
        payload: { displaced: jsonata("$states.input.displaced") },
        next: "Observing",
        // Its row says already that it is superseded; an execution that goes on waiting changes nothing.
        more: {
          Output: {},
          Catch: [{ ErrorEquals: ["States.ALL"], Output: {}, Next: "Observing" }],
        },
      }),
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
        payload: { run: jsonata("$run"), approved: jsonata("$approved") },
        next: "Planned",
        // One Region is a list of one: JSONata would hand on a bare word.
        more: { Assign: { removals: jsonata("[$states.result.Payload.removals]") }, ...told },
      }),
      Planned: byOutcome(
        {
          nothing: "StartJoiners",
          onboard: "Onboard",
          offboard: "Offboard",
          close: "ClosingAccounts",
          approval: "AwaitApproval",
        },
        "UnknownOutcome",
      ),

      ...awaiting(refs, {
        // Looks again: what was approved may have happened by itself.
        approved: "Observing",
        closed: "Closed",
        superseded: "Superseded",
        unknown: "UnknownOutcome",
        caught: told.Catch,
      }),

      ...nested({
        ...ends,
        machineArn: refs.onboardArn,
        state: "Onboard",
        word: "onboard",
        input: {
          waves: jsonata("$states.input.waves"),
          creations: jsonata("$states.input.creations"),
        },
        next: "Onboarded",
      }),
      Onboarded: {
        Comment: "Who is to come comes first; only then is taken away what was approved.",
        Type: "Choice",
        Choices: [{ Condition: jsonata("$count($removals) > 0"), Next: "Offboard" }],
        Default: "StartJoiners",
      },
      ...nested({
        ...ends,
        machineArn: refs.offboardArn,
        state: "Offboard",
        word: "offboard",
        input: { regions: jsonata("$removals") },
        next: "StartJoiners",
      }),

      ...closing(refs, { next: "Closing", unknown: "UnknownOutcome", caught: told.Catch }),

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
