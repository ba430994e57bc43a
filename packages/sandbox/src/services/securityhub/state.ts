// What Security Hub remembers per account and Region: hubs, who administers whom, invitations, and the
// delegated administrator of an organization.
import type { Accounts } from "../../estate/accounts.ts";
import type { World } from "../../wire/service.ts";
import { type Member, type MemberStatus, Memberships } from "./memberships.ts";
import { notSubscribed } from "./refusals.ts";
import { defaultStandards, type Subscription, subscribed } from "./standard-catalog.ts";

/** Security Hub in one account and Region. */
export interface Hub {
  enabledAt: number;
  autoEnableControls: boolean;
  controlFindingGenerator: "SECURITY_CONTROL" | "STANDARD_CONTROL";
  tags?: Record<string, string>;
}

/** Where an account's findings of several Regions come together. */
export interface Aggregator {
  arn: string;
  /** The aggregation Region. */
  region: string;
  /** `RegionLinkingMode`. */
  mode: string;
  regions: string[];
}

/** A finding in Amazon's format: what is not named here is kept as it came. */
export interface Finding {
  AwsAccountId: string;
  Id: string;
  ProductArn: string;
  [attribute: string]: unknown;
}

/** A member's link to its administrator. */
export interface Link {
  /** The administrator. */
  account: string;
  via: "invitation" | "organization";
  invitationId?: string;
  since: number;
}

/** An invitation as its receiver has it. */
export interface Invitation {
  administrator: string;
  /** 32 hexadecimal digits [observed]. */
  id: string;
  invitedAt: number;
  /** ListInvitations shows it from then on. */
  appearsAt: number;
  status: "Invited" | "Enabled" | "Resigned";
}

/** How a delegated administrator treats its organization. */
export interface OrganizationConfiguration {
  autoEnable: boolean;
  autoEnableStandards: "NONE" | "DEFAULT";
  type: "LOCAL" | "CENTRAL";
}

const keyOf = (account: string, region: string) => `${account}/${region}`;

/** Security Hub's memory; everything is in the store. */
export class State {
  readonly memberships: Memberships;
  readonly accounts: Accounts;
  readonly faults: World["faults"];
  readonly #world: World;
  readonly #hubs;
  readonly #links;
  readonly #invitations;
  readonly #standards;
  readonly #delegations;
  readonly #configurations;
  readonly #findings;
  readonly #aggregators;

  constructor(world: World, accounts: Accounts) {
    const { store } = world;
    this.#world = world;
    this.accounts = accounts;
    this.faults = world.faults;
    this.memberships = new Memberships(world);
    this.#hubs = store.collection<Hub>("securityhub/hubs");
    this.#links = store.collection<Link>("securityhub/administrators");
    this.#invitations = store.collection<Invitation[]>("securityhub/invitations");
    this.#standards = store.collection<Subscription[]>("securityhub/standards");
    this.#delegations = store.collection<string>("securityhub/delegations");
    this.#configurations = store.collection<OrganizationConfiguration>("securityhub/organization");
    this.#findings = store.collection<Finding[]>("securityhub/findings");
    this.#aggregators = store.collection<Aggregator>("securityhub/aggregators");
  }

  find(account: string, region: string): Hub | undefined {
    return this.#hubs.get(keyOf(account, region));
  }

  isOn(account: string, region: string): boolean {
    return this.#hubs.has(keyOf(account, region));
  }

  /** The hub, or the error of an account that has none. */
  hub(account: string, region: string): Hub {
    const hub = this.find(account, region);
    if (!hub) throw notSubscribed(account);
    return hub;
  }

  putHub(account: string, region: string, hub: Hub): void {
    this.#hubs.set(keyOf(account, region), hub);
  }

  /** Switches Security Hub on, with the two default standards unless they are not wanted. */
  enable(
    account: string,
    region: string,
    {
      standards = true,
      generator,
      tags,
    }: {
      standards?: boolean;
      generator?: Hub["controlFindingGenerator"];
      tags?: Record<string, string>;
    },
  ): void {
    this.putHub(account, region, {
      enabledAt: this.#world.clock.now(),
      autoEnableControls: true,
      controlFindingGenerator: generator ?? "SECURITY_CONTROL",
      ...(tags && { tags }),
    });
    if (!standards) return;
    const wanted = defaultStandards(region).map((arn) => subscribed(this.#world, arn));
    this.putStandards(account, region, wanted);
  }

  /** Switches it off: members that are left over, standards and settings go. */
  disable(account: string, region: string): void {
    for (const member of this.memberships.of(account, region))
      this.memberships.put(account, region, member, null);
    this.#standards.delete(keyOf(account, region));
    this.#hubs.delete(keyOf(account, region));
  }

  administratorOf(member: string, region: string): Link | undefined {
    return this.#links.get(keyOf(member, region));
  }

  /** Makes `administrator` the member's administrator, on both sides. */
  link(
    administrator: string,
    region: string,
    member: string,
    link: Omit<Link, "account" | "since">,
  ): void {
    const now = this.#world.clock.now();
    this.#links.set(keyOf(member, region), { ...link, account: administrator, since: now });
    this.change(administrator, region, member, "Enabled", { via: link.via });
  }

  /** Ends the member's link on both sides; the administrator's row stays, in another status. */
  part(member: string, region: string, status: MemberStatus): void {
    const link = this.administratorOf(member, region);
    if (!link) return;
    this.#links.delete(keyOf(member, region));
    this.change(link.account, region, member, status);
  }

  /** Writes the administrator's row of a member; what is not given stays. */
  change(
    administrator: string,
    region: string,
    member: string,
    status: MemberStatus,
    more: Partial<Member> = {},
  ): void {
    const old = this.memberships.get(administrator, region, member);
    this.memberships.put(administrator, region, member, {
      via: "invitation",
      ...old,
      ...more,
      accountId: member,
      status,
      updatedAt: this.#world.clock.now(),
    });
  }

  invitations(member: string, region: string): readonly Invitation[] {
    return this.#invitations.get(keyOf(member, region)) ?? [];
  }

  invitation(member: string, region: string, administrator: string): Invitation | undefined {
    return this.invitations(member, region).find((one) => one.administrator === administrator);
  }

  /** Replaces the invitation from this administrator; undefined takes it away. */
  putInvitation(
    member: string,
    region: string,
    administrator: string,
    invitation: Invitation | undefined,
  ): void {
    const others = this.invitations(member, region).filter(
      (one) => one.administrator !== administrator,
    );
    const all = invitation ? [...others, invitation] : others;
    if (all.length > 0) this.#invitations.set(keyOf(member, region), all);
    else this.#invitations.delete(keyOf(member, region));
  }

  /** Subscriptions to standards, those that are gone by now left out. */
  standards(account: string, region: string): Subscription[] {
    const now = this.#world.clock.now();
    const all = this.#standards.get(keyOf(account, region)) ?? [];
    return all.filter(({ goneAt, stays }) => goneAt === undefined || goneAt > now || stays);
  }

  putStandards(account: string, region: string, standards: Subscription[]): void {
    this.#standards.set(keyOf(account, region), standards);
  }

  /** The delegated administrator of an organization in a Region. */
  delegate(management: string, region: string): string | undefined {
    return this.#delegations.get(keyOf(management, region));
  }

  putDelegate(management: string, region: string, account: string | undefined): void {
    if (account === undefined) this.#delegations.delete(keyOf(management, region));
    else this.#delegations.set(keyOf(management, region), account);
  }

  /** Delegated administrators of an organization in any Region. */
  delegates(management: string): string[] {
    const own = [...this.#delegations.entries()].filter(([key]) =>
      key.startsWith(`${management}/`),
    );
    return [...new Set(own.map(([, account]) => account))];
  }

  /** The organization's management account that has delegated to this account here, if one has. */
  organizationOf(administrator: string, region: string): string | undefined {
    const management = this.accounts.managementOf(administrator);
    if (management === undefined) return undefined;
    return this.delegate(management, region) === administrator ? management : undefined;
  }

  configuration(administrator: string, region: string): OrganizationConfiguration {
    const fresh = { autoEnable: false, autoEnableStandards: "DEFAULT", type: "LOCAL" } as const;
    return this.#configurations.get(keyOf(administrator, region)) ?? fresh;
  }

  putConfiguration(
    account: string,
    region: string,
    to: OrganizationConfiguration | undefined,
  ): void {
    if (to) this.#configurations.set(keyOf(account, region), to);
    else this.#configurations.delete(keyOf(account, region));
  }

  /** Keeps findings; one of the same product and id is replaced. */
  putFindings(account: string, region: string, findings: readonly Finding[]): void {
    const key = keyOf(account, region);
    const all = [...this.findingsOf(account, region), ...findings];
    this.#findings.set(key, [
      ...new Map(all.map((one) => [`${one.ProductArn} ${one.Id}`, one])).values(),
    ]);
  }

  /** What was sent in by an account. */
  findingsOf(account: string, region: string): Finding[] {
    return this.#findings.get(keyOf(account, region)) ?? [];
  }

  /** Whose findings an account sees: its own, and those of the members that it has at this moment. */
  ownersSeenBy(account: string, region: string): string[] {
    const members = this.memberships
      .of(account, region)
      .filter((one) => this.administratorOf(one, region)?.account === account);
    return [account, ...members];
  }

  /** In the aggregation Region also those of the Regions that are linked to it. */
  findingsSeenBy(account: string, region: string): Finding[] {
    return this.#regionsSeenFrom(account, region).flatMap((place) =>
      this.ownersSeenBy(account, place).flatMap((one) => this.findingsOf(one, place)),
    );
  }

  aggregator(account: string): Aggregator | undefined {
    return this.#aggregators.get(account);
  }

  putAggregator(account: string, aggregator: Aggregator | undefined): void {
    if (aggregator) this.#aggregators.set(account, aggregator);
    else this.#aggregators.delete(account);
  }

  #regionsSeenFrom(account: string, region: string): string[] {
    const found = this.aggregator(account);
    if (found?.region !== region || found.mode === "NO_REGIONS") return [region];
    const named = (one: string) => found.regions.includes(one);
    const linked = (one: string) => (found.mode === "SPECIFIED_REGIONS" ? named(one) : !named(one));
    const others = this.accounts.get(account)?.regions ?? [];
    return [region, ...others.filter((one) => one !== region && linked(one))];
  }
}
