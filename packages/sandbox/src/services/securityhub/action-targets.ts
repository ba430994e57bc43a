// Custom actions of the console: kept, and called by nobody.
import type { Context, Handlers, World } from "../../wire/service.ts";
import { keptByHub } from "./kept-by-hub.ts";
import { readPage } from "./pages.ts";
import { conflict, invalidInput, notFound } from "./refusals.ts";
import type { State } from "./state.ts";

interface ActionTarget {
  ActionTargetArn: string;
  Name: string;
  Description: string;
}

/** Lengths, at most (user guide, "Creating a custom action"). */
const LONGEST = { Id: 20, Name: 20, Description: 500 };

/** Operations on custom actions. */
export function actionTargetOperations(world: World, state: State): Handlers {
  const { own, put } = keptByHub<ActionTarget>(world, state, "action-targets");
  const find = (caller: Context, arn: string) => {
    const found = own(caller).find((one) => one.ActionTargetArn === arn);
    if (!found) throw notFound(`ActionTarget ${arn} was not found`); // assumed, text only
    return found;
  };
  const check = (input: Partial<Record<keyof typeof LONGEST, string>>) => {
    for (const name of ["Id", "Name", "Description"] as const)
      if (input[name] !== undefined && !(input[name].trim() && input[name].length <= LONGEST[name]))
        throw invalidInput(`Invalid parameter '${name}': 1 to ${LONGEST[name]} letters`); // assumed, text only
    if (input.Id !== undefined && !/^[a-zA-Z0-9]+$/.test(input.Id))
      throw invalidInput("Invalid parameter 'Id': letters and digits only"); // assumed, text only
  };

  return {
    CreateActionTarget(input, caller: Context) {
      const all = own(caller);
      check(input);
      const { Name, Description, Id } = input;
      const ActionTargetArn = `arn:aws:securityhub:${caller.region}:${caller.account}:action/custom/${Id}`;
      if (all.some((one) => one.ActionTargetArn === ActionTargetArn))
        throw conflict(`ActionTarget ${ActionTargetArn} already exists`); // assumed, text only
      put(caller, [...all, { ActionTargetArn, Name, Description }]);
      return { ActionTargetArn };
    },

    DescribeActionTargets({ ActionTargetArns: arns, MaxResults, NextToken }, caller: Context) {
      const all = arns?.length ? arns.map((arn: string) => find(caller, arn)) : own(caller);
      const { items, next } = readPage(all, { MaxResults, NextToken, most: 100 });
      return { ActionTargets: items, NextToken: next };
    },

    UpdateActionTarget(input, caller: Context) {
      const { ActionTargetArn, Name, Description } = input;
      const old = find(caller, ActionTargetArn);
      check({ Name, Description });
      const changed = {
        ...old,
        Name: Name ?? old.Name,
        Description: Description ?? old.Description,
      };
      put(
        caller,
        own(caller).map((one) => (one.ActionTargetArn === ActionTargetArn ? changed : one)),
      );
      return {};
    },

    DeleteActionTarget({ ActionTargetArn }, caller: Context) {
      find(caller, ActionTargetArn);
      put(
        caller,
        own(caller).filter((one) => one.ActionTargetArn !== ActionTargetArn),
      );
      return { ActionTargetArn };
    },
  };
}
