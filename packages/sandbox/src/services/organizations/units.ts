// Organizational units: names below a parent.
import type { Model } from "../../estate/model.ts";
import { AwsError, type World } from "../../wire/service.ts";
import { constraintViolation } from "./errors.ts";
import { rootId } from "./identity.ts";

/** An organizational unit; `parent` is a unit or the root. */
export interface Unit {
  /** `ou-…-…` */
  id: string;
  name: string;
  parent: string;
  management: string;
}

/** Units nest five deep below the root (quota). */
const DEEPEST = 5;

/** Units, kept in the store. An account may also be moved to a unit that nobody made here (see accounts.ts). */
export class Units {
  readonly #world: World;
  readonly #model: Model;
  readonly #rows;

  constructor(world: World, model: Model) {
    this.#world = world;
    this.#model = model;
    this.#rows = world.store.collection<Unit>("organizations/units");
  }

  /** Makes a unit; its name is its own below its parent. */
  create(managing: string, parent: string, name: string): Unit {
    const beside = this.below(managing, parent);
    if (beside.some((one) => one.name === name))
      throw new AwsError(
        "DuplicateOrganizationalUnitException",
        "An OU with the same name already exists.",
      );
    if (this.#depth(parent) >= DEEPEST)
      throw constraintViolation("OU_DEPTH_LIMIT_EXCEEDED", "The OU tree is too many levels deep.");
    const id = `ou-${rootId(managing).slice(2)}-${this.#letters(8)}`;
    const unit = { id, name, parent, management: managing };
    this.#rows.set(id, unit);
    return unit;
  }

  /** The units directly below a parent. */
  below(managing: string, parent: string): Unit[] {
    const own = [...this.#rows.values()].filter((one) => one.management === managing);
    const root = rootId(managing);
    const implied = this.#model.accounts
      .ofOrganization(managing)
      .flatMap((one) => one.parent ?? [])
      .filter((id) => id.startsWith("ou-") && !this.#rows.get(id));
    const strangers = [...new Set(implied)].map((id) => ({
      id,
      name: id,
      parent: root,
      management: managing,
    }));
    const all = [...own, ...strangers];
    if (parent !== root && !all.some((one) => one.id === parent))
      throw new AwsError("ParentNotFoundException", "You specified a parent that doesn't exist.");
    return all.filter((one) => one.parent === parent).sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  #depth(parent: string): number {
    const unit = this.#rows.get(parent);
    return unit ? 1 + this.#depth(unit.parent) : 0;
  }

  #letters(length: number): string {
    const one = () => Math.floor(this.#world.random() * 36).toString(36);
    return Array.from({ length }, one).join("");
  }
}
