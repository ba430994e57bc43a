// Insights: filters under a name, and the findings that meet them, counted. AWS's own insights are not here.
import { randomUuid } from "../../random.ts";
import type { Context, Handlers, World } from "../../wire/service.ts";
import { attributeOf, valuesAt } from "./finding-attributes.ts";
import { type Filters, filtered } from "./finding-filters.ts";
import { keptByHub } from "./kept-by-hub.ts";
import { readPage } from "./pages.ts";
import { invalidInput, notFound } from "./refusals.ts";
import type { State } from "./state.ts";

interface Insight {
  InsightArn: string;
  Name: string;
  Filters: Filters;
  GroupByAttribute: string;
}

/** Values that GetInsightResults gives, at most (user guide, "Insights": the first 100). */
const MOST_RESULTS = 100;

/** Operations on insights. */
export function insightOperations(world: World, state: State): Handlers {
  const { clock } = world;
  const { own, put } = keptByHub<Insight>(world, state, "insights");
  const find = (caller: Context, arn: string) => {
    const found = own(caller).find((one) => one.InsightArn === arn);
    if (!found) throw notFound(`Insight ${arn} was not found`); // assumed, text only
    return found;
  };
  const check = ({ Name, Filters, GroupByAttribute }: Partial<Insight>) => {
    if (Name !== undefined && !(Name.trim() && Name.length <= 128))
      throw invalidInput("Invalid parameter 'Name': 1 to 128 letters"); // assumed, text only
    if (GroupByAttribute !== undefined && !attributeOf(GroupByAttribute))
      throw invalidInput(`Invalid parameter 'GroupByAttribute': ${GroupByAttribute}`); // assumed, text only
    if (Filters !== undefined) filtered([], Filters, clock.now());
  };

  return {
    CreateInsight({ Name, Filters, GroupByAttribute }, caller: Context) {
      const all = own(caller);
      check({ Name, Filters, GroupByAttribute });
      const { account, region } = caller;
      const id = randomUuid(world.random);
      const InsightArn = `arn:aws:securityhub:${region}:${account}:insight/${account}/custom/${id}`;
      put(caller, [...all, { InsightArn, Name, Filters, GroupByAttribute }]);
      return { InsightArn };
    },

    GetInsights({ InsightArns: arns, MaxResults, NextToken }, caller: Context) {
      const all = arns?.length ? arns.map((arn: string) => find(caller, arn)) : own(caller);
      const { items, next } = readPage(all, { MaxResults, NextToken, most: 100 });
      return { Insights: items, NextToken: next };
    },

    GetInsightResults({ InsightArn }, caller: Context) {
      const { Filters, GroupByAttribute } = find(caller, InsightArn);
      const seen = state.findingsSeenBy(caller.account, caller.region);
      const counts = new Map<string, number>();
      for (const finding of filtered(seen, Filters, clock.now()))
        for (const value of new Set(valuesAt(finding, attributeOf(GroupByAttribute)!.place)))
          counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
      const results = [...counts].sort(([, a], [, b]) => b - a).slice(0, MOST_RESULTS);
      const ResultValues = results.map(([GroupByAttributeValue, Count]) => ({
        GroupByAttributeValue,
        Count,
      }));
      return { InsightResults: { InsightArn, GroupByAttribute, ResultValues } };
    },

    UpdateInsight({ InsightArn, ...changes }, caller: Context) {
      const old = find(caller, InsightArn);
      check(changes);
      const changed = {
        ...old,
        Name: changes.Name ?? old.Name,
        Filters: changes.Filters ?? old.Filters,
        GroupByAttribute: changes.GroupByAttribute ?? old.GroupByAttribute,
      };
      put(
        caller,
        own(caller).map((one) => (one.InsightArn === InsightArn ? changed : one)),
      );
      return {};
    },

    DeleteInsight({ InsightArn }, caller: Context) {
      find(caller, InsightArn);
      put(
        caller,
        own(caller).filter((one) => one.InsightArn !== InsightArn),
      );
      return { InsightArn };
    },
  };
}
