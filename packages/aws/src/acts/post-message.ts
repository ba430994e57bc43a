// Delivers what the outbox wants Slack to show. Slack has no idempotency key: a post whose fate is unknown is
// looked for before it is sent again. Whatever cannot be delivered now stays, and its channel waits.
import { RejectedError } from "@rollcall/core/error";
import { Resource } from "sst";
import { isMissing, textOf } from "../errors.ts";
import { log } from "../log.ts";
import { secretOf } from "../secrets-manager.ts";
import { type Answer, classify } from "../slack.ts";
import { amend, findEntry, isDue, type OutboxEntry } from "../table/outbox.ts";
import { sendFile, wasShown } from "./send-file.ts";
import { type Posted, sendMessage, wasPosted } from "./send-message.ts";

/** Seconds after which Slack shows what it took although its answer was lost. assumed: files lag most. */
const SETTLES = 30;
/** Seconds after which a change in place, which may be repeated, is tried again. */
const AGAIN = 5;
/** Seconds between two attempts while a person has to act: a new token is read, and everything goes on. */
const REPAIR = 600;
/** Errors of ours, one after another, after which an entry is given up on, so that its channel goes on. */
const MOST_TROUBLES = 5;

/**
 * Delivers an entry if it is due. Returns how many seconds to leave its channel alone, 0 when it is settled.
 * Throws RejectedError once for an entry that is given up on: the function's alarm tells outside of Slack.
 */
export async function postMessage(key: string): Promise<number> {
  const entry = await findEntry(key);
  if (!entry || !isDue(entry)) return 0;
  try {
    return await deliver(entry);
  } catch (error) {
    if (error instanceof RejectedError) throw error;
    const troubles = (entry.troubles ?? 0) + 1;
    if (troubles >= MOST_TROUBLES) await giveUp(key, textOf(error));
    await amend(key, (now) => now && { ...now, troubles });
    throw error;
  }
}

async function deliver(entry: OutboxEntry): Promise<number> {
  const token = await tokenOf();
  if (!token) return setUp(entry.key, "the secret has no value");
  const thread = entry.parent ? await threadOf(entry.parent) : undefined;
  if (typeof thread === "number") return thread;
  const due = await reconciled(entry, token, thread);
  if (typeof due === "number") return due;
  if (!isDue(due)) return 0;
  const send = due.form === "file" ? sendFile : sendMessage;
  const answer = await send(due, token, thread);
  if (untaken.has(answer.kind))
    await amend(due.key, (now) => now && { ...now, delivery: "pending" });
  return settle(due, answer);
}

/** A secret without a value is a stage that is not set up yet. */
const tokenOf = (): Promise<string | undefined> =>
  secretOf(Resource.SlackSecret.name).catch((error) => {
    if (isMissing(error)) return undefined;
    throw error;
  });

/**
 * Where a parent's thread is; undefined when it has none. A parent that is not posted yet is posted first,
 * whatever became of its own place in the queue; a number says how many seconds it has to wait.
 */
async function threadOf(parent: string): Promise<Posted | number | undefined> {
  const wait = await postMessage(parent);
  if (wait > 0) return wait;
  const entry = await findEntry(parent);
  if (!entry?.posted) return undefined;
  // Slack knows one level: the thread of a reply is that of its root.
  const root = entry.parent ? await threadOf(entry.parent) : undefined;
  if (typeof root === "number") return root;
  return root?.channel === entry.posted.channel ? root : entry.posted;
}

/** Finds out whether Slack has taken what was sent, after a crash of ours or an error of Slack's. */
async function reconciled(
  entry: OutboxEntry,
  token: string,
  thread: Posted | undefined,
): Promise<OutboxEntry | number> {
  if (entry.delivery !== "sending" || !entry.sentAt) return entry;
  const left = SETTLES - (Date.now() - Date.parse(entry.sentAt)) / 1000;
  if (left > 0) return Math.ceil(left);
  const look = entry.form === "file" ? wasShown : wasPosted;
  const found = await look(entry, token, thread).catch((error) => classify(error));
  if (found && "kind" in found) {
    if (found.kind === "later" || found.kind === "unknown" || found.kind === "setup")
      return settle(entry, found.kind === "unknown" ? { kind: "later", seconds: AGAIN } : found);
    return entry; // the channel cannot be read any more: what follows goes elsewhere
  }
  if (!found) return entry;
  log.info({ outbox: entry.key }, "found what Slack's answer was lost for");
  return (await amend(entry.key, (now) => now && { ...now, ...found })) ?? entry;
}

/** Answers after which Slack certainly has nothing. */
const untaken = new Set<Answer["kind"]>(["later", "setup", "channel"]);

async function settle(entry: OutboxEntry, answer: Answer): Promise<number> {
  const { key, revision } = entry;
  switch (answer.kind) {
    case "sent": {
      const posted = answer.ts ? { channel: answer.channel, ts: answer.ts } : undefined;
      const sent = { sent: revision, delivery: "sent" as const, troubles: undefined };
      await amend(key, (now) => now && { ...now, ...sent, ...(posted && { posted }) });
      return 0;
    }
    case "later":
      return Math.max(1, answer.seconds);
    case "unknown":
      log.warn({ outbox: key, error: answer.error }, "Slack may have taken it; looking later");
      return entry.posted ? AGAIN : SETTLES;
    case "setup":
    case "channel":
      // A file that we may not show holds up no message; every roll call tries again (queue-again.ts).
      if (entry.form === "file" && answer.error === "missing_scope") return parked(answer.error);
      return setUp(key, answer.error);
    default:
      return giveUp(key, answer.error);
  }
}

/** Nothing can be posted until a person acts. Everything stays where it is; the queue's alarm tells outside. */
async function setUp(key: string, error: string): Promise<number> {
  log.error({ outbox: key, error }, "Slack refuses us; messages wait until a person acts");
  return REPAIR;
}

function parked(error: string): number {
  log.error({ error }, "Slack does not let us show files: the app lacks files:write");
  return 0;
}

async function giveUp(key: string, failure: string): Promise<never> {
  await amend(key, (now) => now && { ...now, delivery: "failed", failure });
  throw new RejectedError(`${key} is refused for good: ${failure}`);
}
