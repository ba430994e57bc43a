// What only a watcher at the gate can know: whose credentials signed what for whom, and who was taken out of the hub.

import type { GatedCall } from "@rollcall/sandbox";
import { accountOf } from "../../../packages/sandbox/src/wire/access-keys.ts";
import { hub, management, type World } from "../world.ts";

/** Calls that take something away. */
const removing = new Set(["DisassociateMembers", "DeleteMembers"]);
/** The function that asks several accounts, each about its own Regions. */
const looks = /ObserveOrganization/;
/** Milliseconds in which a call of an invocation that was ended may still come. */
const STRAGGLING = 2_000;

const bump = (counts: Map<string, number>, account: string) =>
  counts.set(account, (counts.get(account) ?? 0) + 1);

/** Watches worlds that follow each other, and remembers what must not be. */
export class Watch {
  flaws: string[] = [];
  /** Removals that a person has approved, as `account/region`. */
  readonly approved = new Set<string>();
  /** Runs that ended because no retry was left, which a hostile day may do; of all stories of the world. */
  readonly wornOut = new Set<string>();
  /** Accounts that functions are at work on, with the number of their invocations, or when the last one ended. */
  #handled = new Map<string, { open: number; endedAt: number }>();

  /** How often each account was entered, and asked which Regions it has on: once by each who enters. */
  readonly #entered = new Map<string, number>();
  readonly #asked = new Map<string, number>();

  /** Another story begins. */
  begin(): void {
    this.flaws = [];
    this.approved.clear();
    this.#entered.clear();
    this.#asked.clear();
  }

  /**
   * Accounts that were asked more often than entered, where no call is repeated: a session of theirs then served
   * another account.
   */
  get overused(): string[] {
    return [...this.#asked]
      .filter(([account, count]) => count > (this.#entered.get(account) ?? 0))
      .map(([account, count]) => `${account} was asked ${count} times by fewer sessions`);
  }

  /** Watches a world from now on. */
  attach(world: World): void {
    this.#handled = new Map();
    world.sandbox.gates.push(({ service, operation, input, context, region, endings }) => {
      if (service === "lambda" && operation === "Invoke") {
        const account = this.#subjectOf(world, input.Payload);
        if (account) this.#open(world, account, endings);
        return;
      }
      const [, , , , owner, session] = context.principal.split(":") as string[];
      if (!session?.startsWith("assumed-role/")) return;
      const who = `${service}:${operation} in ${context.account}/${region}`;
      if (owner !== context.account || accountOf(context.accessKeyId) !== context.account)
        this.flaws.push(`${who} is signed with the key of one account and the session of another`);
      if (service === "sts" && operation === "AssumeRole") {
        const target = String(input.RoleArn).split(":")[4]!;
        if (!looks.test(session) && !this.#isHandled(world, target))
          this.flaws.push(`a role of ${target} is assumed while nobody works on that account`);
        endings.push((end) => "output" in end && bump(this.#entered, target));
      }
      const isLook = service === "account" && operation === "ListRegions";
      if (isLook) endings.push((end) => "output" in end && bump(this.#asked, context.account));
      if (context.account !== hub && !isLook && !this.#isHandled(world, context.account))
        this.flaws.push(`${who} is called while nobody works on that account`);
      if (service === "securityhub" && context.account === hub && removing.has(operation))
        for (const id of input.AccountIds as string[])
          if (!this.approved.has(`${id}/${region}`))
            this.flaws.push(`${who} takes ${id} out, which nobody approved`);
    });
  }

  /** The account that an invocation is about, if it is about one. */
  #subjectOf(world: World, payload: unknown): string | undefined {
    try {
      const asked = JSON.parse(Buffer.from(payload as Uint8Array).toString());
      return asked.accountId ?? (asked.email ? world.accountOf(asked.email) : undefined);
    } catch {
      return undefined;
    }
  }

  #open(world: World, account: string, endings: GatedCall["endings"]): void {
    const now = this.#handled.get(account) ?? { open: 0, endedAt: 0 };
    this.#handled.set(account, now);
    now.open++;
    endings.push(() => {
      now.open--;
      now.endedAt = world.sandbox.world.clock.now();
    });
  }

  #isHandled(world: World, account: string): boolean {
    if (account === management.account) return true; // Organizations is asked for all accounts at once
    const known = this.#handled.get(account);
    if (!known) return false;
    return known.open > 0 || world.sandbox.world.clock.now() - known.endedAt < STRAGGLING;
  }
}
