// Digests: the row of each, and which one was written last.
import { ConflictError } from "@rollcall/core/error";
import type { Envelope } from "@rollcall/core/event";
import { get, isNew, isStill, type Key, putTogether } from "../dynamodb.ts";
import { itemOfEvent } from "./events.ts";

/** A digest that was written; its content lies in `runs/<digest>/`. */
export interface DigestRow {
  digest: string;
  /** ISO time. */
  at: string;
  /** The digest that it compares with, if any. */
  base?: string | undefined;
  /** The roll call that it speaks of, if there has been one. */
  rollCall?: string | undefined;
}

const keyOf = (digest: string): Key => ({ pk: `DIGEST#${digest}`, sk: "DIGEST" });
const lastKey: Key = { pk: "DIGEST#last", sk: "DIGEST" };

/** A digest, if it has been written. */
export const findDigest = (digest: string): Promise<DigestRow | undefined> =>
  get<DigestRow>(keyOf(digest));

/** The one that was written last. */
export const lastDigest = (): Promise<(DigestRow & { version: number }) | undefined> =>
  get<DigestRow & { version: number }>(lastKey);

/** Writes a digest and tells it, once: a repeated attempt changes nothing. */
export async function writeDigestRow(
  row: DigestRow,
  event: Envelope<string, unknown>,
  seen: number | undefined,
): Promise<void> {
  try {
    await putTogether([
      { item: { ...keyOf(row.digest), kind: "digest", ...row }, condition: isNew },
      { item: itemOfEvent(`digest/${row.digest}`, event), condition: isNew },
      {
        item: { ...lastKey, kind: "last-digest", ...row, version: (seen ?? 0) + 1 },
        condition: isStill(seen),
      },
    ]);
  } catch (error) {
    if (!(error instanceof ConflictError) || !(await findDigest(row.digest))) throw error;
  }
}
