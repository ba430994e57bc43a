// Tags of what an organization has: its accounts, units, policies and its root.
import type { Model } from "../../estate/model.ts";
import { AwsError, type Context, type Handlers, type World } from "../../wire/service.ts";
import { constraintViolation, invalidInput, wrongForm } from "./errors.ts";
import { management, readable, rootId } from "./identity.ts";
import type { Units } from "./units.ts";

/** What can be tagged (API reference, ResourceId). */
const TAGGABLE =
  /^(r-[0-9a-z]{4,32}|\d{12}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}|p-[0-9a-zA-Z_]{8,128}|rp-[0-9a-zA-Z_]{4,128})$/;
/** Tags of one thing (quota). */
const MOST = 50;

/** A policy of an organization; those of AWS belong to `aws`. */
export interface PolicyRow {
  /** `p-…` */
  id: string;
  management: string;
  name: string;
  description: string;
  type: string;
  /** JSON text. */
  content: string;
  /** Ids of roots, units and accounts. */
  targets: string[];
}

/** The policies of all organizations, by id. */
export const policiesOf = ({ store }: World) =>
  store.collection<PolicyRow>("organizations/policies");

/** Tags of everything; those of an account are kept with it. */
export class Tags {
  readonly #model: Model;
  readonly #units: Units;
  readonly #policies;
  readonly #rows;

  constructor(world: World, model: Model, units: Units) {
    this.#model = model;
    this.#units = units;
    this.#policies = policiesOf(world);
    this.#rows = world.store.collection<Record<string, string>>("organizations/tags");
  }

  /** What a thing carries; refuses what the organization does not have. */
  of(managing: string, id: string): Record<string, string> {
    if (!TAGGABLE.test(id)) throw wrongForm();
    const { accounts } = this.#model;
    if (/^\d/.test(id) && accounts.get(id) && accounts.managementOf(id) === managing)
      return accounts.get(id)!.tags ?? {};
    const policy = this.#policies.get(id)?.management === managing;
    if (policy || id === rootId(managing) || this.#units.parentOf(managing, id) !== undefined)
      return this.#rows.get(id) ?? {};
    throw new AwsError("TargetNotFoundException", "You specified a target that doesn't exist.");
  }

  put(managing: string, id: string, tags: Record<string, string>): void {
    this.of(managing, id);
    if (Object.keys(tags).length > MOST)
      throw constraintViolation("MAX_TAG_LIMIT_EXCEEDED", "You have exceeded the allowed tags."); // assumed, text only
    const { accounts } = this.#model;
    if (/^\d/.test(id)) accounts.put({ ...accounts.get(id)!, tags });
    else this.#rows.set(id, tags);
  }
}

/** Operations on tags. */
export function tagOperations(model: Model, tags: Tags): Handlers {
  return {
    TagResource({ ResourceId, Tags }, caller: Context) {
      const managing = management(model, caller);
      tags.put(managing, ResourceId, { ...tags.of(managing, ResourceId), ...tagsOf(Tags) });
      return {};
    },

    UntagResource({ ResourceId, TagKeys }, caller: Context) {
      const managing = management(model, caller);
      const all = Object.entries(tags.of(managing, ResourceId));
      const kept = all.filter(([key]) => !TagKeys.includes(key));
      tags.put(managing, ResourceId, Object.fromEntries(kept));
      return {};
    },

    ListTagsForResource({ ResourceId }, caller: Context) {
      const all = Object.entries(tags.of(readable(model, caller), ResourceId));
      return { Tags: all.map(([Key, Value]) => ({ Key, Value })) };
    },
  };
}

/** Tags as a map; one that is repeated fails the request. */
export function tagsOf(tags: { Key: string; Value: string }[] = []): Record<string, string> {
  const result = Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
  if (Object.keys(result).length < tags.length)
    throw invalidInput("DUPLICATE_TAG_KEY", "You specified a tag key more than once.");
  if (tags.some(({ Key }) => Key === "" || Key.toLowerCase().startsWith("aws:")))
    throw invalidInput(
      "INVALID_SYSTEM_TAGS_PARAMETER",
      "You specified a tag key that is reserved.",
    );
  return result;
}
