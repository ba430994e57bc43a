// Express executions: they end within five minutes, and nobody can ask for them afterwards.
import { Execution, type HistoryEvent, type JsonObject, type Result } from "@rollcall/asl";
import { randomUuid } from "../../random.ts";
import type { World } from "../../wire/service.ts";
import type { Integrations } from "./executions.ts";
import type { Machine, Version } from "./record.ts";
import type { Transitions } from "./transitions.ts";

/** Five minutes (quota). */
const LONGEST_SECONDS = 300;

/** One that was started; times are milliseconds. */
export interface ExpressRun {
  arn: string;
  machineArn: string;
  name: string;
  startedAt: number;
  /** Its history so far. */
  events: readonly HistoryEvent[];
  /** Never rejects for what the machine did. */
  ended: Promise<{ result: Result; endedAt: number }>;
}

/** All that run. They are not kept: a process that ends takes them with it, as AWS may (at least once). */
export class Express {
  readonly #world: World;
  readonly #transitions: Transitions;
  readonly #integrations: () => Integrations;
  readonly #roles = new Map<string, string>();

  constructor(world: World, transitions: Transitions, integrations: () => Integrations) {
    this.#world = world;
    this.#transitions = transitions;
    this.#integrations = integrations;
  }

  /** The role of one that runs. */
  roleOf(arn: string): string | undefined {
    return this.#roles.get(arn);
  }

  unfinished(): boolean {
    return this.#roles.size > 0;
  }

  /** Starts one; names need not differ. */
  start(
    machine: Pick<Machine, "arn" | "roleArn" | "definition"> | Version,
    name: string,
    input: string,
  ): ExpressRun {
    const { clock, random } = this.#world;
    const machineArn = "machineArn" in machine ? machine.machineArn : machine.arn;
    const arn = `${machineArn.replace(":stateMachine:", ":express:")}:${name}:${randomUuid(random)}`;
    const { roleArn } = machine;
    const { TimeoutSeconds = LONGEST_SECONDS, ...rest } = JSON.parse(machine.definition) as {
      TimeoutSeconds?: number;
    } & JsonObject;
    const bounded = { ...rest, TimeoutSeconds: Math.min(TimeoutSeconds, LONGEST_SECONDS) };
    const { task, read, write } = this.#integrations();
    const execution = new Execution(
      bounded,
      {
        clock,
        random,
        task: async (call) => {
          await this.#transitions.room(arn, call.signal);
          return task(call);
        },
        read,
        ...(write && { write }),
        onEvent: ({ type }) => {
          if (type.endsWith("StateEntered")) this.#transitions.entered(arn);
        },
      },
      { executionArn: arn, stateMachineArn: machineArn, roleArn },
    );
    this.#roles.set(arn, roleArn);
    const startedAt = clock.now();
    const ended = execution
      .run(JSON.parse(input))
      .catch((broken): Result => {
        this.#world.log(`${arn} broke: ${broken instanceof Error ? broken.stack : broken}`);
        return { status: "FAILED", error: "States.Runtime", cause: String(broken) };
      })
      .then((result) => {
        this.#roles.delete(arn);
        return { result, endedAt: clock.now() };
      });
    return { arn, machineArn, name, startedAt, events: execution.events, ended };
  }
}

/** The answer of StartSyncExecution (recorded; the memory is always the least that is billed). */
export async function synchronous(
  run: ExpressRun,
  input: string,
): Promise<Record<string, unknown>> {
  const { result, endedAt } = await run.ended;
  const { status } = result;
  const whole = { included: true };
  return {
    executionArn: run.arn,
    stateMachineArn: run.machineArn,
    name: run.name,
    startDate: new Date(run.startedAt),
    stopDate: new Date(endedAt),
    status: status === "ABORTED" ? "FAILED" : status,
    input,
    inputDetails: whole,
    outputDetails: whole,
    ...(status === "SUCCEEDED" && { output: JSON.stringify(result.output) }),
    ...(status === "TIMED_OUT" && { error: "States.Timeout" }),
    ...((status === "FAILED" || status === "ABORTED") && {
      ...(result.error !== undefined && { error: result.error }),
      ...(result.cause !== undefined && { cause: result.cause }),
    }),
    billingDetails: {
      billedMemoryUsedInMB: 64,
      billedDurationInMilliseconds: Math.max(1, Math.ceil((endedAt - run.startedAt) / 100)) * 100,
    },
  };
}
