// What can go wrong with a state, as Retry and Catch see it.

/** The two optional fields as events, outputs and API answers carry them. */
export interface ErrorFields {
  error?: string;
  cause?: string;
}

/** An error of a state: what Retry and Catch match, what ends an execution. */
export class Failure extends Error {
  readonly error: string | undefined;
  readonly reason: string | undefined;
  /** Set for a failed evaluation until its EvaluationFailed event is written. */
  evaluation: { location?: string; follows: "before" | "entered" } | undefined;
  /** Set for a States.Runtime of a state's own fields: the event that the failure follows. */
  follows: number | undefined;
  /** An expired TimeoutSeconds or HeartbeatSeconds; a heartbeat can also be matched by its own name. */
  readonly expired: "timeout" | "heartbeat" | undefined;

  constructor(error?: string, reason?: string, expired?: "timeout" | "heartbeat") {
    super(`${error ?? "(no error)"}: ${reason ?? ""}`);
    this.error = error;
    this.reason = reason;
    this.expired = expired;
  }

  /** `error` and `cause`, each only where the failure has it. */
  fields(): ErrorFields {
    return {
      ...(this.error !== undefined && { error: this.error }),
      ...(this.reason !== undefined && { cause: this.reason }),
    };
  }
}

/** Why a scope ended before its time. */
export type End =
  /** A sibling failed. */
  | { kind: "sibling" }
  /** StopExecution, or the end of a child's Map Run. */
  | { kind: "stopped"; fields: ErrorFields }
  /** TimeoutSeconds of the machine. */
  | { kind: "expired" }
  /** The history is full. */
  | { kind: "full"; failure: Failure };

/** Thrown through a scope that was ended from outside; nothing catches it but who ended it. */
export class Aborted extends Error {
  readonly end: End;

  constructor(end: End) {
    super(`ended from outside: ${end.kind}`);
    this.end = end;
  }
}
