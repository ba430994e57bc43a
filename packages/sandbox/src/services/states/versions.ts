// Published versions of state machines.
import { AwsError, type Handlers, type World } from "../../wire/service.ts";
import { aliasesOf, versionsOf } from "./lookup.ts";
import type { Kept, Machine, Version } from "./record.ts";
import { checkArn, machineDoesNotExist, page } from "./refusals.ts";

/** What a machine's revision is called before its first change (API reference). */
const INITIAL = "INITIAL";

/**
 * Publishes a machine as it is; gives the latest version where it is the same revision (recorded), unless an update
 * describes it anew.
 */
export function publish(
  kept: Kept,
  machine: Machine,
  now: number,
  description: string | undefined,
  anew = false,
): Version {
  const { tags: _, lastVersion = 0, ...snapshot } = machine;
  const [latest] = versionsOf(kept, machine.arn);
  const renamed = anew && description !== undefined && description !== latest?.description;
  if (latest && latest.revisionId === machine.revisionId && !renamed) return latest;
  const number = lastVersion + 1;
  const version: Version = {
    ...snapshot,
    arn: `${machine.arn}:${number}`,
    machineArn: machine.arn,
    createdAt: now,
    ...(description !== undefined && { description }),
  };
  kept.versions.set(version.arn, version);
  kept.machines.set(machine.arn, { ...machine, lastVersion: number });
  return version;
}

/** Publish, list and delete. */
export function versionHandlers(world: World, kept: Kept): Handlers {
  const find = (arn: string): Machine => {
    checkArn(arn, "stateMachine");
    const machine = kept.machines.get(arn);
    if (!machine) throw machineDoesNotExist(arn);
    return machine;
  };
  return {
    PublishStateMachineVersion({ stateMachineArn, revisionId, description }) {
      const machine = find(stateMachineArn);
      const current = machine.revisionId ?? INITIAL;
      if (revisionId !== undefined && revisionId !== current)
        throw new AwsError(
          "ConflictException",
          `Failed to publish the State Machine version for revision ${revisionId}. The current State Machine revision is ${current}.`,
        );
      const { arn, createdAt } = publish(kept, machine, world.clock.now(), description);
      return { stateMachineVersionArn: arn, creationDate: new Date(createdAt) };
    },
    ListStateMachineVersions({ stateMachineArn, maxResults, nextToken }) {
      const all = versionsOf(kept, find(stateMachineArn).arn);
      const found = page(all, ({ arn }) => arn, { maxResults, nextToken });
      return {
        stateMachineVersions: found.items.map(({ arn, createdAt }) => ({
          stateMachineVersionArn: arn,
          creationDate: new Date(createdAt),
        })),
        ...(found.nextToken && { nextToken: found.nextToken }),
      };
    },
    DeleteStateMachineVersion({ stateMachineVersionArn }) {
      checkArn(stateMachineVersionArn, "stateMachine");
      const using = aliasesOf(kept, stateMachineVersionArn).map(({ name }) => name);
      if (using.length > 0)
        throw new AwsError(
          "ConflictException",
          `Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [${using.join(", ")}]`,
        );
      kept.versions.delete(stateMachineVersionArn);
    },
  };
}
