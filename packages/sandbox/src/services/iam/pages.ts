// Pages of IAM's lists: a marker says where the next one begins.
import { AwsError } from "../../wire/service.ts";
import { outside, refuseAll } from "../constraints.ts";

/** 100 unless MaxItems says otherwise, at most 1,000 (API reference). */
const PAGE = 100;
const LONGEST = 1_000;

/** One page of a list, and what tells whether there is another. */
export function markedPage<Item>(
  all: readonly Item[],
  { MaxItems = PAGE, Marker }: { MaxItems?: number | undefined; Marker?: string | undefined },
): { items: Item[]; more: { IsTruncated: boolean; Marker: string | undefined } } {
  refuseAll(outside("maxItems", MaxItems, 1, LONGEST), "ValidationError");
  if (!/^\d*$/.test(Marker ?? ""))
    throw new AwsError("ValidationError", "Invalid Marker.", { status: 400 }); // assumed, text only
  const from = Number(Marker ?? 0);
  const to = from + MaxItems;
  const more = to < all.length;
  return {
    items: all.slice(from, to),
    more: { IsTruncated: more, Marker: more ? String(to) : undefined },
  };
}
