// Tags of a hub, the only thing of Security Hub here that carries any.
import type { Context, Handlers } from "../../wire/service.ts";
import { invalidInput, notFound } from "./refusals.ts";
import type { Hub, State } from "./state.ts";

/** Tags of one resource (API reference, TagMap). */
const MOST = 50;

/** Tags as they may be; refuses what the API reference rules out. */
export function checkedTags(tags: Record<string, string> = {}): Record<string, string> {
  const entries = Object.entries(tags);
  const wrong = entries.find(
    ([key, value]) => !/^(?!aws:)[a-zA-Z+\-=._:/]{1,128}$/.test(key) || value.length > 256,
  );
  if (wrong || entries.length > MOST) throw invalidInput("Invalid parameter 'Tags'"); // assumed, text only
  return tags;
}

/** Operations on tags. */
export function tagOperations(state: State): Handlers {
  const find = (arn: string, { account, region }: Context): Hub => {
    if (!arn.startsWith("arn:")) throw invalidInput(`Invalid parameter 'ResourceArn': ${arn}`); // assumed, text only
    const hub = state.find(account, region);
    if (!hub || arn !== `arn:aws:securityhub:${region}:${account}:hub/default`)
      throw notFound(`${arn} was not found`); // assumed, text only
    return hub;
  };
  const put = ({ account, region }: Context, hub: Hub, tags: Record<string, string>) =>
    state.putHub(account, region, { ...hub, tags });

  return {
    TagResource({ ResourceArn, Tags }, caller: Context) {
      const hub = find(ResourceArn, caller);
      put(caller, hub, checkedTags({ ...hub.tags, ...Tags }));
      return {};
    },

    UntagResource({ ResourceArn, TagKeys }, caller: Context) {
      const hub = find(ResourceArn, caller);
      const kept = Object.entries(hub.tags ?? {}).filter(([key]) => !TagKeys.includes(key));
      put(caller, hub, Object.fromEntries(kept));
      return {};
    },

    ListTagsForResource: ({ ResourceArn }, caller: Context) => ({
      Tags: find(ResourceArn, caller).tags ?? {},
    }),
  };
}
