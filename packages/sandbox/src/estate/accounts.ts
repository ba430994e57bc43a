// The accounts of the sandbox's AWS: who they are, their organization, and the Regions that are on.
// In an open world (no estate) every account of 12 digits exists, in the default Regions and alone.
import type { World } from "../wire/service.ts";
import { DEFAULT_REGIONS, isDefault, REGIONS } from "./regions.ts";

/** `Account.State` of Organizations. */
export type AccountState =
  | "PENDING_ACTIVATION"
  | "ACTIVE"
  | "SUSPENDED"
  | "PENDING_CLOSURE"
  | "CLOSED";

/** `RegionOptStatus` of the Account service. */
export type RegionStatus = "ENABLED_BY_DEFAULT" | "ENABLED" | "ENABLING" | "DISABLING" | "DISABLED";

/** One account. Times are milliseconds since 1970 on the sandbox's clock. */
export interface Account {
  id: string;
  name: string;
  email: string;
  state: AccountState;
  /** The management account of its organization, itself included; absent: in no organization. */
  organization?: string;
  joined?: { method: "CREATED" | "INVITED"; at: number; listedAt: number };
  /** Services that it administers for its organization, by principal, and since when. */
  delegated?: Record<string, number>;
  /** True: its organization was deleted, so that it has none in an open world either. */
  alone?: boolean;
  /** Root or organizational unit, once it was moved. */
  parent?: string;
  /** Regions that are on. */
  regions: string[];
  /** Regions that are being switched on or off. */
  switching?: Record<string, { on: boolean; dueAt: number }>;
  tags?: Record<string, string>;
}

const ACCOUNT_ID = /^\d{12}$/;

/** All accounts, kept in the store. */
export class Accounts {
  /** True: no estate, so every account exists. */
  readonly open: boolean;
  readonly #world: World;
  readonly #rows;
  readonly #joining = new Set<(account: Account) => void>();
  readonly #leaving = new Set<(account: Account, management: string) => void>();
  readonly #closing = new Set<(account: Account, management: string) => void>();
  readonly #settlers = new Set<() => void>();

  constructor(world: World, open: boolean) {
    this.#world = world;
    this.open = open;
    this.#rows = world.store.collection<Account>("organizations/accounts");
  }

  get(id: string): Account | undefined {
    const account = this.#rows.get(id) ?? this.#imagined(id);
    return account?.switching ? this.#switched(account) : account;
  }

  put(account: Account): void {
    this.#rows.set(account.id, account);
  }

  /** True when somebody has named the account or changed it; an open world has others as well. */
  isKnown(id: string): boolean {
    return this.#rows.has(id);
  }

  /** Accounts that were named or changed, in the order of their first appearance. */
  known(): IterableIterator<Account> {
    return this.#rows.values();
  }

  /** The management account of this account's organization. In an open world everybody has one. */
  managementOf(id: string): string | undefined {
    const row = this.#rows.get(id);
    return row?.organization ?? (this.open && !row?.alone ? id : undefined);
  }

  /** Accounts of an organization; the management account comes first. */
  ofOrganization(management: string): Account[] {
    const members = [...this.#rows.values()].filter(
      (account) => account.organization === management && account.id !== management,
    );
    const own = this.get(management);
    return own ? [own, ...members] : members;
  }

  regionStatus(id: string, region: string): RegionStatus {
    const account = this.get(id);
    const change = account?.switching?.[region];
    if (change) return change.on ? "ENABLING" : "DISABLING";
    if (!account?.regions.includes(region)) return "DISABLED";
    return isDefault(region) ? "ENABLED_BY_DEFAULT" : "ENABLED";
  }

  /** True when the account's credentials work in the Region. */
  isOn(id: string, region: string): boolean {
    return this.get(id)?.regions.includes(region) ?? false;
  }

  /**
   * Called before each operation, to finish what has become due. No timer does that: one would make the
   * clock skip to it, and nothing would ever be seen in progress.
   */
  onSettle(settler: () => void): void {
    this.#settlers.add(settler);
  }

  /** Finishes what has become due. */
  settle(): void {
    for (const settler of this.#settlers) settler();
  }

  /** Called for each account that joins an organization from now on. */
  onJoin(listener: (account: Account) => void): void {
    this.#joining.add(listener);
  }

  /** Called for each account that has left, with the management account of its former organization. */
  onLeave(listener: (account: Account, management: string) => void): void {
    this.#leaving.add(listener);
  }

  /** Called for each account whose closure has come to its end, with the management account that asked for it. */
  onClose(listener: (account: Account, management: string) => void): void {
    this.#closing.add(listener);
  }

  /** Ends the closure of an account, and tells the services that listen. */
  close(account: Account, management: string): void {
    const closed: Account = { ...account, state: "SUSPENDED" };
    this.put(closed);
    for (const listener of this.#closing) listener(closed, management);
  }

  /** Adds an account that joins an organization, and tells the services that listen. */
  join(account: Account): void {
    this.put(account);
    for (const listener of this.#joining) listener(account);
  }

  /** Takes an account out of its organization, and tells the services that listen. */
  leave({ organization, joined: _, parent: __, delegated: ___, ...account }: Account): void {
    this.put(account);
    if (organization !== undefined)
      for (const listener of this.#leaving) listener(account, organization);
  }

  #imagined(id: string): Account | undefined {
    if (!this.open || !ACCOUNT_ID.test(id)) return undefined;
    const email = `account-${id}@example.com`;
    return { id, name: `Account ${id}`, email, state: "ACTIVE", regions: [...DEFAULT_REGIONS] };
  }

  /** The account with those switches thrown that are due. */
  #switched({ switching = {}, ...account }: Account): Account {
    const now = this.#world.clock.now();
    const waiting = Object.entries(switching).filter(([, { dueAt }]) => dueAt > now);
    const on = (region: string) => {
      const change = switching[region];
      if (!change) return account.regions.includes(region);
      // A Region answers until it is off, and not before it is on.
      return change.dueAt > now ? !change.on : change.on;
    };
    const result: Account = { ...account, regions: REGIONS.filter(on) };
    if (waiting.length > 0) result.switching = Object.fromEntries(waiting);
    return result;
  }
}
