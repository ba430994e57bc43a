// The few builders that all workflows share: a task with its timeout and retries, and a choice of outcomes.

/** A state, or a whole machine, of Amazon States Language. */
export type State = Record<string, unknown>;

export interface Machine {
  Comment?: string;
  QueryLanguage?: "JSONata";
  TimeoutSeconds?: number;
  StartAt: string;
  States: Record<string, State>;
}

/** A JSONata expression. */
export const jsonata = (expression: string): string => `{% ${expression} %}`;

/** Throttling has a rule of its own: buckets of 10 calls per second refill soon, so ask often and jittered. */
const throttled = {
  ErrorEquals: ["RetryableError", "Lambda.TooManyRequestsException"],
  IntervalSeconds: 2,
  BackoffRate: 2,
  MaxAttempts: 6,
  MaxDelaySeconds: 60,
  JitterStrategy: "FULL",
};

/** What goes wrong between Step Functions and Lambda, and whoever moved first; see AWS's list of Lambda errors. */
const interrupted = {
  ErrorEquals: [
    "ConflictError",
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.Unknown",
    "Runtime.ExitError",
    "Sandbox.Timedout",
    "States.Timeout",
  ],
  IntervalSeconds: 2,
  BackoffRate: 2,
  MaxAttempts: 3,
  JitterStrategy: "FULL",
};

export interface Call {
  partition: string;
  function: string;
  /** The function's input: an object of values and expressions. */
  payload: unknown;
  /** Lambda's longest is 900. Longer than the function's own, so that Lambda's error is the one seen. */
  timeoutSeconds?: number;
  next?: string;
  more?: State;
}

/** Invokes a function. What it returns is laid over the state's input: its word is then `$states.input.outcome`. */
export const task = (call: Call): State => ({
  Type: "Task",
  Resource: `arn:${call.partition}:states:::lambda:invoke`,
  Arguments: { FunctionName: call.function, Payload: call.payload },
  Output: jsonata("$merge([$states.input, $states.result.Payload])"),
  TimeoutSeconds: call.timeoutSeconds ?? 960,
  Retry: [throttled, interrupted],
  ...call.more,
  ...(call.next ? { Next: call.next } : { End: true }),
});

/** Goes on by the one word that a function returned. A word that is not listed fails: `fallback` says where. */
export const byOutcome = (outcomes: Record<string, string>, fallback: string): State => ({
  Type: "Choice",
  Choices: Object.entries(outcomes).map(([word, next]) => ({
    Condition: jsonata(`$states.input.outcome = '${word}'`),
    Next: next,
  })),
  Default: fallback,
});

/** Seconds of a pause that grows with each attempt: what is nearly there is not waited for long. */
export interface Growing {
  /** After the first attempt; twice as long after the second, three times after the third. */
  first: number;
  most: number;
}

/** Waits, and counts the attempt that comes next. */
export const pause = (seconds: number | Growing, next: string, comment: string): State => ({
  Comment: comment,
  Type: "Wait",
  Seconds:
    typeof seconds === "number"
      ? seconds
      : jsonata(`$min([${seconds.most}, ${seconds.first} * $states.input.attempt])`),
  Output: jsonata("$merge([$states.input, {'attempt': $states.input.attempt + 1}])"),
  Next: next,
});

/** Where a word arrives that no function of ours returns. */
export const unknownOutcome: State = {
  Type: "Fail",
  Error: "UnknownOutcome",
  Cause: jsonata(
    "'A function returned an outcome that this workflow does not know: ' & $string($states.input.outcome)",
  ),
};
