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
    this.#unused(this.below(managing, parent), name);
    if (this.#depth(parent) >= DEEPEST)
      throw constraintViolation("OU_DEPTH_LIMIT_EXCEEDED", "The OU tree is too many levels deep.");
    const id = `ou-${rootId(managing).slice(2)}-${this.#letters(8)}`;
    const unit = { id, name, parent, management: managing };
    this.#rows.set(id, unit);
    return unit;
  }

  /** Units that nobody made here, and to which accounts were moved. */
  #strangers(managing: string): Unit[] {
    const implied = this.#model.accounts
      .ofOrganization(managing)
      .flatMap((one) => one.parent ?? [])
      .filter((id) => id.startsWith("ou-") && !this.#rows.get(id));
    const parent = rootId(managing);
    return [...new Set(implied)].map((id) => ({ id, name: id, parent, management: managing }));
  }

  /** The units directly below a parent, in the order in which they were made. */
  below(managing: string, parent: string): Unit[] {
    const own = [...this.#rows.values()].filter((one) => one.management === managing);
    const all = [...own, ...this.#strangers(managing)];
    if (parent !== rootId(managing) && !all.some((one) => one.id === parent))
      throw new AwsError("ParentNotFoundException", "You specified a parent that doesn't exist.");
    return all.filter((one) => one.parent === parent);
  }

  /** A unit by its id, also one that only an account's parent tells of. */
  #known(managing: string, id: string): Unit | undefined {
    const unit = this.#rows.get(id);
    if (unit) return unit.management === managing ? unit : undefined;
    return this.#strangers(managing).find((one) => one.id === id);
  }

  /** A unit by its id. */
  find(managing: string, id: string): Unit {
    const unit = this.#known(managing, id);
    if (unit) return unit;
    throw new AwsError(
      "OrganizationalUnitNotFoundException",
      "You specified an organizational unit that doesn't exist.",
    );
  }

  /** Where a unit hangs; undefined when there is no such unit. */
  parentOf(managing: string, id: string): string | undefined {
    return this.#known(managing, id)?.parent;
  }

  /** Gives a unit another name, which is its own below its parent. */
  rename(unit: Unit, name: string): Unit {
    this.#unused(this.below(unit.management, unit.parent), name);
    const renamed = { ...unit, name };
    this.#rows.set(unit.id, renamed);
    return renamed;
  }

  delete(unit: Unit): void {
    this.#rows.delete(unit.id);
  }

  #unused(beside: readonly Unit[], name: string): void {
    if (beside.some((one) => one.name === name))
      throw new AwsError(
        "DuplicateOrganizationalUnitException",
        "An OU with the same name already exists.",
      );
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
