// The API of state machines.
import { createHash } from "node:crypto";
import { randomUuid } from "../../random.ts";
import { AwsError, type Context, type Handlers, type World } from "../../wire/service.ts";
import { diagnose, requireDefinition } from "./definitions.ts";
import type { Kept, Machine } from "./record.ts";
import { checkArn, checkName, machineDoesNotExist, page } from "./refusals.ts";

/** A machine by ARN; a version or alias at its end is ignored. */
export function findMachine({ machines }: Kept, arn: string): Machine {
  checkArn(arn, "stateMachine");
  const machine = machines.get(arn.split(":").slice(0, 7).join(":"));
  if (!machine) throw machineDoesNotExist(arn);
  return machine;
}

/** Keeps a definition under its hash, and gives the hash. */
export function keepDefinition({ definitions }: Kept, definition: string): string {
  const hash = createHash("sha256").update(definition).digest("hex").slice(0, 32);
  if (!definitions.has(hash)) definitions.set(hash, definition);
  return hash;
}

/** Create, update, describe, list and validate. */
export function machineHandlers(world: World, kept: Kept): Handlers {
  const { machines } = kept;
  const described = (machine: Machine) => ({
    stateMachineArn: machine.arn,
    name: machine.name,
    status: "ACTIVE",
    definition: machine.definition,
    roleArn: machine.roleArn,
    type: machine.type,
    creationDate: new Date(machine.createdAt),
    revisionId: machine.revisionId,
    loggingConfiguration: { level: "OFF", includeExecutionData: false },
    tracingConfiguration: { enabled: false },
  });
  return {
    CreateStateMachine({ name, definition, roleArn, type = "STANDARD" }, context) {
      checkName(name);
      requireDefinition(definition, type);
      if (!/^arn:[^:]+:iam::\d{12}:role\/./.test(roleArn))
        throw new AwsError("InvalidArn", `Invalid Role Arn: '${roleArn}'`);
      const arn = `arn:aws:states:${context.region}:${context.account}:stateMachine:${name}`;
      const known = machines.get(arn);
      // Idempotent for the same definition, type and role (API reference).
      if (
        known &&
        known.definition === definition &&
        known.type === type &&
        known.roleArn === roleArn
      )
        return { stateMachineArn: arn, creationDate: new Date(known.createdAt) };
      if (known)
        throw new AwsError("StateMachineAlreadyExists", `State Machine Already Exists: '${arn}'`);
      const now = world.clock.now();
      const revisionId = randomUuid(world.random);
      machines.set(arn, {
        arn,
        name,
        type,
        roleArn,
        definition,
        revisionId,
        createdAt: now,
        updatedAt: now,
      });
      return { stateMachineArn: arn, creationDate: new Date(now) };
    },
    UpdateStateMachine({ stateMachineArn, definition, roleArn }) {
      const machine = findMachine(kept, stateMachineArn);
      if (definition === undefined && roleArn === undefined)
        throw new AwsError(
          "MissingRequiredParameter",
          "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified",
        );
      if (definition !== undefined) requireDefinition(definition, machine.type);
      const now = world.clock.now();
      const revisionId = randomUuid(world.random);
      const changed = { ...(definition && { definition }), ...(roleArn && { roleArn }) };
      machines.set(machine.arn, { ...machine, ...changed, revisionId, updatedAt: now });
      return { updateDate: new Date(now), revisionId };
    },
    DeleteStateMachine({ stateMachineArn }) {
      checkArn(stateMachineArn, "stateMachine");
      machines.delete(stateMachineArn);
    },
    DescribeStateMachine: ({ stateMachineArn }) => described(findMachine(kept, stateMachineArn)),
    DescribeStateMachineForExecution({ executionArn }) {
      const execution = kept.executions.get(executionArn);
      if (!execution)
        throw new AwsError("ExecutionDoesNotExist", `Execution Does Not Exist: '${executionArn}'`);
      const { machineArn, roleArn, mapRunArn } = execution;
      const machine = machines.get(machineArn.split("/")[0]!);
      const [name, label] = machineArn.split(":").at(-1)!.split("/") as [string, string?];
      return {
        stateMachineArn: machineArn,
        name,
        definition: kept.definitions.get(execution.definition) ?? machine?.definition ?? "{}",
        roleArn,
        updateDate: new Date(machine?.updatedAt ?? execution.startedAt),
        ...(mapRunArn && { mapRunArn }),
        ...(label && { label }),
      };
    },
    ListStateMachines(input, { account, region }: Context) {
      const start = `arn:aws:states:${region}:${account}:`;
      const mine = [...machines.values()].filter(({ arn }) => arn.startsWith(start));
      const { items, nextToken } = page(
        mine.sort((a, b) => (a.name < b.name ? -1 : 1)),
        ({ arn }) => arn,
        input,
      );
      return {
        stateMachines: items.map(({ arn, name, type, createdAt }) => ({
          stateMachineArn: arn,
          name,
          type,
          creationDate: new Date(createdAt),
        })),
        ...(nextToken && { nextToken }),
      };
    },
    ValidateStateMachineDefinition: ({ definition, type = "STANDARD" }) =>
      diagnose(definition, type),
  };
}
