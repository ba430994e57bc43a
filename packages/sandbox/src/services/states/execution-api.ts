// The API of executions: start, stop, describe, list, history.
import type { Json } from "@rollcall/asl";
import { randomUuid } from "../../random.ts";
import { AwsError, type Handlers, type World } from "../../wire/service.ts";
import { refuseAll, unlisted } from "../constraints.ts";
import type { Executions } from "./executions.ts";
import { type Express, synchronous } from "./express.ts";
import { findMachine, findStartable } from "./lookup.ts";
import type { ExecutionRecord, Kept } from "./record.ts";
import {
  checkArn,
  checkInput,
  checkName,
  executionDoesNotExist,
  LONG_TOKEN,
  page,
  validation,
} from "./refusals.ts";

/** In the model's order, as AWS names them. */
const STATUSES = ["SUCCEEDED", "TIMED_OUT", "PENDING_REDRIVE", "ABORTED", "FAILED", "RUNNING"];

/** Start, stop, describe, list, and the history. */
export function executionHandlers(
  world: World,
  kept: Kept,
  executions: Executions,
  express: Express,
): Handlers {
  const find = (arn: string): ExecutionRecord => {
    checkArn(arn, "execution");
    const record = executions.get(arn);
    if (!record) throw executionDoesNotExist(arn);
    return record;
  };
  return {
    StartExecution({ stateMachineArn, name, input = "{}", startedBy }) {
      const machine = findStartable(kept, stateMachineArn, world.random);
      if (name !== undefined) checkName(name);
      checkInput(input);
      const named = name ?? randomUuid(world.random);
      const { arn, startedAt } =
        machine.type === "EXPRESS"
          ? express.start(machine, named, input)
          : executions.start(machine, named, input, startedBy);
      return { executionArn: arn, startDate: new Date(startedAt) };
    },
    StartSyncExecution({ stateMachineArn, name, input = "{}" }, { connection }) {
      const machine = findStartable(kept, stateMachineArn, world.random);
      if (machine.type !== "EXPRESS") throw wrongType();
      if (name !== undefined) checkName(name);
      checkInput(input);
      const run = express.start(machine, name ?? randomUuid(world.random), input);
      const answer = synchronous(run, input);
      return connection === undefined ? answer : world.clock.waiting(answer, connection);
    },
    async StopExecution({ executionArn, error, cause }) {
      const record = find(executionArn);
      if (record.status === "RUNNING") {
        executions.stop(executionArn, {
          ...(error !== undefined && { error }),
          ...(cause !== undefined && { cause }),
        });
        await executions.ended(executionArn, new AbortController().signal);
      }
      return { stopDate: new Date(executions.get(executionArn)!.stoppedAt!) };
    },
    DescribeExecution: ({ executionArn }) => described(find(executionArn)),
    ListExecutions(input) {
      const { stateMachineArn, mapRunArn, statusFilter, redriveFilter } = input;
      if ((stateMachineArn === undefined) === (mapRunArn === undefined))
        throw validation("Must provide a state machine ARN or map run ARN");
      if (mapRunArn !== undefined && !kept.mapRuns.has(mapRunArn))
        throw new AwsError("ResourceNotFound", `Resource not found: '${mapRunArn}'`);
      refuseAll(unlisted("statusFilter", statusFilter, STATUSES), "ValidationException");
      const alias = kept.aliases.get(stateMachineArn);
      const machine =
        mapRunArn === undefined
          ? findMachine(kept, alias?.machineArn ?? stateMachineArn)
          : undefined;
      if (machine?.type === "EXPRESS") throw wrongType();
      const version = machine && "machineArn" in machine ? machine : undefined;
      const wanted = executions
        .of(mapRunArn ?? version?.machineArn ?? machine!.arn)
        .filter(({ versionArn }) => !version || versionArn === version.arn)
        .filter(({ aliasArn }) => !alias || aliasArn === alias.arn)
        .filter(({ status }) => !statusFilter || status === statusFilter)
        // Nothing is ever redriven here.
        .filter(() => redriveFilter !== "REDRIVEN");
      const found = page(wanted, ({ arn }) => arn, input, LONG_TOKEN);
      return {
        executions: found.items.map((one) => ({
          executionArn: one.arn,
          stateMachineArn: one.machineArn,
          name: one.name,
          status: one.status,
          startDate: new Date(one.startedAt),
          ...(one.stoppedAt !== undefined && { stopDate: new Date(one.stoppedAt) }),
          ...(one.mapRunArn && { mapRunArn: one.mapRunArn }),
          ...(one.versionArn && { stateMachineVersionArn: one.versionArn }),
          ...(one.aliasArn && { stateMachineAliasArn: one.aliasArn }),
          redriveCount: 0,
        })),
        ...(found.nextToken && { nextToken: found.nextToken }),
      };
    },
    GetExecutionHistory({
      executionArn,
      reverseOrder,
      includeExecutionData = true,
      maxResults,
      nextToken,
    }) {
      find(executionArn);
      const events = [...kept.history(executionArn).values()] as Record<string, Json>[];
      if (reverseOrder) events.reverse();
      const found = page(events, ({ id }) => String(id), { maxResults, nextToken });
      return {
        events: found.items.map((event) => ({
          ...(includeExecutionData ? event : withoutData(event)),
          timestamp: new Date((event.timestamp as number) * 1000),
        })),
        ...(found.nextToken && { nextToken: found.nextToken }),
      };
    },
  };
}

const wrongType = () =>
  new AwsError(
    "StateMachineTypeNotSupported",
    "This operation is not supported by this type of state machine",
  );

/** An execution as DescribeExecution gives it; what is absent has no key. */
export function described(record: ExecutionRecord): Record<string, unknown> {
  const { status, output, error, cause, stoppedAt } = record;
  const redrivable = status === "FAILED" || status === "TIMED_OUT" || status === "ABORTED";
  return {
    executionArn: record.arn,
    stateMachineArn: record.machineArn,
    name: record.name,
    status,
    startDate: new Date(record.startedAt),
    ...(stoppedAt !== undefined && { stopDate: new Date(stoppedAt) }),
    input: record.input,
    inputDetails: { included: true },
    ...(output !== undefined && { output, outputDetails: { included: true } }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
    ...(record.mapRunArn && { mapRunArn: record.mapRunArn }),
    ...(record.versionArn && { stateMachineVersionArn: record.versionArn }),
    ...(record.aliasArn && { stateMachineAliasArn: record.aliasArn }),
    redriveCount: 0,
    redriveStatus: redrivable ? "REDRIVABLE" : "NOT_REDRIVABLE",
    ...(!redrivable && {
      redriveStatusReason: `Execution is ${status} and cannot be redriven`,
    }),
  };
}

const DATA = new Set(["input", "output", "parameters", "cause", "assignedVariables"]);

/** The event without inputs, outputs, causes and variables. */
function withoutData(event: Record<string, Json>): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(event).map(([key, value]) => {
      if (!key.endsWith("EventDetails")) return [key, value];
      const details = Object.entries(value as Record<string, Json>);
      return [key, Object.fromEntries(details.filter(([name]) => !DATA.has(name)))];
    }),
  );
}
