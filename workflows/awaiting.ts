// A plan that takes something away: the execution stops on a task token until a person has decided.
import { byOutcome, jsonata, type State, task } from "./states.ts";

export interface AwaitingRefs {
  partition: string;
  requestApprovalArn: string;
  resumeRunArn: string;
  closeRunArn: string;
  /** Until when somebody has to decide; text, as references are. */
  approvalSeconds: string;
}

/** Whatever the state reads of its surroundings: the run as it was asked for. */
const request = jsonata(
  "$merge([$states.context.Execution.Input, {'execution': $states.context.Execution.Id}])",
);

/**
 * From `AwaitApproval` on. An approved run takes its turn again and goes to `approved`, with `$approved` true; every
 * other end is told by a close of its own, or was told by who took its place.
 */
export function awaiting(
  refs: AwaitingRefs,
  to: { approved: string; closed: string; superseded: string; unknown: string; caught: State[] },
): Record<string, State> {
  const { partition } = refs;
  return {
    AwaitApproval: {
      Comment: "Stops until a person has decided on the stored plan (rollcall approve, reject).",
      Type: "Task",
      Resource: `arn:${partition}:states:::lambda:invoke.waitForTaskToken`,
      Arguments: {
        FunctionName: refs.requestApprovalArn,
        Payload: {
          run: jsonata("$run"),
          token: jsonata("$states.context.Task.Token"),
          at: jsonata("$states.context.Execution.Input.at"),
        },
      },
      Output: { outcome: jsonata("$states.result.outcome") },
      TimeoutSeconds: Number(refs.approvalSeconds),
      // Never States.Timeout: that is nobody's decision, and asking again would begin the days anew.
      Retry: [
        {
          ErrorEquals: [
            "RetryableError",
            "Lambda.TooManyRequestsException",
            "Lambda.ServiceException",
            "Lambda.AWSLambdaException",
            "Lambda.SdkClientException",
            "Lambda.Unknown",
            "Runtime.ExitError",
            "Sandbox.Timedout",
          ],
          IntervalSeconds: 2,
          BackoffRate: 2,
          MaxAttempts: 6,
          MaxDelaySeconds: 60,
          JitterStrategy: "FULL",
        },
      ],
      Catch: [
        { ErrorEquals: ["States.Timeout"], Output: {}, Next: "Expire" },
        // Decided between two attempts: whoever did had the token of the first, and nobody will send this one.
        { ErrorEquals: ["ConflictError"], Output: {}, Next: "LookAgain" },
        ...to.caught,
      ],
      Next: "Decided",
    },
    LookAgain: task({
      partition,
      function: refs.requestApprovalArn,
      payload: { run: jsonata("$run") },
      next: "Decided",
      more: { Catch: to.caught },
    }),
    Decided: byOutcome(
      {
        approved: "Resume",
        rejected: "Discard",
        superseded: to.superseded,
        waiting: "AwaitApproval",
      },
      to.unknown,
    ),
    Resume: task({
      partition,
      function: refs.resumeRunArn,
      payload: request,
      next: "Resumed",
      more: { Assign: { approved: true }, Catch: to.caught },
    }),
    Resumed: byOutcome(
      { held: to.approved, busy: "ResumePause", superseded: to.superseded },
      to.unknown,
    ),
    ResumePause: {
      Comment: "One run at a time: another one has its turn.",
      Type: "Wait",
      Seconds: 30,
      Next: "Resume",
    },
    Discard: task({
      partition,
      function: refs.closeRunArn,
      payload: { run: jsonata("$run") },
      next: to.closed,
      more: { Catch: to.caught },
    }),
    Expire: task({
      partition,
      function: refs.closeRunArn,
      payload: { run: jsonata("$run"), expired: true },
      next: to.closed,
      more: { Catch: to.caught },
    }),
  };
}
