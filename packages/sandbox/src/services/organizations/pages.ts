// Pages of Organizations: at most 20, and now and then an empty one with a token, as the API reference
// warns. Only null ends a list.
import type { World } from "../../wire/service.ts";
import { invalidInput } from "./errors.ts";

/** The longest page (API reference). */
const LONGEST = 20;

interface PageInput {
  MaxResults?: number;
  NextToken?: string;
}

/** A page of a list; `mayBeEmpty` for lists that AWS filters after it has cut them. */
export function page<Item>(
  world: World,
  list: Item[],
  { MaxResults = LONGEST, NextToken }: PageInput,
  { mayBeEmpty = false } = {},
): { items: Item[]; next?: string } {
  if (!(MaxResults >= 1)) throw invalidInput("MIN_VALUE_EXCEEDED", "MaxResults is less than 1");
  if (MaxResults > LONGEST)
    throw invalidInput("MAX_VALUE_EXCEEDED", `MaxResults is greater than ${LONGEST}`);
  const { from, empty } = place(NextToken);
  // Never two in a row, so that every list ends.
  if (mayBeEmpty && !empty && from < list.length && world.faults.strikes("empty-pages", ""))
    return { items: [], next: token(from, true) };
  const to = from + MaxResults;
  const items = list.slice(from, to);
  return to < list.length ? { items, next: token(to, false) } : { items };
}

const token = (from: number, empty: boolean) =>
  Buffer.from(`${from}/${empty ? "empty" : "full"}`).toString("base64url");

function place(text: string | undefined): { from: number; empty: boolean } {
  if (text === undefined) return { from: 0, empty: false };
  const found = /^(\d+)\/(empty|full)$/.exec(Buffer.from(text, "base64url").toString());
  if (!found) throw invalidInput("INVALID_NEXT_TOKEN", "You specified an invalid NextToken.");
  return { from: Number(found[1]), empty: found[2] === "empty" };
}
