// Aliases of state machines: names for versions, which executions are started by. Texts are recorded.
import { AwsError, type Handlers, type World } from "../../wire/service.ts";
import { misspelt, outside, refuseAll } from "../constraints.ts";
import { aliasesOf, findMachine } from "./lookup.ts";
import type { Alias, Kept } from "./record.ts";
import { checkArn, page, validation } from "./refusals.ts";

type Routes = Alias["routes"];

const NAME = { letters: "^(?=.*[a-zA-Z_\\-\\.])[a-zA-Z0-9_\\-\\.]+$", least: 1, most: 80 };

/** Create, describe, update, list and delete. */
export function aliasHandlers(world: World, kept: Kept): Handlers {
  const { aliases } = kept;
  const find = (arn: string): Alias => {
    checkArn(arn, "stateMachine");
    const alias = aliases.get(arn);
    if (!alias) throw missing();
    return alias;
  };
  return {
    CreateStateMachineAlias({ name, description, routingConfiguration: routes }) {
      refuseAll([...misspelt("name", name, NAME), ...misrouted(routes)], "ValidationException");
      const machineArn = requireRoutes(kept, routes);
      const arn = `${machineArn}:${name}`;
      const known = aliases.get(arn);
      const telling = (one: { description?: string; routes: Routes }) =>
        JSON.stringify([one.description, one.routes]);
      if (known && telling(known) !== telling({ description, routes }))
        throw new AwsError(
          "ConflictException",
          "Failed to create alias because an alias with the same name and a different routing configuration already exists.",
        );
      const now = world.clock.now();
      const times = { createdAt: known?.createdAt ?? now, updatedAt: now };
      const told = description === undefined ? {} : { description };
      aliases.set(arn, { arn, machineArn, name, routes, ...told, ...times });
      return { stateMachineAliasArn: arn, creationDate: new Date(times.createdAt) };
    },
    DescribeStateMachineAlias({ stateMachineAliasArn }) {
      const { arn, name, description, routes, createdAt, updatedAt } = find(stateMachineAliasArn);
      return {
        stateMachineAliasArn: arn,
        name,
        ...(description !== undefined && { description }),
        routingConfiguration: routes,
        creationDate: new Date(createdAt),
        updateDate: new Date(updatedAt),
      };
    },
    UpdateStateMachineAlias({ stateMachineAliasArn, description, routingConfiguration: routes }) {
      const alias = find(stateMachineAliasArn);
      if (description === undefined && routes === undefined)
        // assumed, text only.
        throw validation("Either the description or the routing configuration must be specified");
      if (routes !== undefined) {
        refuseAll(misrouted(routes), "ValidationException");
        requireRoutes(kept, routes);
      }
      const updatedAt = world.clock.now();
      const changed = {
        ...(description !== undefined && { description }),
        ...(routes !== undefined && { routes }),
      };
      aliases.set(alias.arn, { ...alias, ...changed, updatedAt });
      return { updateDate: new Date(updatedAt) };
    },
    ListStateMachineAliases({ stateMachineArn, maxResults, nextToken }) {
      const all = aliasesOf(kept, findMachine(kept, stateMachineArn).arn);
      const found = page(all, ({ arn }) => arn, { maxResults, nextToken });
      return {
        stateMachineAliases: found.items.map(({ arn, createdAt }) => ({
          stateMachineAliasArn: arn,
          creationDate: new Date(createdAt),
        })),
        ...(found.nextToken && { nextToken: found.nextToken }),
      };
    },
    DeleteStateMachineAlias({ stateMachineAliasArn }) {
      checkArn(stateMachineAliasArn, "stateMachine");
      aliases.delete(stateMachineAliasArn);
    },
  };
}

const missing = () =>
  new AwsError("ResourceNotFound", "Request references a resource that does not exist.");

/** What breaks the model's constraints. */
function misrouted(routes: Routes): string[] {
  const weights = routes.flatMap(({ weight }, i) =>
    outside(`routingConfiguration.${i + 1}.member.weight`, weight, 0, 100),
  );
  if (routes.length <= 2) return weights;
  const items = routes.map(
    ({ stateMachineVersionArn, weight }) =>
      `RoutingConfigurationListItem(stateMachineVersionArn=${stateMachineVersionArn}, weight=${weight})`,
  );
  const rule = "failed to satisfy constraint: Member must have length less than or equal to 2";
  return [`Value '[${items.join(", ")}]' at 'routingConfiguration' ${rule}`, ...weights];
}

/** The machine whose versions these are. */
function requireRoutes({ versions }: Kept, routes: Routes): string {
  const arns = routes.map((route) => route.stateMachineVersionArn);
  const received = (list: unknown[]) => `Received: [${list.join(", ")}]`;
  const must = "Routing configuration must contain";
  if (!arns.every((arn) => /:stateMachine:[^:]+:\d+$/.test(arn)))
    throw validation(`${must} state machine version ARNs. ${received(arns)}`);
  if (new Set(arns).size < arns.length)
    throw validation(`${must} distinct state machine version ARNs. ${received(arns)}`);
  const weights = routes.map(({ weight }) => weight);
  if (weights.reduce((sum, weight) => sum + weight, 0) !== 100)
    throw validation(`Sum of routing configuration weights must equal 100. ${received(weights)}`);
  const found = arns.map((arn) => versions.get(arn)?.machineArn);
  if (found.includes(undefined)) throw missing();
  if (new Set(found).size > 1)
    // assumed, text only.
    throw validation(`${must} versions of one state machine. ${received(arns)}`);
  return found[0]!;
}
