// TestState: one state by itself, run as an express execution in which every way out leads to an end.
import { type HistoryEvent, type Json, type JsonObject, matchesError } from "@rollcall/asl";
import { randomUuid } from "../../random.ts";
import { AwsError, type Context, type Handlers, type World } from "../../wire/service.ts";
import { requireDefinition } from "./definitions.ts";
import type { Express } from "./express.ts";
import { checkInput, requireRole } from "./refusals.ts";

/** What AWS calls a state that has no name; assumed, text only. */
const NAME = "TestState";

type State = JsonObject & { Type: Parameters<typeof matchesError>[2] };
type Rule = { ErrorEquals: string[]; MaxAttempts?: number };

/** TestState of one state; a mock, or a whole machine, is not taken. */
export function testStateHandlers(world: World, express: Express): Handlers {
  return {
    async TestState(given, { account, region, connection }: Context) {
      const { definition, roleArn, input = "{}", inspectionLevel = "INFO" } = given;
      for (const name of ["mock", "stateName", "stateConfiguration", "context", "variables"])
        if (given[name] !== undefined)
          throw new AwsError("NotImplemented", `not emulated: states:TestState with ${name}`, {
            status: 501,
          });
      if (roleArn !== undefined) requireRole(roleArn);
      checkInput(input);
      const state = stateOf(definition);
      const machine = JSON.stringify(around(state));
      requireDefinition(machine, "EXPRESS");
      const arn = `arn:aws:states:${region}:${account}:stateMachine:${NAME}`;
      const role = roleArn ?? `arn:aws:iam::${account}:role/${NAME}`;
      const name = randomUuid(world.random);
      const run = express.start({ arn, roleArn: role, definition: machine }, name, input);
      await (connection === undefined ? run.ended : world.clock.waiting(run.ended, connection));
      const data = inspectionLevel === "INFO" ? {} : { inspectionData: seen(run.events) };
      return { ...outcome(state, run.events), ...data };
    },
  };
}

/** The text as a state; what is no JSON is left to the check of definitions. */
function stateOf(definition: string): State {
  try {
    const state = JSON.parse(definition) as State;
    if (state !== null && typeof state === "object") return state;
  } catch {
    // Said below.
  }
  requireDefinition(definition, "EXPRESS");
  throw new AwsError("InvalidDefinition", "Invalid State Machine Definition: 'not a state'");
}

/** A machine of this state: without its Retry, and with an end behind every way out. */
function around({ Retry: _, ...state }: State): JsonObject {
  const rules = [state.Choices, state.Catch].flatMap((list) => (list ?? []) as JsonObject[]);
  const targets = [state, ...rules].flatMap(({ Next, Default }) => [Next, Default]);
  const ends = targets.filter((target) => typeof target === "string" && target !== NAME);
  const end = { Type: "Succeed", QueryLanguage: "JSONata" };
  return {
    StartAt: NAME,
    States: { [NAME]: state, ...Object.fromEntries(ends.map((target) => [target, end])) },
  };
}

const detailsOf = (event: HistoryEvent | undefined): JsonObject =>
  (Object.entries(event ?? {}).find(([key]) => key.endsWith("EventDetails"))?.[1] ??
    {}) as JsonObject;

/** What became of the state, from its history. */
function outcome({ Type, Retry = [] }: State, events: readonly HistoryEvent[]): JsonObject {
  const exited = events.find(({ type }) => type.endsWith("StateExited"));
  const failed = events.find(({ type }) => /Failed$|TimedOut$/.test(type));
  const next = events.filter(({ type }) => type.endsWith("StateEntered"))[1];
  const { error, cause } = detailsOf(failed) as { error?: string; cause?: string };
  const told = { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
  const again = (Retry as Rule[]).some(
    ({ ErrorEquals, MaxAttempts = 3 }) =>
      MaxAttempts > 0 && matchesError(ErrorEquals, { ...(error !== undefined && { error }) }, Type),
  );
  if (failed && again) return { status: "RETRIABLE", ...told };
  if (!exited) return { status: "FAILED", ...told };
  const nextState = detailsOf(next).name;
  return {
    status: failed ? "CAUGHT_ERROR" : "SUCCEEDED",
    ...told,
    output: detailsOf(exited).output!,
    ...(nextState !== undefined && { nextState }),
  };
}

/** What DEBUG shows of the way of the data. */
function seen(events: readonly HistoryEvent[]): JsonObject {
  const of = (type: RegExp) => detailsOf(events.find((event) => type.test(event.type)));
  const scheduled = of(/Scheduled$/);
  const found: Record<string, Json | undefined> = {
    input: of(/StateEntered$/).input,
    afterArguments: scheduled.parameters ?? scheduled.input,
    result: of(/^(Task|LambdaFunction)Succeeded$/).output,
    variables: of(/StateExited$/).assignedVariables && JSON.stringify(parsed(of(/StateExited$/))),
  };
  return Object.fromEntries(
    Object.entries(found).filter(([, value]) => value !== undefined),
  ) as JsonObject;
}

/** Assigned variables are JSON text, each by itself. */
function parsed({ assignedVariables }: JsonObject): JsonObject {
  const each = Object.entries(assignedVariables as Record<string, string>);
  return Object.fromEntries(each.map(([name, value]) => [name, JSON.parse(value) as Json]));
}
