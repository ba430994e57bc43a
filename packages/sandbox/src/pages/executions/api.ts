// What the pages ask of Step Functions, in AWS's shapes, through the sandbox's own gate.
import type { World } from "../../wire/service.ts";

// biome-ignore lint/suspicious/noExplicitAny: AWS's shapes; absent members are read as undefined
export type Shape = any;

/** Whose resources the pages show. */
export interface Home {
  account: string;
  region: string;
}

/** Events of one execution that are read; AWS ends an execution at 25,000. */
const MOST_EVENTS = 25_000;
/** Executions of one machine that are read for the list. */
const MOST_EXECUTIONS = 2_000;

/** The one caller of these pages, so that its reads can be told from the app's. */
export const reader = (account: string) => `arn:aws:iam::${account}:user/sandbox-pages`;

/** Milliseconds of a timestamp, in any of the forms in which one may come. */
export function moment(value: Date | number | string | undefined): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (value instanceof Date) return value.getTime();
  if (typeof value === "string") return Date.parse(value);
  return value < 1e11 ? value * 1000 : value;
}

/** One row of a list of executions. */
export interface Row {
  arn: string;
  name: string;
  machine: string;
  status: string;
  started: number;
  stopped: number | undefined;
}

/** Reads what the pages show. */
export class StatesReader {
  readonly #world: World;
  readonly #home: Home;

  constructor(world: World, home: Home) {
    this.#world = world;
    this.#home = home;
  }

  call(operation: string, input: object, service = "states"): Promise<Shape> {
    const context = { ...this.#home, principal: reader(this.#home.account) };
    return this.#world.call(service, operation, input, context) as Promise<Shape>;
  }

  async machines(): Promise<{ arn: string; name: string }[]> {
    const pages = await this.#all("ListStateMachines", {}, "stateMachines", 1000);
    return pages.map(({ stateMachineArn, name }) => ({ arn: stateMachineArn, name }));
  }

  /** Executions of these machines, newest first. */
  async executions(machines: { arn: string; name: string }[]): Promise<Row[]> {
    const rows: Row[] = [];
    for (const { arn, name } of machines) {
      const found = await this.#all(
        "ListExecutions",
        { stateMachineArn: arn },
        "executions",
        MOST_EXECUTIONS,
      );
      rows.push(...found.map((execution) => row(execution, name)));
    }
    return rows.sort((a, b) => b.started - a.started);
  }

  /** One page of a Map Run's child executions. */
  async children(mapRunArn: string, status?: string, nextToken?: string, maxResults = 50) {
    const answer = await this.call("ListExecutions", {
      mapRunArn,
      maxResults,
      ...(status && { statusFilter: status }),
      ...(nextToken && { nextToken }),
    });
    return {
      rows: (answer.executions as Shape[]).map((one) => row(one, machineOf(one.executionArn))),
      next: answer.nextToken as string | undefined,
    };
  }

  history(executionArn: string): Promise<Shape[]> {
    return this.#all(
      "GetExecutionHistory",
      { executionArn, includeExecutionData: true },
      "events",
      MOST_EVENTS,
    );
  }

  async #all(operation: string, input: object, member: string, most: number): Promise<Shape[]> {
    const all: Shape[] = [];
    let nextToken: string | undefined;
    do {
      const answer = await this.call(operation, {
        ...input,
        maxResults: 1000,
        ...(nextToken && { nextToken }),
      });
      all.push(...answer[member]);
      nextToken = answer.nextToken;
    } while (nextToken && all.length < most);
    return all;
  }
}

/** `arn:aws:states:region:account:execution:MACHINE[/label]:name` → MACHINE or MACHINE/label. */
export const machineOf = (executionArn: string) => executionArn.split(":")[6] ?? "";

const row = (execution: Shape, machine: string): Row => ({
  arn: execution.executionArn,
  name: execution.name,
  machine,
  status: execution.status,
  started: moment(execution.startDate) ?? 0,
  stopped: moment(execution.stopDate),
});
