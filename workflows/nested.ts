// A workflow within a workflow: started under a name of its own, and waited for also when it was started before.
import { byOutcome, jsonata, type State } from "./states.ts";

/** What a nested workflow is, and what follows it. */
export interface Nested {
  partition: string;
  machineArn: string;
  /** State name of the task, such as `Onboard`; the other states are named after it. */
  state: string;
  /** The word in the execution's name, such as `onboard`. */
  word: string;
  /** Its input besides `run`. */
  input: Record<string, unknown>;
  next: string;
  /** What happens to any error. */
  caught: State[];
  /** Where it leads that the nested execution failed, with `{ error, cause }`. */
  failed: string;
  unknown: string;
}

/** The states of a nested workflow of the execution `$run`. */
export function nested(of: Nested): Record<string, State> {
  const { partition, machineArn, state, word } = of;
  const name = (suffix: string) => `${state}${suffix}`;
  return {
    [state]: {
      Type: "Task",
      Resource: `arn:${partition}:states:::states:startExecution.sync:2`,
      Arguments: {
        StateMachineArn: machineArn,
        Name: jsonata(`$run & '-${word}-1'`),
        Input: {
          AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: jsonata("$states.context.Execution.Id"),
          run: jsonata("$run"),
          ...of.input,
        },
      },
      Output: {},
      Catch: [
        {
          Comment: "Started before, by an attempt whose answer was lost: wait for that one.",
          ErrorEquals: ["StepFunctions.ExecutionAlreadyExistsException"],
          Next: name("Attach"),
        },
        ...of.caught,
      ],
      Next: of.next,
    },
    [name("Attach")]: {
      Type: "Task",
      Resource: `arn:${partition}:states:::aws-sdk:sfn:describeExecution`,
      Arguments: {
        ExecutionArn: jsonata(
          `$replace('${machineArn}', ':stateMachine:', ':execution:') & ':' & $run & '-${word}-1'`,
        ),
      },
      Output: { outcome: jsonata("$states.result.Status") },
      Catch: of.caught,
      Next: name("Attached"),
    },
    [name("Attached")]: byOutcome(
      {
        RUNNING: name("AttachPause"),
        SUCCEEDED: of.next,
        FAILED: name("Failed"),
        TIMED_OUT: name("Failed"),
        ABORTED: name("Failed"),
      },
      of.unknown,
    ),
    [name("AttachPause")]: { Type: "Wait", Seconds: 30, Next: name("Attach") },
    [name("Failed")]: {
      Type: "Pass",
      Output: {
        error: name("Failed"),
        cause: jsonata(`'${word} ended as ' & $states.input.outcome`),
      },
      Next: of.failed,
    },
  };
}
