// Pages of lists that are at hand as a whole: the token says where the next page begins.

/** Cuts one page. The token is opaque to clients; `wrong` makes the error for one that we never gave. */
export function pageOf<Item>(
  all: Item[],
  size: number,
  token: string | undefined,
  wrong: () => Error,
): { items: Item[]; next?: string } {
  const place = Buffer.from(token ?? "", "base64url").toString();
  if (token !== undefined && !/^from:\d+$/.test(place)) throw wrong();
  const from = token === undefined ? 0 : Number(place.slice("from:".length));
  const to = from + size;
  const items = all.slice(from, to);
  return to < all.length
    ? { items, next: Buffer.from(`from:${to}`).toString("base64url") }
    : { items };
}
