// Amazon States Language, JSONata only: give an Execution a definition and a Host, and run it.
export { checkDefinition, InvalidDefinition } from "./check/check-definition.ts";
export type { Clock } from "./clock.ts";
export { VirtualClock } from "./clock.ts";
export type { ExecutionOptions } from "./execution.ts";
export { Execution } from "./execution.ts";
export type {
  Child,
  ChildObserver,
  HistoryEvent,
  Host,
  Journal,
  MapRun,
  MapRunCounts,
  Names,
  ReadCall,
  Result,
  TaskCall,
  TaskPattern,
  WriteCall,
} from "./host.ts";
export type { Json, JsonObject } from "./json.ts";
export { matches as matchesError } from "./retry.ts";
