// Task: schedule, start, and wait for the answer, the timeout or a missing heartbeat.
import { Failure } from "./failure.ts";
import { whole } from "./history.ts";
import type { TaskCall, TaskPattern } from "./host.ts";
import { isObject, type Json, type JsonObject, text } from "./json.ts";
import { failureIn, type Work } from "./outside.ts";
import type { Step, Visit } from "./visit.ts";

/** What a Resource says. */
interface Target {
  service: string;
  /** With the pattern, as events have it. */
  action: string;
  pattern: TaskPattern;
  /** A function ARN as Resource has event types of its own. */
  plain: boolean;
}

/** One attempt, with all its fields evaluated. */
interface Attempt {
  target: Target;
  given: Json;
  token: string | undefined;
  timeout: number | undefined;
  heartbeat: number | undefined;
  credentials: JsonObject | undefined;
}

const PATTERN = /\.(sync:2|sync|waitForTaskToken)$/;

/** Runs one attempt of a Task. */
export async function runTask(visit: Visit): Promise<Step> {
  const attempt = await prepare(visit);
  schedule(visit, attempt);
  const result = await answer(visit, attempt);
  return visit.finish(result, { result });
}

/** Splits `arn:aws:states:::lambda:invoke.waitForTaskToken`, `arn:aws:states:::aws-sdk:s3:getObject` … */
function targetOf(resource: string): Target {
  const parts = /^arn:[^:]+:states:[^:]*:[^:]*:(aws-sdk:[^:]+|[^:]+):(.+)$/.exec(resource);
  if (!parts) return { service: "lambda", action: resource, pattern: "", plain: true };
  const pattern = (PATTERN.exec(resource)?.[1] ?? "") as TaskPattern;
  return { service: parts[1]!, action: parts[2]!, pattern, plain: false };
}

async function prepare(visit: Visit): Promise<Attempt> {
  const { state, fields, common } = visit;
  const target = targetOf(state.Resource!);
  const token = target.pattern === "" ? undefined : common.random.uuid();
  if (token) fields.context = { ...fields.context, Task: { Token: token } };
  const given =
    state.Arguments === undefined
      ? visit.input
      : await fields.template(state.Arguments, "Arguments");
  const timeout = await fields.number(state.TimeoutSeconds, "TimeoutSeconds");
  const heartbeat = await fields.number(state.HeartbeatSeconds, "HeartbeatSeconds");
  const credentials =
    state.Credentials === undefined
      ? undefined
      : await fields.template(state.Credentials, "Credentials");
  return {
    target,
    given,
    token,
    timeout,
    heartbeat,
    credentials: isObject(credentials) ? credentials : undefined,
  };
}

function schedule(visit: Visit, attempt: Attempt): void {
  const { target, given, timeout, heartbeat, credentials } = attempt;
  const extras: JsonObject = {
    ...(timeout !== undefined && { timeoutInSeconds: timeout }),
    ...(heartbeat !== undefined && { heartbeatInSeconds: heartbeat }),
    ...(credentials && { taskCredentials: { roleArn: credentials.RoleArn ?? "" } }),
  };
  if (target.plain) {
    const details = { resource: visit.state.Resource!, input: text(given), inputDetails: whole };
    visit.emit("LambdaFunctionScheduled", {
      lambdaFunctionScheduledEventDetails: { ...details, ...extras },
    });
    visit.emit("LambdaFunctionStarted");
    return;
  }
  const { region } = visit.common;
  visit.emit("TaskScheduled", {
    taskScheduledEventDetails: { ...named(target), region, parameters: text(given), ...extras },
  });
  visit.emit("TaskStarted", { taskStartedEventDetails: named(target) });
}

/** What the details of each event of a service's task repeat. */
function named({ action, service, plain }: Target): JsonObject {
  return plain ? {} : { resource: action, resourceType: service };
}

async function answer(visit: Visit, attempt: Attempt): Promise<Json> {
  const { target } = attempt;
  const emit = (outcome: string, fields: JsonObject) => {
    const key = target.plain ? "lambdaFunction" : "task";
    visit.emit(`${target.plain ? "LambdaFunction" : "Task"}${outcome}`, {
      [`${key}${outcome}EventDetails`]: { ...named(target), ...fields },
    });
  };
  try {
    const result = await ask(visit, attempt, (output) => {
      emit("Submitted", { output: text(output), outputDetails: whole });
    });
    const json = text(result);
    visit.limit(json, target.plain ? visit.state.Resource! : target.service);
    emit("Succeeded", { output: json, outputDetails: whole });
    return result;
  } catch (thrown) {
    if (thrown instanceof Failure) {
      visit.scope.check();
      emit(thrown.expired ? "TimedOut" : "Failed", { ...thrown.fields() });
    }
    throw thrown;
  }
}

/** Calls the host, and takes what comes first: an answer, or the end of one of the two times. */
function ask(visit: Visit, attempt: Attempt, onSubmitted: (output: Json) => void): Promise<Json> {
  const { host, outside } = visit.common;
  const key = visit.scope.key(visit.name);
  const scheduledAt = outside.turns.now;
  let submitted: { output: Json } | undefined;
  return outside.wait<Json>(
    visit.scope,
    key,
    (work) => {
      const beat = watch(visit, attempt, scheduledAt, work);
      const call = callOf(visit, attempt, key, work, submitted?.output);
      outside.answer(work, () => host.task({ ...call, heartbeat: beat }));
    },
    (value) => {
      const came = value as { submitted?: Json; expired?: "timeout" | "heartbeat"; output?: Json };
      if (came.submitted !== undefined) {
        submitted = { output: came.submitted };
        onSubmitted(came.submitted);
        return undefined;
      }
      // Recorded: both times end as States.Timeout, without a cause.
      if (came.expired) throw new Failure("States.Timeout", undefined, came.expired);
      const failure = failureIn(value);
      if (failure) throw failure;
      return { result: came.output! };
    },
  );
}

function callOf(
  visit: Visit,
  { target, given, token, credentials }: Attempt,
  id: string,
  { signal, resumed, offer }: Work,
  earlier: Json | undefined,
): Omit<TaskCall, "heartbeat"> {
  let known = earlier !== undefined;
  return {
    state: visit.name,
    resource: visit.state.Resource!,
    service: target.service,
    action: target.action.replace(PATTERN, ""),
    pattern: target.pattern,
    arguments: given,
    ...(credentials && { credentials }),
    attempt: visit.attempt,
    id,
    ...(token !== undefined && { token }),
    executionArn: visit.common.names.executionArn,
    resumed,
    ...(earlier !== undefined && { submittedOutput: earlier }),
    signal,
    submitted(output) {
      if (!known) offer({ submitted: output });
      known = true;
    },
  };
}

/** Offers the end of TimeoutSeconds, or of HeartbeatSeconds since the last heartbeat. */
function watch(visit: Visit, attempt: Attempt, scheduledAt: number, work: Work): () => void {
  const { clock } = visit.common.host;
  // assumed: TimeoutSeconds counts for each attempt, from TaskScheduled.
  const end = scheduledAt + (attempt.timeout ?? Number.POSITIVE_INFINITY) * 1000;
  const silence = (attempt.heartbeat ?? Number.POSITIVE_INFINITY) * 1000;
  // Heartbeats are not in the journal: after a restart the silence begins anew.
  let lastBeat = work.resumed ? clock.now() : scheduledAt;
  const sleep = async () => {
    for (;;) {
      const next = Math.min(end, lastBeat + silence);
      if (next === Number.POSITIVE_INFINITY) return;
      if (clock.now() >= next)
        return work.offer({ expired: next === end ? "timeout" : "heartbeat" });
      await clock.sleep(next - clock.now(), work.signal);
    }
  };
  sleep().catch(() => {});
  return () => {
    lastBeat = clock.now();
  };
}
