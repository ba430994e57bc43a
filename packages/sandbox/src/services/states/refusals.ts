// The errors of Step Functions, with its words, and the checks behind them.
import { AwsError } from "../../wire/service.ts";
import { mislong, outside, refuseAll } from "../constraints.ts";
import { requireJson } from "./definitions.ts";

/** State payloads, inputs and outputs in bytes (Step Functions quotas). */
export const LARGEST = 262_144;

/** For an ARN that names no machine. */
export const machineDoesNotExist = (arn: string) =>
  new AwsError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${arn}'`);
/** For an ARN that names no execution. */
export const executionDoesNotExist = (arn: string) =>
  new AwsError("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'`);
/** For a name that is taken. */
export const executionAlreadyExists = (arn: string) =>
  new AwsError("ExecutionAlreadyExists", `Execution Already Exists: '${arn}'`);
/** For input that breaks a constraint of the model. */
export const validation = (message: string) =>
  new AwsError("ValidationException", message, { status: 400 });

/** Refuses what is not an ARN of this kind. */
export function checkArn(arn: string, kind: "stateMachine" | "execution" | "mapRun"): void {
  const parts = arn.split(":");
  if (parts[0] !== "arn" || parts[2] !== "states" || parts.length < 7)
    throw new AwsError("InvalidArn", `Invalid Arn: 'Invalid ARN prefix: ${arn}'`);
  const given = parts[5];
  // Children have `…:execution:machine/label:uuid`.
  if (given !== kind && !(kind === "stateMachine" && given === "execution"))
    throw new AwsError(
      "InvalidArn",
      `Invalid Arn: 'Resource type not valid in this context: ${given}'`,
    );
}

/** Names have 1 to 80 characters, no blanks, brackets, wildcards or control characters. */
export function checkName(name: string): void {
  refuseAll(mislong("name", name, 1, 80), "ValidationException");
  if (/[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]/u.test(name))
    throw new AwsError("InvalidName", `Invalid Name: '${name}'`);
}

/** Input of an execution: JSON text within the limit. */
export function checkInput(input: string): void {
  if (Buffer.byteLength(input) > LARGEST)
    throw validation(
      `1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length less than or equal to ${LARGEST}`,
    );
  requireJson(input);
}

/** Characters of a token of ListExecutions; those of other lists have 1,024 at most (recorded). */
export const LONG_TOKEN = 3_096;

/** One page of `all`, after the item that the token names. */
export function page<Item>(
  all: Item[],
  idOf: (item: Item) => string,
  { maxResults, nextToken }: { maxResults?: number; nextToken?: string },
  longest = 1_024,
): { items: Item[]; nextToken?: string } {
  const problems = [
    ...(maxResults === undefined ? [] : outside("maxResults", maxResults, 0, 1_000)),
    ...(nextToken === undefined ? [] : mislong("nextToken", nextToken, 1, longest)),
  ];
  refuseAll(problems, "ValidationException");
  const size = maxResults || 100;
  let from = 0;
  if (nextToken !== undefined) {
    const last = Buffer.from(nextToken, "base64url").toString();
    from = all.findIndex((item) => idOf(item) === last) + 1;
    if (from === 0) throw new AwsError("InvalidToken", "Invalid Token: 'Invalid token'");
  }
  const items = all.slice(from, from + size);
  const more = from + size < all.length;
  return {
    items,
    ...(more && { nextToken: Buffer.from(idOf(items.at(-1)!)).toString("base64url") }),
  };
}

/** Refuses what is no ARN of a role. */
export function requireRole(roleArn: string): void {
  if (!/^arn:[^:]+:iam::\d{12}:role\/./.test(roleArn))
    throw new AwsError("InvalidArn", `Invalid Role Arn: '${roleArn}'`);
}
