// The states of many memberships at once: all that a plan and a summary need of them.
import type { AccountId } from "../account.ts";
import { Grid } from "../grid.ts";
import type { Key, Membership } from "../membership.ts";
import type { Region } from "../region.ts";

/** What is known of one membership. */
export type Known = Readonly<Pick<Membership, "state" | "reported" | "version">>;

/** Of each membership its newest version: whoever reads an index may be a moment behind. */
export class States implements Iterable<Key & Known> {
  readonly #known = new Grid<Known>();

  /** The states of these memberships; what is one already stays as it is. */
  static of(memberships: Iterable<Key & Known>): States {
    if (memberships instanceof States) return memberships;
    const states = new States();
    for (const one of memberships) states.add(one);
    return states;
  }

  /** Adds a membership, unless this version of it or a newer one is there. */
  add({ accountId, region, state, reported, version }: Key & Known): void {
    if ((this.at(accountId, region)?.version ?? 0) >= version) return;
    const known = { state, version, ...(reported !== undefined && { reported }) };
    this.#known.set(accountId, region, known);
  }

  /** What is known of one membership; undefined: nobody has ever seen one. */
  at(accountId: AccountId, region: Region): Known | undefined {
    return this.#known.at(accountId, region);
  }

  /** All of them, account by account. */
  *[Symbol.iterator](): Generator<Key & Known, void, undefined> {
    for (const { accountId, region, value } of this.#known.entries())
      yield { accountId, region, ...value };
  }
}
