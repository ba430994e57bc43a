// The API of state machines.
import { createHash } from "node:crypto";
import { randomUuid } from "../../random.ts";
import { AwsError, type Context, type Handlers, type World } from "../../wire/service.ts";
import { diagnose, requireDefinition } from "./definitions.ts";
import { aliasesOf, findMachine, versionsOf } from "./lookup.ts";
import type { Kept, Machine, Settings, Version } from "./record.ts";
import {
  checkArn,
  checkName,
  machineDoesNotExist,
  page,
  requireRole,
  validation,
} from "./refusals.ts";
import { tagsOf } from "./tags.ts";
import { publish } from "./versions.ts";

/** Keeps a definition under its hash, and gives the hash. */
export function keepDefinition({ definitions }: Kept, definition: string): string {
  const hash = createHash("sha256").update(definition).digest("hex").slice(0, 32);
  if (!definitions.has(hash)) definitions.set(hash, definition);
  return hash;
}

/** Create, update, describe, list and validate. */
export function machineHandlers(world: World, kept: Kept): Handlers {
  const { machines, versions, aliases } = kept;
  return {
    CreateStateMachine(input, context) {
      const { name, definition, roleArn, type = "STANDARD", versionDescription, tags } = input;
      checkName(name);
      requireDefinition(definition, type);
      requireRole(roleArn);
      if (versionDescription !== undefined && !input.publish)
        throw validation("Version description can only be set when publish is true");
      const arn = `arn:aws:states:${context.region}:${context.account}:stateMachine:${name}`;
      const now = world.clock.now();
      const fresh = { arn, name, type, roleArn, definition, settings: settingsOf(input) };
      const known = machines.get(arn);
      // Idempotent for the same definition, type and settings; another role is left as it was (API reference).
      if (known && !same(known, { ...fresh, roleArn: known.roleArn }))
        throw new AwsError("StateMachineAlreadyExists", `State Machine Already Exists: '${arn}'`);
      const machine = known ?? { ...fresh, tags: tagsOf(tags), createdAt: now, updatedAt: now };
      if (!known) machines.set(arn, machine);
      return {
        stateMachineArn: arn,
        creationDate: new Date(machine.createdAt),
        ...(input.publish && {
          stateMachineVersionArn: publish(kept, machine, now, versionDescription).arn,
        }),
      };
    },
    UpdateStateMachine(input) {
      const { stateMachineArn, definition, roleArn, versionDescription } = input;
      const machine = machines.get(stateMachineArn);
      if (!machine) {
        checkArn(stateMachineArn, "stateMachine");
        throw machineDoesNotExist(stateMachineArn);
      }
      const given = settingsOf(input);
      const nothing = Object.keys(given).length === 0;
      if (definition === undefined && roleArn === undefined && nothing && !input.publish)
        throw new AwsError(
          "MissingRequiredParameter",
          "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified",
        );
      if (versionDescription !== undefined && !input.publish)
        throw validation("Version description can only be set when publish is true");
      if (definition !== undefined) requireDefinition(definition, machine.type);
      if (roleArn !== undefined) requireRole(roleArn);
      const now = world.clock.now();
      const wanted: Machine = {
        ...machine,
        ...(definition !== undefined && { definition }),
        ...(roleArn !== undefined && { roleArn }),
        settings: { ...machine.settings, ...given },
      };
      // Nothing changed: nothing new (recorded).
      const changed: Machine = same(machine, wanted)
        ? machine
        : { ...wanted, revisionId: randomUuid(world.random), updatedAt: now };
      machines.set(machine.arn, changed);
      return {
        updateDate: new Date(now),
        ...(changed.revisionId && { revisionId: changed.revisionId }),
        ...(input.publish && {
          stateMachineVersionArn: publish(kept, changed, now, versionDescription, true).arn,
        }),
      };
    },
    DeleteStateMachine({ stateMachineArn }) {
      checkArn(stateMachineArn, "stateMachine");
      for (const { arn } of aliasesOf(kept, stateMachineArn)) aliases.delete(arn);
      for (const { arn } of versionsOf(kept, stateMachineArn)) versions.delete(arn);
      machines.delete(stateMachineArn);
    },
    DescribeStateMachine: ({ stateMachineArn }) => described(findMachine(kept, stateMachineArn)),
    DescribeStateMachineForExecution({ executionArn }) {
      checkArn(executionArn, "execution");
      const execution = kept.executions.get(executionArn);
      if (!execution)
        throw new AwsError("ExecutionDoesNotExist", `Execution Does Not Exist: '${executionArn}'`);
      const { machineArn, roleArn, mapRunArn, revisionId } = execution;
      const machine = machines.get(machineArn.split("/")[0]!);
      const [name, label] = machineArn.split(":").at(-1)!.split("/") as [string, string?];
      return {
        stateMachineArn: machineArn,
        name,
        definition: kept.definitions.get(execution.definition) ?? machine?.definition ?? "{}",
        roleArn,
        updateDate: new Date(machine?.updatedAt ?? execution.startedAt),
        ...DEFAULTS,
        ...machine?.settings,
        ...(revisionId && { revisionId }),
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

/** What a machine has that says nothing of it (recorded). */
const DEFAULTS = {
  loggingConfiguration: { level: "OFF", includeExecutionData: false },
  tracingConfiguration: { enabled: false },
  encryptionConfiguration: { type: "AWS_OWNED_KEY" },
};

function described(machine: Machine | Version): Record<string, unknown> {
  return {
    stateMachineArn: machine.arn,
    name: machine.name,
    status: "ACTIVE",
    definition: machine.definition,
    roleArn: machine.roleArn,
    type: machine.type,
    creationDate: new Date(machine.createdAt),
    ...DEFAULTS,
    ...machine.settings,
    ...(machine.revisionId && { revisionId: machine.revisionId }),
    ...("description" in machine && { description: machine.description }),
  };
}

function settingsOf(input: Record<string, unknown>): Settings {
  const given = Object.keys(DEFAULTS).filter((name) => input[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, input[name]])) as Settings;
}

/** Whether two machines of one name do the same. */
function same(a: Machine, b: Pick<Machine, "definition" | "type" | "roleArn" | "settings">) {
  const telling = ({ definition, type, roleArn, settings = {} }: typeof b) =>
    JSON.stringify([definition, type, roleArn, { ...DEFAULTS, ...settings }]);
  return telling(a) === telling(b);
}
