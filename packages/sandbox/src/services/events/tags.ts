// The tags of buses and rules.
import type { Handlers, World } from "../../wire/service.ts";
import type { RuleBook } from "./rule-book.ts";

type Tag = { Key: string; Value: string };

/** What has tags, by ARN. */
export class Tags {
  readonly #kept;

  constructor(world: World) {
    this.#kept = world.store.collection<Record<string, string>>("events/tags");
  }

  add(arn: string, tags: Tag[] = []): void {
    if (tags.length === 0) return;
    const added = Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
    this.#kept.set(arn, { ...this.#kept.get(arn), ...added });
  }

  remove(arn: string, keys: string[]): void {
    const left = Object.entries(this.#kept.get(arn) ?? {}).filter(([key]) => !keys.includes(key));
    this.#kept.set(arn, Object.fromEntries(left));
  }

  of(arn: string): Tag[] {
    return Object.entries(this.#kept.get(arn) ?? {}).map(([Key, Value]) => ({ Key, Value }));
  }

  forget(arn: string): void {
    this.#kept.delete(arn);
  }
}

/** Tag, untag and list. */
export function tagOperations(book: RuleBook, tags: Tags): Handlers {
  return {
    TagResource({ ResourceARN, Tags: given }) {
      tags.add(book.named(ResourceARN), given);
    },
    UntagResource({ ResourceARN, TagKeys }) {
      tags.remove(book.named(ResourceARN), TagKeys);
    },
    ListTagsForResource: ({ ResourceARN }) => ({ Tags: tags.of(book.named(ResourceARN)) }),
  };
}
