// What an ARN of Step Functions names: machines, their versions and their aliases.
import type { Alias, Kept, Machine, Version } from "./record.ts";
import { checkArn, machineDoesNotExist } from "./refusals.ts";

type Route = Alias["routes"][number];

/** A machine by its ARN, or one of its versions. */
export function findMachine({ machines, versions }: Kept, arn: string): Machine | Version {
  checkArn(arn, "stateMachine");
  const found = machines.get(arn) ?? versions.get(arn);
  if (!found) throw machineDoesNotExist(arn);
  return found;
}

/** What an ARN starts: a machine, a version, or the version that an alias leads to this time. */
export function findStartable(
  kept: Kept,
  arn: string,
  random: () => number,
): (Machine | Version) & { aliasArn?: string } {
  const alias = kept.aliases.get(arn);
  if (!alias) return findMachine(kept, arn);
  const [first, second = first] = alias.routes as [Route, Route?];
  const route = random() * 100 < first.weight ? first : second!;
  return { ...findMachine(kept, route.stateMachineVersionArn), aliasArn: arn };
}

/** The aliases of a machine, or of one of its versions, in the order of their making. */
export function aliasesOf({ aliases }: Kept, arn: string): Alias[] {
  return [...aliases.values()].filter(
    ({ machineArn, routes }) =>
      machineArn === arn || routes.some((route) => route.stateMachineVersionArn === arn),
  );
}

/** The versions of a machine, newest first. */
export function versionsOf({ versions }: Kept, machineArn: string): Version[] {
  return [...versions.values()]
    .filter((version) => version.machineArn === machineArn)
    .sort((a, b) => numberOf(b) - numberOf(a));
}

const numberOf = ({ arn }: Version): number => Number(arn.split(":").at(-1));
