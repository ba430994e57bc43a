// The plan's records: plain, stored as JSON, comparable.
import * as z from "zod";
import { AccountId } from "../account.ts";
import { Part } from "../baseline/part.ts";
import { Join } from "../ledger/row.ts";
import { Command, Way } from "../membership/decide.ts";
import { State } from "../membership/state.ts";
import { Region } from "../region.ts";
import { Blast } from "./blast.ts";

/** An account to be created. It joins once it has an id: the next plan of the run sees it. */
export const Creation = z.object({
  row: z.int().positive(),
  accountName: z.string(),
  email: z.string(),
  regions: z.array(Region),
  /** Where it belongs, and its tags, as the row says. */
  ou: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
});
export type Creation = z.infer<typeof Creation>;

/** A change that brings an account in. */
export const Addition = z.object({
  row: z.int().positive(),
  accountId: AccountId,
  region: Region,
  state: State,
  command: Command,
  way: Way,
  join: Join,
});
export type Addition = z.infer<typeof Addition>;

/** A change that takes an account out: named, and done only after a person approved it. */
export const Removal = z.object({
  row: z.int().positive(),
  accountId: AccountId,
  region: Region,
  state: State,
  command: Command,
  way: Way,
  because: z.enum(["absent", "narrower"]),
  /** What runs in the account is switched off afterwards; absent: it is left to its project. */
  memberSide: z.literal(true).optional(),
});
export type Removal = z.infer<typeof Removal>;

/** Parts of the baseline that are switched on in a member, or looked at again, once it is Enabled. */
export const Raise = z.object({
  row: z.int().positive(),
  accountId: AccountId,
  region: Region,
  join: Join,
  parts: z.array(Part),
});
export type Raise = z.infer<typeof Raise>;

/** Where a person must act. `reason` is a code of outcome/reasons.ts. Without Region: all of them. */
export const Escalation = z.object({
  row: z.int().positive(),
  account: z.string(),
  region: Region.optional(),
  state: State.optional(),
  reason: z.string(),
  detail: z.string().optional(),
});
export type Escalation = z.infer<typeof Escalation>;

/** What to do for one account in one Region. */
export const Step = Addition.pick({ region: true, state: true, command: true, way: true });
export type Step = Readonly<z.infer<typeof Step>>;

/** One account of a wave, with what to do in each Region. */
export const Joiner = z.object({
  row: z.int().positive(),
  accountId: AccountId,
  accountName: z.string().optional(),
  email: z.string().optional(),
  join: Join,
  /** The management account can be a member, but nothing enables it from outside (D79). */
  management: z.boolean(),
  /** Empty: it has joined already, and only its baseline is not complete. */
  regions: z.array(Step),
  /** What its baseline lacks, by Region. */
  baseline: z.array(z.object({ region: Region, parts: z.array(Part) })).optional(),
});
export type Joiner = z.infer<typeof Joiner>;

/** At most 1,000 accounts, less the open invitations of the fullest Region. */
export const Wave = z.object({ number: z.int().positive(), accounts: z.array(Joiner) });
export type Wave = z.infer<typeof Wave>;

/** An account that rollcall created and that is to be closed for good: done only after a person approved it. */
export const Closure = z.object({
  row: z.int().positive(),
  accountId: AccountId,
  accountName: z.string(),
  email: z.string(),
  /** It is closed already, or about to be: nothing is asked of AWS, its end is only put on record. */
  already: z.boolean(),
});
export type Closure = z.infer<typeof Closure>;

export const RegionTotal = z.object({
  region: Region,
  wanted: z.int(),
  enabled: z.int(),
  additions: z.int(),
  removals: z.int(),
  escalations: z.int(),
  unread: z.boolean(),
});
export type RegionTotal = z.infer<typeof RegionTotal>;

/** The least number of AWS calls that can do the plan, by kind (see bound.ts). */
export const Bound = z.object({
  hub: z.int(),
  member: z.int(),
  account: z.int(),
  creation: z.int(),
  /** Absent: no baseline is wanted. */
  baseline: z.int().optional(),
  total: z.int(),
});
export type Bound = z.infer<typeof Bound>;

/** How many memberships, and of how many accounts. */
export const Count = z.object({ memberships: z.int(), accounts: z.int() });
export type Count = z.infer<typeof Count>;

/** Who joins, in numbers: what there is to say of a plan's waves without looking through them. */
export const Joining = z.object({
  /** New members by invitation, new ones through the organization, and those that left or were removed. */
  invites: Count,
  joins: Count,
  heals: Count,
  /** Accounts that rollcall enters to accept. */
  entered: z.int(),
  /** Parts of the baseline that are raised. Absent: none is wanted, or none is incomplete. */
  raises: z.partialRecord(Part, Count).optional(),
  /** Accounts in which something is raised. */
  raised: z.int(),
  waves: z.int(),
});
export type Joining = z.infer<typeof Joining>;

export const Plan = z.object({
  run: z.string(),
  creations: z.array(Creation),
  joining: Joining,
  removals: z.array(Removal),
  /** Only in the plan of a request to close accounts. */
  closures: z.array(Closure).optional(),
  escalations: z.array(Escalation),
  /** Members of the hub that the ledger does not name: left alone. */
  unknown: z.array(z.object({ accountId: AccountId, regions: z.array(Region) })),
  /** Active accounts of the organization that the ledger does not name. */
  missing: z.array(z.object({ accountId: AccountId, accountName: z.string() })),
  waves: z.array(Wave),
  regions: z.array(RegionTotal),
  /** Which account each row without an id turned out to be. */
  resolved: z.array(z.object({ row: z.int().positive(), email: z.string(), accountId: AccountId })),
  bound: Bound,
  blast: Blast,
});
export type Plan = z.infer<typeof Plan>;

/** A plan without its waves, which are most of it where many join. */
export const Outline = Plan.omit({ waves: true });
export type Outline = z.infer<typeof Outline>;
