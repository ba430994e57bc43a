// A history, told by state: each time a state was entered is a visit, with what went in, what came out,
// and how it ended. Events name their predecessor; following it tells which visit an event belongs to.
import { moment, type Shape } from "./api.ts";

/** How a visit stands. `caught`: it failed, and a Catch took over. */
export type Status = "succeeded" | "failed" | "caught" | "aborted" | "running";

/** One time that a state was entered. */
export interface Visit {
  /** Id of the Entered event. */
  id: number;
  name: string;
  type: string;
  status: Status;
  entered: number;
  exited?: number;
  input?: string;
  output?: string;
  error?: string;
  cause?: string;
  /** Attempts beyond the first. */
  retries: number;
  /** The state that led here; absent for the first one of a level. */
  from?: string;
  /** Indexes of the inline Map iterations around it, outermost first. */
  iterations: number[];
  mapRunArn?: string;
  events: number[];
}

interface Scope {
  owner?: Open;
  index?: number;
}

interface Open extends Visit {
  scope: Scope;
  attempts: number;
  failing: boolean;
  done: boolean;
}

interface Position {
  visit?: Open | undefined;
  scope: Scope;
}

const ATTEMPT = /^(Task|LambdaFunction|Activity)Scheduled$/;
const FAILURE = /^(Task|LambdaFunction|Activity).*(Failed|TimedOut)$/;

/** Reads all visits out of a history that is complete so far; `ended` says whether the execution is over. */
export function readVisits(events: Shape[], ended: boolean): Visit[] {
  return new Reader().read(events, ended);
}

class Reader {
  readonly #visits: Open[] = [];
  readonly #positions = new Map<number, Position>();
  readonly #types = new Map<number, string>();
  readonly #iterations = new Map<Open, Map<number, Scope>>();
  readonly #root: Scope = {};

  read(events: Shape[], ended: boolean): Visit[] {
    for (const event of events) {
      this.#types.set(event.id, event.type);
      const position = this.#place(event);
      this.#positions.set(event.id, position);
      position.visit?.events.push(event.id);
    }
    const last = events.findLast(({ type }) => type === "ExecutionFailed");
    const over = moment(events.at(-1)?.timestamp) ?? 0;
    for (const visit of this.#visits) {
      if (visit.done) continue;
      close(visit, ended, last?.executionFailedEventDetails);
      if (visit.status === "running") continue;
      // What failed ended with its own last word, what was stopped with everything.
      const word = events[visit.events.at(-1)! - 1];
      visit.exited = visit.status === "failed" ? moment(word.timestamp)! : over;
    }
    return this.#visits.map(({ scope: _, attempts, failing: __, done: ___, ...visit }) => ({
      ...visit,
      retries: Math.max(0, attempts - 1),
    }));
  }

  #place(event: Shape): Position {
    const before = this.#positions.get(event.previousEventId) ?? { scope: this.#root };
    const type = event.type as string;
    if (type.endsWith("StateEntered")) return this.#enter(event, before);
    if (type.startsWith("Execution")) return { scope: this.#root };
    // All aborted states name the same predecessor: which one is meant cannot be told.
    if (type.endsWith("StateAborted")) return { scope: before.scope };
    if (type.startsWith("MapIteration")) return this.#iterate(event, before);
    if (type.endsWith("StateExited")) {
      const { name, output } = event.stateExitedEventDetails;
      const visit = around(before, (one) => one.name === name && !one.done);
      if (!visit) return before;
      visit.done = true;
      visit.exited = moment(event.timestamp)!;
      visit.output = output;
      visit.status = visit.failing ? "caught" : "succeeded";
      return { visit, scope: visit.scope };
    }
    if (type.startsWith("MapRun")) return this.#mapRun(event, before);
    if (/^(Map|Parallel)State/.test(type)) return this.#container(type, before);
    return this.#work(event, before);
  }

  #enter(event: Shape, before: Position): Position {
    const { name, input } = event.stateEnteredEventDetails;
    // Each branch of a Parallel is a scope of its own.
    const starts = this.#types.get(event.previousEventId) === "ParallelStateStarted";
    const scope = starts && before.visit ? { owner: before.visit } : before.scope;
    const from = starts ? undefined : before.visit?.name;
    const visit: Open = {
      id: event.id,
      name,
      type: event.type.replace("StateEntered", ""),
      status: "running",
      entered: moment(event.timestamp)!,
      input,
      ...(from !== undefined && { from }),
      retries: 0,
      iterations: indexes(scope),
      events: [],
      scope,
      attempts: 0,
      failing: false,
      done: false,
    };
    this.#visits.push(visit);
    return { visit, scope };
  }

  #iterate(event: Shape, before: Position): Position {
    const key = Object.keys(event).find((name) => name.startsWith("mapIteration"));
    const { name, index } = key ? event[key] : {};
    const owner = around(before, (one) => one.name === name && !one.done);
    if (!owner) return { scope: before.scope };
    const scopes = this.#iterations.get(owner) ?? new Map<number, Scope>();
    this.#iterations.set(owner, scopes);
    const scope =
      event.type === "MapIterationStarted"
        ? { owner, index }
        : (scopes.get(index) ?? { owner, index });
    scopes.set(index, scope);
    return { scope };
  }

  #mapRun(event: Shape, before: Position): Position {
    const visit = around(before, (one) => one.type === "Map" && !one.done);
    if (!visit) return before;
    const arn =
      event.mapRunStartedEventDetails?.mapRunArn ?? event.mapRunRedrivenEventDetails?.mapRunArn;
    if (arn) visit.mapRunArn = arn;
    if (event.type === "MapRunFailed") fail(visit, event.mapRunFailedEventDetails ?? {});
    return { visit, scope: visit.scope };
  }

  #container(type: string, before: Position): Position {
    const kind = type.startsWith("Map") ? "Map" : "Parallel";
    const failed = type.endsWith("Failed");
    const visit = around(
      before,
      (one) => one.type === kind && !one.done && !(failed && one.failing),
    );
    if (!visit) return before;
    if (type.endsWith("Started")) {
      visit.attempts++;
      visit.failing = false;
    }
    if (failed) fail(visit, before.visit ?? {});
    return { visit, scope: visit.scope };
  }

  #work(event: Shape, before: Position): Position {
    const details = event[detailsKey(event)] ?? {};
    const visit =
      event.type === "EvaluationFailed"
        ? (this.#visits.findLast(({ name, done }) => name === details.state && !done) ??
          before.visit)
        : before.visit;
    if (!visit) return before;
    if (ATTEMPT.test(event.type)) visit.attempts++;
    if (event.type === "EvaluationFailed" || FAILURE.test(event.type)) fail(visit, details);
    if (/(Task|LambdaFunction|Activity)Succeeded$/.test(event.type)) visit.failing = false;
    return { visit, scope: visit.scope };
  }
}

/** The member of an event that holds its details. */
export function detailsKey(event: Shape): string {
  return Object.keys(event).find((key) => key.endsWith("EventDetails")) ?? "";
}

function fail(visit: Open, { error, cause }: { error?: string; cause?: string }): void {
  visit.failing = true;
  if (error !== undefined) visit.error = error;
  if (cause !== undefined) visit.cause = cause;
}

/** The nearest visit that fits: the one of this event, or one that it lies inside. */
function around({ visit, scope }: Position, fits: (visit: Open) => boolean): Open | undefined {
  if (visit && fits(visit)) return visit;
  for (let owner = scope.owner; owner; owner = owner.scope.owner) if (fits(owner)) return owner;
  return undefined;
}

function indexes({ owner, index }: Scope): number[] {
  return owner ? [...indexes(owner.scope), ...(index === undefined ? [] : [index])] : [];
}

/** How a visit that was never left stands: it runs, it failed, or something around it ended. */
function close(
  visit: Open,
  ended: boolean,
  failure: { error?: string; cause?: string } | undefined,
): void {
  let over = ended;
  for (let owner = visit.scope.owner; owner; owner = owner.scope.owner)
    over ||= owner.done || owner.failing;
  if (visit.type === "Fail") {
    visit.status = "failed";
    const { owner } = visit.scope;
    const told = (owner?.error === undefined ? failure : owner) ?? {};
    if (told.error !== undefined) visit.error = told.error;
    if (told.cause !== undefined) visit.cause = told.cause;
  } else if (over) visit.status = visit.failing ? "failed" : "aborted";
}
