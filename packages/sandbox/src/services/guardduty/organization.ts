// GuardDuty in an organization: its delegated administrator of each Region, which is another matter than Security Hub's.
import type { Accounts } from "../../estate/accounts.ts";
import { AwsError, type Context, type Handlers, type World } from "../../wire/service.ts";
import { outOfRange } from "./features.ts";

/** Which accounts become members by themselves. */
type AutoEnable = "NEW" | "ALL" | "NONE";

/** A feature of the members, as the API has it. */
interface FeatureWish {
  Name: string;
  AutoEnable: AutoEnable;
  AdditionalConfiguration?: { Name: string; AutoEnable: AutoEnable }[];
}

interface Wish {
  members: AutoEnable;
  features: FeatureWish[];
}

const WORDS = ["NEW", "ALL", "NONE"];

/** Who leads an organization's GuardDuty in a Region, and whom it takes in. */
export class GuardDutyOrganization {
  readonly #delegates;
  readonly #wishes;
  readonly #accounts: Accounts;
  readonly #checkDetector: (caller: Context, id: string) => void;
  #want: (administrator: string, region: string, account: string) => void = () => {};

  constructor(
    world: World,
    accounts: Accounts,
    checkDetector: (caller: Context, id: string) => void,
  ) {
    this.#delegates = world.store.collection<string>("guardduty/delegations");
    this.#wishes = world.store.collection<Wish>("guardduty/auto-enable");
    this.#accounts = accounts;
    this.#checkDetector = checkDetector;
    accounts.onJoin(({ id, organization, regions }) => {
      for (const region of organization === undefined ? [] : regions) {
        const administrator = this.#delegates.get(`${organization}/${region}`);
        if (administrator !== undefined && this.#wish(administrator, region).members !== "NONE")
          this.#want(administrator, region, id);
      }
    });
  }

  /** Told which account is to become a member of which administrator. */
  onWanted(want: (administrator: string, region: string, account: string) => void): void {
    this.#want = want;
  }

  #wish(administrator: string, region: string): Wish {
    return this.#wishes.get(`${administrator}/${region}`) ?? { members: "NONE", features: [] };
  }

  /** What new members of an administrator watch. */
  featuresWanted(administrator: string, region: string): { Name: string; Status: "ENABLED" }[] {
    const wanted = this.#wish(administrator, region).features.filter(
      ({ AutoEnable }) => AutoEnable !== "NONE",
    );
    return wanted.map(({ Name }) => ({ Name, Status: "ENABLED" }));
  }

  /** The organization that the caller leads. */
  #led({ account, region }: Context): string {
    const management = this.#accounts.managementOf(account);
    if (management !== undefined && this.#delegates.get(`${management}/${region}`) === account)
      return management;
    throw refused("the caller is not the delegated administrator of an organization"); // assumed, text only
  }

  /** Does the caller lead the organization that this account belongs to? */
  leads({ account, region }: Context, member: string): boolean {
    const management = this.#accounts.managementOf(account);
    return (
      management !== undefined &&
      this.#delegates.get(`${management}/${region}`) === account &&
      this.#accounts.managementOf(member) === management
    );
  }

  /** Operations of the management account. Only it may call them. */
  readonly operations: Handlers = {
    EnableOrganizationAdminAccount: ({ AdminAccountId }, caller: Context) => {
      const key = this.#keyOf(caller);
      const current = this.#delegates.get(key);
      if (current !== undefined && current !== AdminAccountId)
        throw refused("another account is already the delegated administrator"); // assumed, text only
      this.#delegates.set(key, AdminAccountId);
      return {};
    },

    DisableOrganizationAdminAccount: ({ AdminAccountId }, caller: Context) => {
      const key = this.#keyOf(caller);
      if (this.#delegates.get(key) !== AdminAccountId)
        throw refused("the account is not the delegated administrator"); // assumed, text only
      this.#delegates.delete(key);
      this.#wishes.delete(`${AdminAccountId}/${caller.region}`);
      return {};
    },

    DescribeOrganizationConfiguration: ({ DetectorId }, caller: Context) => {
      this.#checkDetector(caller, DetectorId);
      this.#led(caller);
      const wish = this.#wish(caller.account, caller.region);
      return {
        AutoEnable: wish.members !== "NONE",
        AutoEnableOrganizationMembers: wish.members,
        MemberAccountLimitReached: false,
        Features: wish.features,
      };
    },

    UpdateOrganizationConfiguration: (input, caller: Context) => {
      this.#checkDetector(caller, input.DetectorId);
      const management = this.#led(caller);
      const { AutoEnable: on, AutoEnableOrganizationMembers: asked } = input;
      const members = asked ?? (on === undefined ? on : on ? "NEW" : "NONE");
      const given: FeatureWish[] = input.Features ?? sourcesAsFeatures(input.DataSources);
      const words = [members, ...given.map((one) => one.AutoEnable)];
      // "You must provide a value for either autoEnableOrganizationMembers or autoEnable" (API reference).
      if (words.some((word) => !WORDS.includes(word))) throw outOfRange();
      const before = this.#wish(caller.account, caller.region).features;
      const kept = before.filter(({ Name }) => !given.some((one) => one.Name === Name));
      const features = [...kept, ...given];
      this.#wishes.set(`${caller.account}/${caller.region}`, { members, features });
      if (members !== "ALL") return {};
      for (const { id } of this.#accounts.ofOrganization(management))
        if (id !== caller.account) this.#want(caller.account, caller.region, id);
      return {};
    },

    ListOrganizationAdminAccounts: (_input, caller: Context) => {
      const current = this.#delegates.get(this.#keyOf(caller));
      return {
        AdminAccounts: current ? [{ AdminAccountId: current, AdminStatus: "ENABLED" }] : [],
      };
    },
  };

  #keyOf({ account, region }: Context): string {
    if (this.#accounts.managementOf(account) === account) return `${account}/${region}`;
    throw refused("the caller is not the management account of an organization"); // assumed, text only
  }
}

/** Data sources, as they were asked for before features came. */
function sourcesAsFeatures(
  sources: {
    S3Logs?: { AutoEnable?: boolean };
    Kubernetes?: { AuditLogs?: { AutoEnable?: boolean } };
    MalwareProtection?: { ScanEc2InstanceWithFindings?: { EbsVolumes?: { AutoEnable?: boolean } } };
  } = {},
): FeatureWish[] {
  const asked: [string, boolean | undefined][] = [
    ["S3_DATA_EVENTS", sources.S3Logs?.AutoEnable],
    ["EKS_AUDIT_LOGS", sources.Kubernetes?.AuditLogs?.AutoEnable],
    [
      "EBS_MALWARE_PROTECTION",
      sources.MalwareProtection?.ScanEc2InstanceWithFindings?.EbsVolumes?.AutoEnable,
    ],
  ];
  return asked.flatMap(([Name, on]) =>
    on === undefined ? [] : [{ Name, AutoEnable: on ? "NEW" : "NONE" }],
  );
}

const refused = (why: string): AwsError =>
  new AwsError("BadRequestException", `The request is rejected because ${why}.`, { status: 400 });
