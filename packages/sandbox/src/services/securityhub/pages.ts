// Pages of a list that is small enough to be sliced; the token says where the next page begins.
import { invalidInput } from "./refusals.ts";

/** What a listing operation is asked. */
export interface PageInput {
  MaxResults?: number | undefined;
  NextToken?: string | undefined;
  /** The longest page. */
  most: number;
}

/** The length of a page: what was asked for, at most `most`. */
export function pageSize({ MaxResults, most }: PageInput): number {
  if (MaxResults === undefined) return most;
  // The model allows 1 to 100 everywhere; a shorter documented maximum shortens the page [assumed].
  if (!(MaxResults >= 1 && MaxResults <= 100))
    throw invalidInput(`MaxResults ${MaxResults} is not between 1 and 100`);
  return Math.min(MaxResults, most);
}

/** An opaque token for a place in a list. */
export const tokenOf = (place: number): string =>
  Buffer.from(`place:${place}`).toString("base64url");

/** The place that a token stands for; 0 without one. */
export function placeOf(token: string | undefined): number {
  if (token === undefined || token === "") return 0;
  const found = /^place:(\d+)$/.exec(Buffer.from(token, "base64url").toString());
  if (!found) throw invalidInput("Invalid NextToken");
  return Number(found[1]);
}

/** One page of a list. */
export function readPage<Item>(list: Item[], input: PageInput): { items: Item[]; next?: string } {
  const from = placeOf(input.NextToken);
  const to = from + pageSize(input);
  const items = list.slice(from, to);
  return to < list.length ? { items, next: tokenOf(to) } : { items };
}
