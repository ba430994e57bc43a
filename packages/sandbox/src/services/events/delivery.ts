// Delivery of matched events to targets: at least once, kept until it is done, in no particular order.
import type { FaultName } from "../../faults/catalogue.ts";
import { randomUuid } from "../../random.ts";
import { AwsError, type World } from "../../wire/service.ts";
import { deliver, sessionArn } from "../deliver.ts";

/** One event on its way to one target. */
export interface Delivery {
  id: string;
  ruleArn: string;
  targetArn: string;
  payload: string;
  roleArn?: string;
  group?: string;
  deadLetterArn?: string;
  /** Attempts after the first. */
  retries: number;
  oldest: number;
  attempts: number;
  dueAt: number;
  begunAt: number;
}

/** Which faults these deliveries have. */
export interface DeliveryFaults {
  /** A target gets an event twice. */
  duplicates: FaultName;
  /** Each delivery starts late, by itself, so that order is lost. */
  disorder?: FaultName;
}

/** Errors that no repetition heals (user guide, "Using dead-letter queues"). */
const PERMANENT = /NotFound|DoesNotExist|AccessDenied|NotAuthorized/;

/** Sends deliveries out; those of an earlier process go on after `resume`. */
export class Deliveries {
  readonly #world: World;
  readonly #faults: DeliveryFaults;
  readonly #toBus: (delivery: Delivery) => void;
  readonly #kept;
  #stopped = false;

  /** `toBus` hands an event to another bus, or throws why it may not. */
  constructor(
    world: World,
    collection: string,
    faults: DeliveryFaults,
    toBus: (delivery: Delivery) => void = ({ targetArn }) => {
      throw new Error(`nothing here sends to buses: ${targetArn}`);
    },
  ) {
    this.#world = world;
    this.#faults = faults;
    this.#toBus = toBus;
    this.#kept = world.store.collection<Delivery>(collection);
  }

  add(delivery: Omit<Delivery, "id" | "attempts" | "dueAt" | "begunAt">): void {
    const { random, clock, faults } = this.#world;
    const { duplicates, disorder } = this.#faults;
    const { targetArn } = delivery;
    const times = faults.strikes(duplicates, targetArn) ? 2 : 1;
    for (let time = 0; time < times; time++) {
      const begunAt = clock.now();
      const dueAt = begunAt + (disorder ? faults.length(disorder, targetArn) : 0);
      const fresh = { ...delivery, id: randomUuid(random), attempts: 0, dueAt, begunAt };
      this.#kept.set(fresh.id, fresh);
      void this.#run(fresh);
    }
  }

  resume(): void {
    for (const delivery of [...this.#kept.values()]) void this.#run(delivery);
  }

  /** Whether something is on its way. */
  unfinished(): boolean {
    return this.#kept.size > 0;
  }

  stop(): void {
    this.#stopped = true;
  }

  async #run(delivery: Delivery): Promise<void> {
    const { clock } = this.#world;
    if (delivery.dueAt > clock.now()) await clock.sleep(delivery.dueAt - clock.now());
    if (this.#stopped) return;
    let failed: unknown;
    try {
      await this.#send(delivery);
    } catch (error) {
      failed = error;
    }
    if (this.#stopped) return;
    if (failed === undefined) this.#kept.delete(delivery.id);
    else await this.#again(delivery, failed);
  }

  async #send(delivery: Delivery): Promise<void> {
    const { targetArn, payload, roleArn, group, id } = delivery;
    if (targetArn.split(":")[2] === "events") return this.#toBus(delivery);
    await deliver(this.#world, targetArn, payload, {
      ...(roleArn && { principal: sessionArn(roleArn, id.replaceAll("-", "")) }),
      ...(group && { group }),
    });
  }

  async #again(delivery: Delivery, error: unknown): Promise<void> {
    const { clock, random } = this.#world;
    const code = error instanceof AwsError ? error.code : "SDK_CLIENT_ERROR";
    const attempts = delivery.attempts + 1;
    const permanent = !(error instanceof AwsError) || PERMANENT.test(code);
    // The pace is assumed, length only; documented is "exponential back off and jitter" within a day.
    const dueAt = clock.now() + Math.min(60_000, 1000 * 2 ** attempts) * (0.5 + random() / 2);
    const tooOld = dueAt > delivery.begunAt + delivery.oldest;
    if (!permanent && attempts <= delivery.retries && !tooOld) {
      const next = { ...delivery, attempts, dueAt };
      this.#kept.set(next.id, next);
      return this.#run(next);
    }
    const { deadLetterArn, ruleArn, targetArn, payload, roleArn, id } = delivery;
    const message = error instanceof Error ? error.message : String(error);
    if (!deadLetterArn) this.#world.log(`dropped an event for ${targetArn}: ${code}: ${message}`);
    else
      await deliver(this.#world, deadLetterArn, payload, {
        // Scheduler sends with the schedule's role, EventBridge with the queue's policy (their guides, "dead-letter queue").
        ...(roleArn && ruleArn.includes(":scheduler:") && { principal: sessionArn(roleArn, id) }),
        attributes: {
          RULE_ARN: ruleArn,
          TARGET_ARN: targetArn,
          ERROR_CODE: code,
          ERROR_MESSAGE: message,
          RETRY_ATTEMPTS: String(delivery.attempts),
          ...(!permanent && {
            EXHAUSTED_RETRY_CONDITION: tooOld ? "MaximumEventAgeInSeconds" : "MaximumRetryAttempts",
          }),
        },
      }).catch((lost) =>
        this.#world.log(`the dead-letter queue ${deadLetterArn} took nothing: ${lost}`),
      );
    this.#kept.delete(delivery.id);
  }
}
