// Pages of a list that is small enough to be sliced; the token says where the next page begins.
import { invalidInput } from "./refusals.ts";

/** What a listing operation is asked. */
export interface PageInput {
  MaxResults?: number | undefined;
  NextToken?: string | undefined;
  /** The longest page. */
  most: number;
}

/** The length of a page: what was asked for, from 1 to `most`. */
export function pageSize({ MaxResults, most }: PageInput): number {
  if (MaxResults === undefined) return most;
  // assumed, text only; the range of each operation is in its model.
  if (!(MaxResults >= 1 && MaxResults <= most))
    throw invalidInput(`MaxResults must be a number between 1 and ${most}`);
  return MaxResults;
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
