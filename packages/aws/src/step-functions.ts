// Step Functions: starting a run. The execution's name is what makes starting it twice harmless.
import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { ownClientOf } from "./clients.ts";
import { nameOf, translate } from "./errors.ts";

/** Starts an execution; one of this name that exists already is the one we want. `input` is JSON. */
export async function startExecution(machine: string, name: string, input: unknown): Promise<void> {
  try {
    await ownClientOf(SFNClient, "states").send(
      new StartExecutionCommand({ stateMachineArn: machine, name, input: JSON.stringify(input) }),
    );
  } catch (error) {
    if (nameOf(error) !== "ExecutionAlreadyExists") translate(error);
  }
}

/** How an execution stands, and why it failed; undefined when there is none. */
export async function findExecution(
  arn: string,
): Promise<{ status: string; error?: string; cause?: string } | undefined> {
  try {
    const { status, error, cause } = await ownClientOf(SFNClient, "states").send(
      new DescribeExecutionCommand({ executionArn: arn }),
    );
    return { status: status!, ...(error && { error }), ...(cause && { cause }) };
  } catch (error) {
    if (nameOf(error) === "ExecutionDoesNotExist") return undefined;
    return translate(error);
  }
}

/** Names of a machine's running executions, the newest first. */
export async function runningExecutions(machine: string): Promise<string[]> {
  const { executions = [] } = await ownClientOf(SFNClient, "states")
    .send(new ListExecutionsCommand({ stateMachineArn: machine, statusFilter: "RUNNING" }))
    .catch(translate);
  return executions.map((one) => one.name!);
}

/** Nobody waits with this token: it has been used, its time is over, or its execution has ended. */
const spent = new Set(["TaskTimedOut", "TaskDoesNotExist", "InvalidToken"]);

/** Lets a task go on that waits with a token. False: nobody waits with it any more, which is no failure. */
export async function sendTaskSuccess(taskToken: string, output: object): Promise<boolean> {
  try {
    await ownClientOf(SFNClient, "states").send(
      new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }),
    );
    return true;
  } catch (error) {
    if (spent.has(nameOf(error))) return false;
    return translate(error);
  }
}
