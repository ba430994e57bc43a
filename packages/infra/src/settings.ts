// Everything that differs from one deployment to the next. The defaults fit the sandbox; a JSON file
// named by ROLLCALL_SETTINGS overrides them, field by field. Functions read the result as the link
// `Settings`. This file runs in SST's own process and in synthesis, so it uses Node and nothing else.
import { readFileSync } from "node:fs";
import { checkSettings } from "./settings-check.ts";

/** Language of a Slack message. */
export type Locale = "en" | "ja";

/** A role in another account, and the ExternalId its trust policy asks for. */
export interface ForeignRole {
  name: string;
  externalId: string;
}

/** How often a run looks again before it asks a person; how long it waits between is in workflows/. */
export interface Pace {
  /** Until an invitation has reached the member, which AWS does not bound. */
  joinAttempts: number;
  /** Until the hub itself says that a member is enabled. */
  verifyAttempts: number;
  /** Until an account exists: CreateAccount takes minutes, and five are in progress at most. */
  creationAttempts: number;
  /** Until the role of a new account can be assumed. */
  roleAttempts: number;
}

/** `off`: nothing. `ask`: Slack shows the command. `auto`: it is done. */
export type HealingMode = "off" | "ask" | "auto";

/** The policy of healing; see docs/roll-call.md. */
export interface Healing {
  states: Record<"Resigned" | "Removed" | "Deleted" | "Absent", HealingMode>;
  /** How long a membership that was healed is left alone, in hours. */
  coolDownHours: number;
  /** Accounts healed at once; more wait for a person. */
  atOnce: number;
}

/** For accounts that rollcall may not enter (docs/self-service.md). */
export interface SelfService {
  /** Days that an owner has. */
  expiryDays: number;
  /** ARNs of Security Hub standards, of any Region. */
  standards: string[];
  /** Whether AWS Config is switched on where nobody else records. */
  config: boolean;
  guardDuty: boolean;
  /** Where accounts can read templates/member-role.yaml: an address in S3, or null for no quick-create link. */
  templateUrl: string | null;
}

/** How plans that take something away are decided. */
export interface Approving {
  /** The share of members, from 0 to 1, from which on a plan is told as a large one. */
  share: number;
  /** Whoever uploaded a ledger may not approve its plan. */
  twoPersons: boolean;
  /** Days until nobody's decision counts as no. */
  expiryDays: number;
}

/** What is switched on in a member beside its membership; see docs/baseline.md. Rows of a ledger may say otherwise. */
export interface Baseline {
  /** Standards of Security Hub: ARNs of any Region, or names such as aws-foundational-security-best-practices/v/1.0.0. */
  standards: string[];
  /** AWS Config, delivering to this bucket; null: it is left alone. Global services are recorded in one Region. */
  config: { bucket: string; prefix?: string; globalRegion: string } | null;
  /** A detector in every Region, and membership in the hub's GuardDuty. */
  guardDuty: boolean;
}

/** What happens around an account that is taken out of the hub (docs/off-boarding.md). */
export interface Offboarding {
  /** Its findings are written to the ledger bucket first; what cannot be written stays in the hub. */
  exportFindings: boolean;
  /** Days in which `rollcall restore` brings it back. */
  undoDays: number;
  /** Members are entered once they are out: they leave GuardDuty and switch Security Hub off. */
  memberSide: boolean;
}

/** The deployment's settings, complete. */
export interface Settings {
  /** Region that rollcall itself runs in. */
  homeRegion: string;
  /** The Security Hub administrator; rollcall is deployed there. */
  hub: { account: string };
  /** The Organizations management account; null when no account is ever created. */
  management: { account: string; role: ForeignRole } | null;
  /** The role that rollcall enters a member with. */
  memberRole: ForeignRole;
  /** The role that Organizations makes in an account it creates. */
  accessRole: string;
  /** The hub's Regions: what `all` means in a ledger. */
  regions: string[];
  /** Whether a member's hub starts with AWS's default standards, which cost money. */
  defaultStandards: boolean;
  baseline: Baseline;
  slack: { channel: string; locale: Locale; channels: Record<string, { locale: Locale }> };
  /** When every Region is observed: `rate(…)` or `cron(…)`. Days, and cron's hours, are those of the time zone. */
  rollCall: { schedule: string; timezone: string };
  /**
   * When the daily digest is written; the day is that of the time zone. `noChange`: what is posted on a day on which
   * nothing happened: a line, one line a week, or nothing.
   */
  digest: { schedule: string; timezone: string; noChange: "post" | "weekly" | "silent" };
  /**
   * When owners are looked after whose set-up is not complete, and the days on which nobody is reminded: days of the
   * week such as SAT, and dates such as 2026-12-31, in the time zone.
   */
  setupCheck: { schedule: string; timezone: string; skipDays: string[]; holidays: string[] };
  /** What happens by itself to members that were lost, by the state in which they are. */
  healing: Healing;
  /**
   * Whose accounts may forward CloudTrail's events to the trail bus, beside the hub: those of an organization, or
   * these; null: nobody.
   */
  trail: { organizationId: string } | { accounts: string[] } | null;
  /** The IAM Identity Center portal for links that also sign in, or null for plain console links. */
  consoleLinks: { portal: string; role: string } | null;
  /** What the scripts for owners who join by themselves switch on, and how long their owners have. */
  selfService: SelfService;
  /** When a plan that takes something away waits for a person, and for whom. */
  approval: Approving;
  offboarding: Offboarding;
  pace: Pace;
}

/** The 17 Regions that every account has without opting in. */
export const defaultRegions = [
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
  "ca-central-1",
  "eu-central-1",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "eu-north-1",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-south-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "sa-east-1",
];

/** What holds where the settings file says nothing. The accounts are the sandbox's. */
export const defaults: Settings = {
  homeRegion: "us-east-1",
  hub: { account: "111111111111" },
  management: {
    account: "222222222222",
    role: { name: "rollcall-management", externalId: "rollcall-sandbox" },
  },
  memberRole: { name: "rollcall-member", externalId: "rollcall-sandbox" },
  accessRole: "OrganizationAccountAccessRole",
  regions: defaultRegions,
  defaultStandards: false,
  baseline: { standards: [], config: null, guardDuty: false },
  slack: { channel: "#security-hub", locale: "en", channels: {} },
  rollCall: { schedule: "rate(5 minutes)", timezone: "UTC" },
  digest: { schedule: "cron(0 9 * * ? *)", timezone: "UTC", noChange: "post" },
  setupCheck: {
    schedule: "cron(0 10 * * ? *)",
    timezone: "UTC",
    skipDays: ["SAT", "SUN"],
    holidays: [],
  },
  healing: {
    states: { Resigned: "ask", Removed: "ask", Deleted: "ask", Absent: "ask" },
    coolDownHours: 24,
    atOnce: 20,
  },
  trail: null,
  consoleLinks: null,
  selfService: {
    expiryDays: 30,
    standards: [],
    config: false,
    guardDuty: false,
    templateUrl: null,
  },
  approval: { share: 0.1, twoPersons: false, expiryDays: 7 },
  offboarding: { exportFindings: true, undoDays: 30, memberSide: false },
  pace: { joinAttempts: 30, verifyAttempts: 15, creationAttempts: 120, roleAttempts: 30 },
};

/** A settings file that cannot be used; the message lists every problem with its path. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

function read(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new SettingsError(`${file}: ${error instanceof Error ? error.message : error}`);
  }
}

/** The defaults with the file's fields over them; without a file, the defaults. */
export function loadSettings(file: string | undefined): Settings {
  if (!file) return defaults;
  const { settings, problems } = checkSettings(defaults, read(file));
  if (problems.length === 0) return settings;
  throw new SettingsError(problems.map((problem) => `${file}: ${problem}`).join("\n"));
}

/** The settings of this process. */
export const settings = loadSettings(process.env.ROLLCALL_SETTINGS);
