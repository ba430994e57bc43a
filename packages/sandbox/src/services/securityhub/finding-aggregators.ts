// Cross-Region aggregation: one Region of an account shows the findings of others as well.
import { DEFAULT_REGIONS, isRegion } from "../../estate/regions.ts";
import { randomUuid } from "../../random.ts";
import type { Context, Handlers, World } from "../../wire/service.ts";
import { readPage } from "./pages.ts";
import { invalidInput, notFound, oneOf } from "./refusals.ts";
import type { Aggregator, State } from "./state.ts";

const MODES = ["ALL_REGIONS", "ALL_REGIONS_EXCEPT_SPECIFIED", "SPECIFIED_REGIONS", "NO_REGIONS"];

const shown = ({ arn, region, mode, regions }: Aggregator) => ({
  FindingAggregatorArn: arn,
  FindingAggregationRegion: region,
  RegionLinkingMode: mode,
  ...(mode.includes("SPECIFIED") && { Regions: regions }),
});

/** What is asked for, or the error of what does not go together. assumed, text only. */
function linking(input: { RegionLinkingMode: string; Regions?: string[] }, { region }: Context) {
  oneOf(input, "RegionLinkingMode", MODES);
  const { RegionLinkingMode: mode, Regions: regions = [] } = input;
  if (mode.includes("SPECIFIED") === (regions.length === 0))
    throw invalidInput(`Invalid parameter 'Regions': does not go with ${mode}`);
  for (const one of regions)
    if (!isRegion(one) || one === region) throw invalidInput(`Invalid parameter 'Regions': ${one}`);
  return { mode, regions };
}

/** Operations on the finding aggregator; an account has one at most. */
export function findingAggregatorOperations(world: World, state: State): Handlers {
  const find = ({ account, region }: Context, arn: string): Aggregator => {
    state.hub(account, region);
    const found = state.aggregator(account);
    if (found?.arn !== arn) throw notFound(`Finding aggregator ${arn} was not found`); // assumed, text only
    return found;
  };
  /** It is changed where its findings come together (API reference). */
  const atHome = (caller: Context, arn: string): Aggregator => {
    const found = find(caller, arn);
    if (found.region === caller.region) return found;
    throw invalidInput(`The aggregation Region is ${found.region}`); // assumed, text only
  };

  return {
    CreateFindingAggregator(input, caller: Context) {
      const { account, region } = caller;
      state.hub(account, region);
      const wanted = linking(input, caller);
      if (!DEFAULT_REGIONS.includes(region))
        throw invalidInput(`${region} cannot be the aggregation Region`); // assumed, text only
      if (state.aggregator(account)) throw invalidInput("There is a finding aggregator already"); // assumed, text only
      const id = randomUuid(world.random);
      const arn = `arn:aws:securityhub:${region}:${account}:finding-aggregator/${id}`;
      const made = { arn, region, ...wanted };
      state.putAggregator(account, made);
      return shown(made);
    },

    GetFindingAggregator: ({ FindingAggregatorArn }, caller: Context) =>
      shown(find(caller, FindingAggregatorArn)),

    UpdateFindingAggregator(input, caller: Context) {
      const changed = { ...atHome(caller, input.FindingAggregatorArn), ...linking(input, caller) };
      state.putAggregator(caller.account, changed);
      return shown(changed);
    },

    ListFindingAggregators({ MaxResults, NextToken }, { account, region }: Context) {
      state.hub(account, region);
      const own = state.aggregator(account);
      const all = own ? [{ FindingAggregatorArn: own.arn }] : [];
      const { items, next } = readPage(all, { MaxResults, NextToken, most: 100 });
      return { FindingAggregators: items, NextToken: next };
    },

    DeleteFindingAggregator({ FindingAggregatorArn }, caller: Context) {
      atHome(caller, FindingAggregatorArn);
      state.putAggregator(caller.account, undefined);
      return {};
    },
  };
}
