// One queue: which messages may be received next, what a deletion does, and when to look again.
import type { FaultName } from "../../faults/catalogue.ts";
import type { Collection } from "../../store.ts";
import { AwsError, type World } from "../../wire/service.ts";
import { type QueueAttributes, redrivePolicy } from "./attributes.ts";
import { invalid, type Message } from "./message.ts";

/** A queue as it is kept. */
export interface QueueRecord {
  arn: string;
  name: string;
  account: string;
  region: string;
  attributes: QueueAttributes;
  tags: Record<string, string>;
  createdAt: number;
  modifiedAt: number;
  purgedAt?: number;
  fifo: boolean;
}

/** What a queue is given from outside. */
export interface QueueOptions {
  /** Takes a message that was received too often; false when there is no such queue. */
  bury(deadLetterArn: string, message: Message): boolean;
}

/** A copy that was away when its message was deleted is back after this time. assumed, length only. */
const GHOST_RETURNS = 2_000;

/** A queue with its messages. */
export class Queue {
  record: QueueRecord;
  readonly messages = new Map<string, Message>();
  readonly #kept: Collection<Message>;
  readonly #world: World;
  readonly #options: QueueOptions;
  readonly #listeners = new Set<() => void>();
  #sequence = 0;
  #alarm = new AbortController();
  #settling = false;

  constructor(world: World, record: QueueRecord, kept: Collection<Message>, options: QueueOptions) {
    this.#world = world;
    this.record = record;
    this.#kept = kept;
    this.#options = options;
  }

  number(name: string): number {
    return Number(this.record.attributes[name]);
  }

  /** A number greater than every earlier one, also after a restart with an empty queue. */
  nextSequence(): number {
    this.#sequence = Math.max(this.#sequence + 1, this.#world.clock.now() * 1000);
    return this.#sequence;
  }

  /** Takes back a message that was kept by an earlier process. */
  restore(message: Message): void {
    this.messages.set(message.key, message);
    this.#sequence = Math.max(this.#sequence, message.sequence);
  }

  put(message: Message): void {
    this.messages.set(message.key, message);
    this.#kept.set(message.key, message);
    this.changed();
  }

  remove(message: Message): void {
    this.messages.delete(message.key);
    this.#kept.delete(message.key);
    this.changed();
  }

  /** Up to `most` messages, hidden from now on for `visibilitySeconds`. */
  receive(most: number, visibilitySeconds: number): Message[] {
    const now = this.#world.clock.now();
    const policy = redrivePolicy(this.record.attributes.RedrivePolicy);
    const oldest = now - this.number("MessageRetentionPeriod") * 1000;
    const blocked = this.record.fifo ? this.#blockedGroups(now) : undefined;
    const taken: Message[] = [];
    for (const message of this.#inHand()) {
      if (taken.length === most) break;
      if (message.sentAt < oldest) {
        this.remove(message);
        continue;
      }
      if (message.visibleAt > now) {
        // In a FIFO queue a delayed message holds back the later ones of its group.
        if (message.group !== undefined) blocked?.add(message.group);
        continue;
      }
      if (blocked?.has(message.group!)) continue;
      if (policy && message.receiveCount >= policy.maxReceiveCount && !message.ghost) {
        if (this.#options.bury(policy.deadLetterTargetArn, message)) {
          this.remove(message);
          continue;
        }
      }
      const next: Message = {
        ...message,
        receiveCount: message.receiveCount + 1,
        firstReceivedAt: message.firstReceivedAt ?? now,
        visibleAt: now + visibilitySeconds * 1000,
      };
      taken.push(next);
    }
    for (const message of taken) this.put(message);
    return taken;
  }

  /** Deletes by receipt; unknown and outdated receipts of messages that are gone do nothing. */
  delete(receipt: string): void {
    const [key, count] = readReceipt(receipt);
    const message = this.messages.get(key);
    if (!message) return;
    if (this.record.fifo) {
      if (message.receiveCount !== count || message.visibleAt <= this.#world.clock.now())
        throw invalid(
          `Value ${receipt} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`,
        );
    } else if (!message.ghost && this.#strikes("queue-duplicates")) {
      // A copy may be on a server that is away while its message is deleted, and come back
      // (developer guide, "At-least-once delivery").
      const visibleAt = this.#world.clock.now() + GHOST_RETURNS;
      this.put({ ...message, visibleAt, ghost: true });
      return;
    }
    this.remove(message);
  }

  /** Hides the message of a receipt from now on for `seconds`. */
  hide(receipt: string, seconds: number): void {
    if (!(seconds >= 0 && seconds <= 43_200))
      throw invalid(
        `Value ${seconds} for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200.`,
      );
    const [key] = readReceipt(receipt);
    const now = this.#world.clock.now();
    const message = this.messages.get(key);
    if (!message)
      throw invalid(
        `Value ${receipt} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
      );
    if (message.visibleAt <= now)
      throw new AwsError("MessageNotInflight", "The message referred to isn't in flight.");
    this.put({ ...message, visibleAt: now + seconds * 1000 });
  }

  /**
   * Shows what is in hand at once: whoever had it went down together with this queue. That is no failed
   * attempt of the receiver's, so it does not bring the message nearer to the dead-letter queue.
   */
  release(): void {
    const now = this.#world.clock.now();
    for (const message of [...this.messages.values()])
      if (message.receiveCount > 0 && message.visibleAt > now)
        this.put({ ...message, visibleAt: now, receiveCount: message.receiveCount - 1 });
  }

  counts() {
    const now = this.#world.clock.now();
    let [visible, hidden, delayed] = [0, 0, 0];
    for (const { visibleAt, receiveCount } of this.messages.values())
      if (visibleAt <= now) visible++;
      else if (receiveCount > 0) hidden++;
      else delayed++;
    return { visible, hidden, delayed };
  }

  /** Calls `wake` when there may be something to receive, until the returned function is called. */
  listen(wake: () => void): () => void {
    this.#listeners.add(wake);
    this.changed();
    return () => {
      this.#listeners.delete(wake);
      if (this.#listeners.size === 0) this.#alarm.abort();
    };
  }

  /** Settles once per turn of the event loop: wakes listeners now, or arms a timer for later. */
  changed(): void {
    if (this.#settling || this.#listeners.size === 0) return;
    this.#settling = true;
    queueMicrotask(() => {
      this.#settling = false;
      this.#settle();
    });
  }

  #strikes(name: FaultName): boolean {
    return this.#world.faults.strikes(name, this.record.arn);
  }

  /** Messages as one look finds them: a standard queue keeps its order as well as it can, and no better. */
  #inHand(): Iterable<Message> {
    const ordered = this.messages.values();
    if (this.record.fifo || !this.#strikes("queue-disorder")) return ordered;
    const { faults } = this.#world;
    const place = (message: Message) => faults.dice.of(`${message.key}/${message.receiveCount}`);
    return [...ordered].sort((one, other) => place(one) - place(other));
  }

  #settle(): void {
    this.#alarm.abort();
    if (this.#listeners.size === 0) return;
    const now = this.#world.clock.now();
    // A message of a blocked group is no reason to look: the listener would find nothing, for ever.
    const blocked = this.record.fifo ? this.#blockedGroups(now) : undefined;
    let available = false;
    let later = Number.POSITIVE_INFINITY;
    for (const { visibleAt, group } of this.messages.values())
      if (visibleAt > now) {
        later = Math.min(later, visibleAt);
        if (group !== undefined) blocked?.add(group);
      } else available ||= !blocked?.has(group!);
    if (available) for (const wake of [...this.#listeners]) wake();
    if (later === Number.POSITIVE_INFINITY) return;
    this.#alarm = new AbortController();
    this.#world.clock.sleep(later - now, this.#alarm.signal).then(
      () => this.changed(),
      () => {},
    );
  }

  #blockedGroups(now: number): Set<string> {
    const blocked = new Set<string>();
    for (const { group, visibleAt, receiveCount } of this.messages.values())
      if (receiveCount > 0 && visibleAt > now) blocked.add(group!);
    return blocked;
  }
}

/** An opaque handle of one receipt of one message. */
export const receiptOf = ({ key, receiveCount }: Message): string =>
  Buffer.from(JSON.stringify([key, receiveCount])).toString("base64");

function readReceipt(receipt: string): [string, number] {
  try {
    const [key, count] = JSON.parse(Buffer.from(receipt, "base64").toString());
    if (typeof key === "string" && typeof count === "number") return [key, count];
  } catch {
    // Said below.
  }
  throw new AwsError(
    "ReceiptHandleIsInvalid",
    `The input receipt handle "${receipt}" is not a valid receipt handle.`,
  );
}
