// Creating accounts: asynchronous, five at once, without a token. What was accepted ends at its time, or
// at the first call after it, also when the sandbox was down meanwhile.
import { delays, draw } from "../../delays.ts";
import type { Account } from "../../estate/accounts.ts";
import type { Model } from "../../estate/model.ts";
import { DEFAULT_REGIONS } from "../../estate/regions.ts";
import { trusting } from "../../estate/roles.ts";
import { ADMINISTRATOR } from "../../permissions/managed.ts";
import type { World } from "../../wire/service.ts";
import { constraintViolation } from "./errors.ts";
import { failureOf } from "./failures.ts";

/** Creations of one organization that may be in progress (quota). */
const AT_ONCE = 5;
/** Accounts of one organization: raised on request to 10,000 (quota); pending ones count. */
const ACCOUNTS = 10_000;

/** A request to create an account. Times are milliseconds on the sandbox's clock. */
export interface Creation {
  /** `car-` and 32 hexadecimal digits. */
  id: string;
  management: string;
  name: string;
  email: string;
  role: string;
  tags: Record<string, string>;
  state: "IN_PROGRESS" | "SUCCEEDED" | "FAILED";
  /** How it will fail, when that is settled from the start. */
  failure?: string;
  requestedAt: number;
  dueAt: number;
  /** Known to clients once it has succeeded. */
  accountId?: string;
}

/** Creations, kept in the store. */
export class Creations {
  readonly #world: World;
  readonly #model: Model;
  readonly #rows;
  /** Ids of those in progress. */
  readonly #open: Set<string>;

  constructor(world: World, model: Model) {
    this.#world = world;
    this.#model = model;
    this.#rows = world.store.collection<Creation>("organizations/creations");
    const open = [...this.#rows.values()].filter(({ state }) => state === "IN_PROGRESS");
    this.#open = new Set(open.map(({ id }) => id));
    model.accounts.onSettle(() => this.#settle());
  }

  get(id: string): Creation | undefined {
    return this.#rows.get(id);
  }

  /** Creations of an organization, in the order of their requests. */
  of(management: string): Creation[] {
    return [...this.#rows.values()].filter((one) => one.management === management);
  }

  /** Accepts a request; how it ends shows later. */
  request(asked: Pick<Creation, "management" | "name" | "email" | "role" | "tags">): Creation {
    const own = this.of(asked.management);
    const open = own.filter(({ state }) => state === "IN_PROGRESS");
    if (open.length >= AT_ONCE)
      throw constraintViolation(
        "ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED",
        "You have exceeded the number of accounts that you can create at the same time.",
      );
    const existing = this.#model.accounts.ofOrganization(asked.management).length;
    if (existing + open.length >= ACCOUNTS)
      throw constraintViolation(
        "ACCOUNT_NUMBER_LIMIT_EXCEEDED",
        "You have exceeded the allowed number of AWS accounts.",
      );
    const now = this.#world.clock.now();
    const failure = failureOf(asked.email, open, this.#model.accounts);
    const creation: Creation = {
      ...asked,
      id: `car-${this.#hexadecimal(32)}`,
      state: "IN_PROGRESS",
      ...(failure !== undefined && { failure }),
      requestedAt: now,
      dueAt: now + draw(this.#world, delays.accountCreated),
    };
    this.#rows.set(creation.id, creation);
    this.#open.add(creation.id);
    return creation;
  }

  /** Ends the creations that are due. */
  #settle(): void {
    if (this.#open.size === 0) return;
    const now = this.#world.clock.now();
    for (const id of this.#open) {
      const creation = this.#rows.get(id)!;
      if (creation.dueAt > now) continue;
      this.#open.delete(id);
      this.#finish(creation);
    }
  }

  #finish(creation: Creation): void {
    if (creation.failure !== undefined) {
      this.#rows.set(creation.id, { ...creation, state: "FAILED" });
      return;
    }
    const { management, name, email, role, tags, dueAt } = creation;
    const id = this.#freshId();
    const account: Account = {
      id,
      name,
      email,
      state: "ACTIVE",
      organization: management,
      joined: {
        method: "CREATED",
        at: dueAt,
        listedAt: dueAt + draw(this.#world, delays.accountListed),
      },
      regions: [...DEFAULT_REGIONS],
      tags,
    };
    // The role trusts the management account without an ExternalId and may do everything.
    const delay = draw(this.#world, delays.accessRoleAssumable);
    this.#model.roles.create(id, role, trusting(management), delay, {
      attached: [ADMINISTRATOR],
    });
    this.#rows.set(creation.id, { ...creation, state: "SUCCEEDED", accountId: id });
    this.#model.accounts.join(account);
  }

  #freshId(): string {
    for (;;) {
      const id = String(100_000_000_000 + Math.floor(this.#world.random() * 900_000_000_000));
      if (!this.#model.accounts.isKnown(id)) return id;
    }
  }

  #hexadecimal(length: number): string {
    const digit = () => Math.floor(this.#world.random() * 16).toString(16);
    return Array.from({ length }, digit).join("");
  }
}
