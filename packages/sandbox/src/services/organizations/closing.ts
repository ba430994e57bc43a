// Closing accounts: asynchronous, three at once, and only so many in a month.
import { delays, draw } from "../../delays.ts";
import type { Account, Accounts } from "../../estate/accounts.ts";
import { AwsError, type World } from "../../wire/service.ts";
import { constraintViolation } from "./errors.ts";

/** Accounts that one organization may be closing at the same time (quota). */
const AT_ONCE = 3;
/** In 30 days: a fifth of the accounts, at least 250 and at most 1,000 (quota). */
const DAYS_30 = 30 * 24 * 3_600_000;
const LEAST = 250;
const MOST = 1_000;

interface Closure {
  management: string;
  requestedAt: number;
  dueAt: number;
  done: boolean;
}

/** Closures of accounts, kept in the store. */
export class Closures {
  readonly #world: World;
  readonly #accounts: Accounts;
  readonly #rows;
  /** Accounts that are being closed. */
  readonly #open: Set<string>;

  constructor(world: World, accounts: Accounts) {
    this.#world = world;
    this.#accounts = accounts;
    this.#rows = world.store.collection<Closure>("organizations/closures");
    const open = [...this.#rows.entries()].filter(([, { done }]) => !done);
    this.#open = new Set(open.map(([id]) => id));
    accounts.onSettle(() => this.#settle());
  }

  /** Begins to close an account. */
  request(management: string, account: Account): void {
    if (account.id === management)
      throw constraintViolation(
        "CANNOT_CLOSE_MANAGEMENT_ACCOUNT",
        "You can't close the management account.",
      );
    if (account.state !== "ACTIVE")
      throw new AwsError("AccountAlreadyClosedException", "The account is closed already.");
    const now = this.#world.clock.now();
    const own = [...this.#rows.values()].filter((one) => one.management === management);
    if (own.filter(({ done }) => !done).length >= AT_ONCE)
      throw constraintViolation(
        "CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED",
        `You can close ${AT_ONCE} accounts at the same time.`,
      );
    const fifth = Math.floor(this.#accounts.ofOrganization(management).length / 5);
    const most = Math.min(MOST, Math.max(LEAST, fifth));
    if (own.filter(({ requestedAt }) => requestedAt > now - DAYS_30).length >= most)
      throw constraintViolation(
        "CLOSE_ACCOUNT_QUOTA_EXCEEDED",
        `You can close ${most} accounts in 30 days.`,
      );
    const dueAt = now + draw(this.#world, delays.accountClosed);
    this.#rows.set(account.id, { management, requestedAt: now, dueAt, done: false });
    this.#open.add(account.id);
    this.#accounts.put({ ...account, state: "PENDING_CLOSURE" });
  }

  /** Ends the closures that are due. */
  #settle(): void {
    if (this.#open.size === 0) return;
    const now = this.#world.clock.now();
    for (const id of this.#open) {
      const closure = this.#rows.get(id)!;
      if (closure.dueAt > now) continue;
      this.#open.delete(id);
      this.#rows.set(id, { ...closure, done: true });
      const account = this.#accounts.get(id);
      if (account) this.#accounts.close(account, closure.management);
    }
  }
}
