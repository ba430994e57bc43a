// Two snapshots compared as two sorted lists that are read side by side; the newer one is copied meanwhile, as it was
// compared.
import { type Compared, compare, nothingYet } from "@rollcall/core/digest";
import { endLine, entryLine, headLine } from "@rollcall/core/lined";
import { accountIn, type SnapshotHead, type States } from "@rollcall/core/roll-call";
import { LinesUpload } from "../s3-lines.ts";
import { byAccount, openLined } from "./lined-file.ts";

interface Account {
  accountId: string;
  states: States;
  entry: string;
}

/** The heads of both snapshots, undefined where there is none, and what differs. */
export interface Snapshots {
  before: SnapshotHead | undefined;
  now: SnapshotHead | undefined;
  compared: Compared;
}

/** Compares the snapshots of two keys, and copies the newer one, where there is one, to `copy`. */
export async function comparedSnapshots(keys: {
  before: string | undefined;
  now: string | undefined;
  copy: string;
}): Promise<Snapshots> {
  const now = await opened(keys.now);
  const before = now && (await opened(keys.before));
  const compared = nothingYet();
  if (!now) return { before: undefined, now: undefined, compared };
  const unread = new Set([...(before?.head.unread ?? []), ...now.head.unread]);
  const copy = new LinesUpload(keys.copy);
  await copy.add(headLine(now.head, "accounts", "{}"));
  let copied = 0;
  const lists = [now.entries, ...(before ? [before.entries] : [])];
  for await (const [is, was] of byAccount(lists, accountOf)) {
    const { accountId } = (is ?? was)!;
    compare(compared, accountId, was?.states ?? {}, is?.states ?? {}, unread);
    if (is) await copy.add(entryLine(copied++, is.entry));
  }
  await copy.add(endLine("{}"));
  await copy.end();
  return { before: before?.head, now: now.head, compared };
}

const opened = (key: string | undefined) => (key ? openLined<SnapshotHead>(key) : undefined);

const accountOf = (entry: string): Account => ({ ...accountIn(entry), entry });
