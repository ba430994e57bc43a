// The outbox: what Slack should show, and what it was last told. `compose` changes what is wanted, `post` what
// was sent; a message is due while the two differ.
import { ConflictError } from "@rollcall/core/error";
import type { Message } from "@rollcall/core/message";
import { get, isStill, type Key, put, query } from "../dynamodb.ts";

/**
 * How far the last delivery came. `sending`: Slack may have it already, so it is asked before it is sent
 * again. `failed`: it was refused for good.
 */
export type Delivery = "pending" | "sending" | "sent" | "failed";

/** A file in the thread of a message. */
export interface ThreadFile {
  /** Its key in the ledger bucket. */
  path: string;
  /** The name under which Slack shows it, such as `losses.csv`. */
  name: string;
  title: string;
}

export interface OutboxEntry {
  /** Such as `run/<run>`, and `run/<run>/closed` for a reply. */
  key: string;
  channel: string;
  /** The message as JSON text: the table keeps no order of fields, and equal messages must compare equal. */
  content: string;
  /** `file`: the content is a ThreadFile. Slack gives it no ts of its own, and it is never changed. */
  form?: "file" | undefined;
  /** The id that Slack gave the file which was uploaded last; asked for after any doubt. */
  upload?: string | undefined;
  /** Counts what was wanted; `sent` is the revision that Slack shows. */
  revision: number;
  sent: number;
  delivery: Delivery;
  /** Key of the entry in whose thread it stands. */
  parent?: string | undefined;
  /** E-mails of the people whom the first post mentions. */
  mention?: string[] | undefined;
  /** Where Slack keeps it, once posted. */
  posted?: { channel: string; ts: string } | undefined;
  /** ISO time at which it was last sent. */
  sentAt?: string | undefined;
  failure?: string | undefined;
  /** The fallback channel, once Slack had refused the entry's own. */
  diverted?: string | undefined;
  /** ISO time at which its delivery was last handed to the queue. */
  queuedAt?: string | undefined;
  /** Errors of ours in a row. */
  troubles?: number | undefined;
  version: number;
}

const keyOf = (key: string) => ({ pk: `OUTBOX#${key}`, sk: "OUTBOX" });

/** Both sides write an entry; each looks again this often when the other moved first. */
const LOOKS = 8;

/** Does Slack not show yet what is wanted? What it refused for good is not due. */
export const isDue = ({ sent, revision, delivery }: OutboxEntry): boolean =>
  sent < revision && delivery !== "failed";

/** How the index `byDue` names an entry; nothing where Slack shows what is wanted. */
const standing = (entry: OutboxEntry): "due" | "failed" | undefined =>
  entry.delivery === "failed" ? "failed" : isDue(entry) ? "due" : undefined;

/**
 * Entries that were due, or failed, when an index saw them that may be a moment behind: those that were queued
 * before an ISO time, the longest first, at most about `most`.
 */
export async function entriesOf(
  which: "due" | "failed",
  { before, most }: { before: string; most: number },
): Promise<OutboxEntry[]> {
  const keys = await query<Key>({
    index: "byDue",
    key: {
      text: "#due = :due AND queuedAt < :before",
      names: { "#due": "due" },
      values: { ":due": which, ":before": before },
    },
    most,
  });
  const found = await Promise.all(keys.map(({ pk }) => findEntry(pk.slice("OUTBOX#".length))));
  return found.filter((one) => one !== undefined).filter((one) => standing(one) === which);
}

/** An entry as it stands. */
export const findEntry = (key: string): Promise<OutboxEntry | undefined> =>
  get<OutboxEntry>(keyOf(key));

/** An entry as somebody has just read it; undefined where there was none. */
interface Read {
  entry: OutboxEntry | undefined;
}

/**
 * Changes an entry, whatever others do to it meanwhile: `change` sees it as it is now and returns it as it
 * shall be, or undefined to leave it alone. Returns the entry when it was changed. Who has `read` it saves a look.
 */
export async function amend(
  key: string,
  change: (entry: OutboxEntry | undefined) => OutboxEntry | undefined,
  read?: Read,
): Promise<OutboxEntry | undefined> {
  for (let look = 1; ; look++) {
    const { entry: seen } = look === 1 && read ? read : { entry: await findEntry(key) };
    const wanted = change(seen);
    if (!wanted) return undefined;
    const entry = { ...wanted, version: (seen?.version ?? 0) + 1 };
    try {
      const item = { ...keyOf(key), kind: "outbox", ...entry, due: standing(entry) };
      await put(item, isStill(seen?.version));
      return entry;
    } catch (error) {
      if (!(error instanceof ConflictError) || look === LOOKS) throw error;
    }
  }
}

/** Says what Slack should show under a key. `due`: Slack does not show it yet. */
export async function want(wanted: {
  key: string;
  channel: string;
  content: Message | ThreadFile;
  parent?: string | undefined;
  mention?: string[] | undefined;
  read?: Read | undefined;
}): Promise<{ entry: OutboxEntry; due: boolean }> {
  const { key, channel, parent, mention, read } = wanted;
  const content = JSON.stringify(wanted.content);
  const isFile = "path" in wanted.content;
  let unchanged: OutboxEntry | undefined;
  const change = (entry: OutboxEntry | undefined): OutboxEntry | undefined => {
    unchanged = entry?.content === content ? entry : undefined;
    if (unchanged) return undefined;
    const before = entry ?? {
      key,
      channel,
      parent,
      mention,
      ...(isFile && { form: "file" as const }),
      revision: 0,
      sent: 0,
      delivery: "pending" as const,
      version: 0,
    };
    // What was refused was refused for what it said.
    const delivery = before.delivery === "failed" ? ("pending" as const) : before.delivery;
    const queuedAt = new Date().toISOString();
    return { ...before, delivery, content, queuedAt, revision: before.revision + 1 };
  };
  const changed = await amend(key, change, read);
  const entry = changed ?? unchanged!;
  return { entry, due: isDue(entry) };
}
