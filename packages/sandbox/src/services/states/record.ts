// What is kept of state machines and executions.
import type { Json, MapRun } from "@rollcall/asl";
import type { Collection } from "../../store.ts";
import type { World } from "../../wire/service.ts";

/** A state machine; times are milliseconds. */
export interface Machine {
  arn: string;
  name: string;
  type: "STANDARD" | "EXPRESS";
  roleArn: string;
  definition: string;
  /** Absent until the first update that changes anything. */
  revisionId?: string;
  /** `loggingConfiguration`, `tracingConfiguration` and `encryptionConfiguration` as given: kept, and without effect. */
  settings?: Settings;
  tags?: Record<string, string>;
  /** Number of the version published last; numbers are never given twice. */
  lastVersion?: number;
  createdAt: number;
  updatedAt: number;
}

/** Settings of a machine that only DescribeStateMachine tells of. */
export type Settings = Partial<
  Record<"loggingConfiguration" | "tracingConfiguration" | "encryptionConfiguration", Json>
>;

/** A machine as it was published; its ARN is the machine's with a number. */
export interface Version extends Omit<Machine, "tags" | "lastVersion"> {
  machineArn: string;
  description?: string;
}

/** A name for one or two versions, between which executions are shared out. */
export interface Alias {
  arn: string;
  machineArn: string;
  name: string;
  description?: string;
  /** `weight` is a percentage. */
  routes: { stateMachineVersionArn: string; weight: number }[];
  createdAt: number;
  updatedAt: number;
}

/** The outcome's words in the API. */
export type Status = "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";

/** An execution; input and output are JSON text, times are milliseconds. */
export interface ExecutionRecord {
  arn: string;
  name: string;
  machineArn: string;
  /** The version that it was started by. */
  versionArn?: string;
  aliasArn?: string;
  /** The machine's revision at its start. */
  revisionId?: string;
  roleArn: string;
  /** Key in `definitions`: a machine may change while its executions go on. */
  definition: string;
  status: Status;
  input: string;
  output?: string;
  error?: string;
  cause?: string;
  startedAt: number;
  stoppedAt?: number;
  /** For children of a distributed Map. */
  mapRunArn?: string;
  parentArn?: string;
  /** The task attempt that started it, so that a resumed attempt finds it again. */
  startedBy?: string;
}

/** The collections of this service. */
export interface Kept {
  machines: Collection<Machine>;
  versions: Collection<Version>;
  aliases: Collection<Alias>;
  definitions: Collection<string>;
  executions: Collection<ExecutionRecord>;
  mapRuns: Collection<MapRun>;
  /** The events of one execution, by id. */
  history(arn: string): Collection<Json>;
  /** What one execution got from outside; its children's too. */
  journal(arn: string): Collection<Json>;
}

/** The collections of this service in a world. */
export const kept = (world: World): Kept => ({
  machines: world.store.collection("states/machines"),
  versions: world.store.collection("states/versions"),
  aliases: world.store.collection("states/aliases"),
  definitions: world.store.collection("states/definitions"),
  executions: world.store.collection("states/executions"),
  mapRuns: world.store.collection("states/map-runs"),
  history: (arn) => world.store.collection(`states/history/${arn}`),
  journal: (arn) => world.store.collection(`states/journal/${arn}`),
});
