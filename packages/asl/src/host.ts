// What the interpreter needs from outside, and what it tells the outside.
import type { Clock } from "./clock.ts";
import type { Execution } from "./execution.ts";
import type { Json, JsonObject } from "./json.ts";

/** One event as GetExecutionHistory gives it; `timestamp` is in seconds since 1970. */
export interface HistoryEvent {
  id: number;
  previousEventId: number;
  timestamp: number;
  type: string;
  /** `<type with a small first letter>EventDetails`. */
  [details: string]: Json;
}

/** The ARNs that an execution carries in its context and its events. */
export interface Names {
  executionArn: string;
  stateMachineArn: string;
  roleArn: string;
}

/** How an execution ended. `error` and `cause` are absent where the failure has none. */
export type Result =
  | { status: "SUCCEEDED"; output: Json }
  | { status: "FAILED" | "ABORTED"; error?: string; cause?: string }
  | { status: "TIMED_OUT" };

/** What the end of a Task's `Resource` asks for. */
export type TaskPattern = "" | "sync" | "sync:2" | "waitForTaskToken";

/** One attempt of a Task state. */
export interface TaskCall {
  state: string;
  /** The `Resource` as the definition has it. */
  resource: string;
  /** `lambda`, `states`, `aws-sdk:s3` …; `lambda` also for a plain function ARN. */
  service: string;
  /** `invoke`, `startExecution` … without the pattern; the ARN itself for a plain function ARN. */
  action: string;
  pattern: TaskPattern;
  arguments: Json;
  /** The role of `Credentials`, when the state has it. */
  credentials?: JsonObject;
  /** 0 for the first attempt of this visit of the state. */
  attempt: number;
  /** Unique within the execution, and the same in every process that resumes this attempt. */
  id: string;
  /** `$states.context.Task.Token`, for every pattern but "". */
  token?: string;
  executionArn: string;
  /** True when an earlier process may have started this very attempt already: attach if it did. */
  resumed: boolean;
  /** What the earlier process handed to `submitted`. */
  submittedOutput?: Json;
  /** Aborts when the answer is no longer wanted: timeout, stop, a sibling's failure. */
  signal: AbortSignal;
  /** The other side took the job (TaskSubmitted). Counts once for an attempt. */
  submitted(output: Json): void;
  /** SendTaskHeartbeat. */
  heartbeat(): void;
}

/** An ItemReader's read. */
export interface ReadCall {
  resource: string;
  arguments: Json;
  executionArn: string;
}

/** One file of a ResultWriter. */
export interface WriteCall {
  resource: string;
  /** The ResultWriter's `Arguments`: Bucket, Prefix. */
  arguments: JsonObject;
  bucket: string;
  key: string;
  body: string;
  executionArn: string;
}

/** A distributed Map's child execution, told to the host as it starts. */
export interface Child {
  mapRunArn: string;
  parentArn: string;
  names: Names;
  type: "STANDARD" | "EXPRESS";
  input: Json;
  /** Milliseconds. */
  startedAt: number;
  /** True when an earlier process began it. */
  resumed: boolean;
  /** For its `events`, and to `stop` it. */
  execution: Execution;
}

/** What the host wants to hear about a child execution. */
export interface ChildObserver {
  onEvent?(event: HistoryEvent): void;
  ended?(result: Result, endedAt: number): void;
}

/** Counts of DescribeMapRun, for items and for executions. */
export interface MapRunCounts {
  pending: number;
  running: number;
  succeeded: number;
  failed: number;
  timedOut: number;
  aborted: number;
  total: number;
  resultsWritten: number;
}

/**
 * A Map Run as it stands. Times are milliseconds. Children that a host still believes to be running when
 * their Map Run has ended were aborted, perhaps by a process that died before it could tell.
 */
export interface MapRun {
  mapRunArn: string;
  executionArn: string;
  /** The machine whose state began it. */
  stateMachineArn: string;
  status: "RUNNING" | "SUCCEEDED" | "FAILED" | "ABORTED";
  startedAt: number;
  stoppedAt?: number;
  maxConcurrency: number;
  toleratedFailureCount: number;
  toleratedFailurePercentage: number;
  itemCounts: MapRunCounts;
  executionCounts: MapRunCounts;
}

/** The outside world of an execution. */
export interface Host {
  clock: Clock;
  /** Resolves with the answer, rejects with `{ error?, cause? }`, or stays silent until `signal` aborts. */
  task(call: TaskCall): Promise<Json>;
  /** The text of an object, or the listed objects; rejects with `{ error?, cause? }`. */
  read(call: ReadCall): Promise<string | Json[]>;
  /** Stores one file of a ResultWriter; rejects with `{ error?, cause? }`. Without it nothing is stored. */
  write?(call: WriteCall): Promise<void>;
  /** Each event of this execution's own history. A resumed execution tells all again, with the same ids. */
  onEvent?(event: HistoryEvent): void;
  /** A distributed Map's child begins; ended children of a resumed execution are not told again. */
  child?(child: Child): ChildObserver | undefined;
  /** A Map Run began, moved or ended. */
  mapRun?(run: MapRun): void;
  /** 0 ≤ x < 1; seeds tokens, ids, `$random`, `$uuid` and jitter. Default: `Math.random`. */
  random?(): number;
}

/**
 * Where an execution keeps what it got from outside. Keys are written once and in order; an execution
 * that finds its keys filled continues where they end. Keys of children begin with the child's own path.
 */
export interface Journal {
  get(key: string): Json | undefined;
  set(key: string, value: Json): void;
}
