import validate from "asl-validator";
import type { App, AppStateMachine } from "../../synth/app.ts";
import type { Json } from "../../synth/json.ts";
import { allows, functionOf, type Rule, roleOf } from "../rule.ts";
import { allStates, integrationOf } from "../states.ts";

// CreateStateMachine takes 1 MiB (API reference).
const LONGEST = 1_048_576;

/** ARNs of ours that a text names, also inside of an expression. */
const ownArns = (app: App, text: string) =>
  text.match(
    new RegExp(`arn:[\\w-]+:(lambda|states):${app.region}:${app.account}:[\\w:.-]+`, "g"),
  ) ?? [];

function callProblems(app: App, machine: AppStateMachine, name: string, state: Json): string[] {
  if (state.Type !== "Task" || integrationOf(state) !== "lambda:invoke") return [];
  const arn: string = state.Arguments?.FunctionName;
  if (!functionOf(app, arn)) return [`${name} calls ${arn}, which is not in the app`];
  return allows(roleOf(app, machine.roleArn), "lambda:InvokeFunction", arn)
    ? []
    : [`${name} calls ${arn}, which the role may not invoke`];
}

/** Definitions that Step Functions would take, as far as that can be known here. */
export const definitions: Rule = {
  name: "definitions",
  holds: "definitions are valid and call only what exists and may be called",
  problems: ({ app }) =>
    app.stateMachines.flatMap((machine) => {
      const text = JSON.stringify(machine.definition);
      const known = new Set([...app.functions, ...app.stateMachines].map((one) => one.arn));
      // The validator writes into what it reads.
      const { errors } = validate(structuredClone(machine.definition));
      return [
        ...errors.map((one) => `${one["Error code"]}: ${one.Message} ${one.path ?? ""}`.trim()),
        ...(text.length > LONGEST ? [`the definition has ${text.length} characters`] : []),
        ...[...new Set(ownArns(app, text))]
          .filter((arn) => !known.has(arn))
          .map((arn) => `${arn} is named, but is not in the app`),
        ...allStates(machine.definition).flatMap(({ name, state }) =>
          callProblems(app, machine, name, state),
        ),
      ].map((problem) => `${machine.name}: ${problem}`);
    }),
};
