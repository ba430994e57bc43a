// The shape of a definition once checkDefinition has let it pass. JSONata only, so a value is either
// itself or, as text between {% and %}, an expression.
import type { Json, JsonObject } from "./json.ts";

/** A literal, or an expression that gives one. */
export type Value<T> = T | string;

/** A state machine, a branch of a Parallel or the processor of a Map. */
export interface Machine {
  StartAt: string;
  States: Record<string, State>;
  QueryLanguage?: string;
  TimeoutSeconds?: number;
  ProcessorConfig?: { Mode?: "INLINE" | "DISTRIBUTED"; ExecutionType?: "STANDARD" | "EXPRESS" };
}

/** What a state, a Choice rule and a catcher have in common. */
export interface Rule {
  Next?: string;
  Assign?: JsonObject;
  Output?: Json;
}

/** One way to try again. */
export interface Retrier {
  ErrorEquals: string[];
  IntervalSeconds?: number;
  MaxAttempts?: number;
  BackoffRate?: number;
  MaxDelaySeconds?: number;
  JitterStrategy?: "NONE" | "FULL";
}

/** Where an error leads. */
export interface Catcher extends Rule {
  ErrorEquals: string[];
  Next: string;
}

/** One rule of a Choice. */
export interface ChoiceRule extends Rule {
  Condition: Value<boolean>;
  Next: string;
}

/** How an ItemReader's object is to be read. */
export interface ReaderConfig {
  InputType?: "JSON" | "JSONL" | "CSV" | "MANIFEST" | "PARQUET";
  CSVHeaderLocation?: "FIRST_ROW" | "GIVEN";
  CSVHeaders?: string[];
  CSVDelimiter?: "COMMA" | "PIPE" | "SEMICOLON" | "SPACE" | "TAB";
  MaxItems?: Value<number>;
  ItemsPointer?: string;
}

/** Batches of items for distributed children. */
export interface ItemBatcher {
  MaxItemsPerBatch?: Value<number>;
  MaxInputBytesPerBatch?: Value<number>;
  BatchInput?: Json;
}

/** Where the results of a Map Run go, and in which form. */
export interface ResultWriter {
  Resource?: string;
  Arguments?: Json;
  WriterConfig?: { Transformation?: "NONE" | "COMPACT" | "FLATTEN"; OutputType?: "JSON" | "JSONL" };
}

/** The types of state. */
export const types = [
  "Task",
  "Pass",
  "Wait",
  "Choice",
  "Succeed",
  "Fail",
  "Parallel",
  "Map",
] as const;

/** The type of a state. */
export type StateType = (typeof types)[number];

/** A state of any type; `checkDefinition` sees to it that only the type's own fields are there. */
export interface State extends Rule {
  Type: StateType;
  End?: boolean;
  QueryLanguage?: string;
  Arguments?: Json;
  Retry?: Retrier[];
  Catch?: Catcher[];
  Resource?: string;
  TimeoutSeconds?: Value<number>;
  HeartbeatSeconds?: Value<number>;
  Credentials?: Json;
  Seconds?: Value<number>;
  Timestamp?: string;
  Choices?: ChoiceRule[];
  Default?: string;
  Error?: string;
  Cause?: string;
  Branches?: Machine[];
  ItemProcessor?: Machine;
  Items?: Json;
  ItemReader?: { Resource: string; Arguments?: Json; ReaderConfig?: ReaderConfig };
  ItemSelector?: Json;
  ItemBatcher?: ItemBatcher;
  ResultWriter?: ResultWriter;
  MaxConcurrency?: Value<number>;
  ToleratedFailureCount?: Value<number>;
  ToleratedFailurePercentage?: Value<number>;
  Label?: string;
}
