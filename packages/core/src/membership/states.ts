// The states of many memberships at once: 5,000 accounts in 34 Regions are 170,000 records, of which a plan and a
// summary need three fields each. As records they would take some 100 MB, here they take two.
import type { AccountId } from "../account.ts";
import type { Key, Membership } from "../membership.ts";
import type { Region } from "../region.ts";

/** What is known of one membership. */
export type Known = Readonly<Pick<Membership, "state" | "reported" | "version">>;

/** Of each membership its newest version: whoever reads an index may be a moment behind. */
export class States implements Iterable<Key & Known> {
  readonly #places = new Map<Region, number>();
  readonly #accounts = new Map<AccountId, (Known | undefined)[]>();
  /** Most memberships are alike, so that a few records do for all. */
  readonly #shared = new Map<string, Known>();

  /** The states of these memberships; what is one already stays as it is. */
  static of(memberships: Iterable<Key & Known>): States {
    if (memberships instanceof States) return memberships;
    const states = new States();
    for (const one of memberships) states.add(one);
    return states;
  }

  /** Adds a membership, unless a newer version of it is there. */
  add({ accountId, region, state, reported, version }: Key & Known): void {
    const place = this.#places.get(region) ?? this.#places.size;
    this.#places.set(region, place);
    const own = this.#accounts.get(accountId) ?? [];
    this.#accounts.set(accountId, own);
    if ((own[place]?.version ?? 0) >= version) return;
    own[place] = this.#share(state, reported, version);
  }

  /** What is known of one membership; undefined: nobody has ever seen one. */
  at(accountId: AccountId, region: Region): Known | undefined {
    const place = this.#places.get(region);
    return place === undefined ? undefined : this.#accounts.get(accountId)?.[place];
  }

  /** All of them, account by account. */
  *[Symbol.iterator](): Generator<Key & Known, void, undefined> {
    const regions = [...this.#places.keys()];
    for (const [accountId, own] of this.#accounts)
      for (const [place, known] of own.entries())
        if (known) yield { accountId, region: regions[place]!, ...known };
  }

  #share(state: Known["state"], reported: string | undefined, version: number): Known {
    const key = `${version} ${state} ${reported ?? ""}`;
    const known = this.#shared.get(key) ?? {
      state,
      version,
      ...(reported !== undefined && { reported }),
    };
    this.#shared.set(key, known);
    return known;
  }
}
