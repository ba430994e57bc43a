// The tags of state machines; versions have none.
import { AwsError, type Handlers } from "../../wire/service.ts";
import type { Kept, Machine } from "./record.ts";
import { checkArn } from "./refusals.ts";

/** Tags of one resource (quota). */
const MOST = 50;

/** Tags as they are kept. */
export function tagsOf(tags: { key: string; value?: string }[] = []): Record<string, string> {
  return Object.fromEntries(tags.map(({ key, value = "" }) => [key, value]));
}

/** Tag, untag and list. */
export function tagHandlers({ machines }: Kept): Handlers {
  const find = (arn: string): Machine => {
    checkArn(arn, "stateMachine");
    const machine = machines.get(arn);
    if (!machine) throw new AwsError("ResourceNotFound", `Resource not found: '${arn}'`);
    return machine;
  };
  return {
    TagResource({ resourceArn, tags }) {
      const machine = find(resourceArn);
      const all = { ...machine.tags, ...tagsOf(tags) };
      // assumed, text only.
      if (Object.keys(all).length > MOST)
        throw new AwsError("TooManyTags", `Too many tags for resource: '${resourceArn}'`);
      machines.set(machine.arn, { ...machine, tags: all });
    },
    UntagResource({ resourceArn, tagKeys }) {
      const machine = find(resourceArn);
      const left = Object.entries(machine.tags ?? {}).filter(([key]) => !tagKeys.includes(key));
      machines.set(machine.arn, { ...machine, tags: Object.fromEntries(left) });
    },
    ListTagsForResource: ({ resourceArn }) => ({
      tags: Object.entries(find(resourceArn).tags ?? {}).map(([key, value]) => ({ key, value })),
    }),
  };
}
