// Something of each account in each Region. 5,000 accounts in 34 Regions are 170,000 pairs: as records of their own they
// would take some 100 MB; shared, a pair takes a pointer.
import type { AccountId } from "./account.ts";
import type { Region } from "./region.ts";
import { sharing } from "./sharing.ts";

/** One value for each pair of account and Region. Values are plain data, and are not changed. */
export class Grid<Value> {
  readonly #places = new Map<Region, number>();
  readonly #accounts = new Map<AccountId, (Value | undefined)[]>();
  readonly #share = sharing<Value>();

  set(accountId: AccountId, region: Region, value: Value): void {
    const place = this.#places.get(region) ?? this.#places.size;
    this.#places.set(region, place);
    const own = this.#accounts.get(accountId) ?? [];
    this.#accounts.set(accountId, own);
    own[place] = this.#share(value);
  }

  at(accountId: AccountId, region: Region): Value | undefined {
    const place = this.#places.get(region);
    return place === undefined ? undefined : this.#accounts.get(accountId)?.[place];
  }

  /** All of them, account by account. */
  *entries(): Generator<{ accountId: AccountId; region: Region; value: Value }, void, undefined> {
    const regions = [...this.#places.keys()];
    for (const [accountId, own] of this.#accounts)
      for (const [place, value] of own.entries())
        if (value !== undefined) yield { accountId, region: regions[place]!, value };
  }
}
