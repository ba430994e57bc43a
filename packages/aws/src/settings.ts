// What an operator decides once for all runs. It is deployed as a link, so functions only read it.
import { AccountId } from "@rollcall/core/account";
import { Wanted } from "@rollcall/core/baseline";
import { NoChange } from "@rollcall/core/digest";
import { parse } from "@rollcall/core/error";
import { Policy } from "@rollcall/core/healing";
import { LONGEST_DAYS } from "@rollcall/core/joiner";
import { Locale } from "@rollcall/core/locale";
import { Region } from "@rollcall/core/region";
import { StandardArn } from "@rollcall/core/self-service/order";
import { Resource } from "sst";
import * as z from "zod";

const Role = z.object({ name: z.string(), externalId: z.string() });

/** What is deployed as the link `Settings`. */
export const Settings = z.object({
  hub: z.object({ account: AccountId }),
  management: z.object({ account: AccountId, role: Role }).nullable(),
  memberRole: Role,
  accessRole: z.string(),
  regions: z.array(Region).min(1),
  defaultStandards: z.boolean(),
  baseline: Wanted,
  slack: z.object({
    channel: z.string(),
    locale: Locale,
    channels: z.record(z.string(), z.object({ locale: Locale })),
  }),
  rollCall: z.object({ schedule: z.string(), timezone: z.string() }),
  digest: z.object({ schedule: z.string(), timezone: z.string(), noChange: NoChange }),
  setupCheck: z.object({
    schedule: z.string(),
    timezone: z.string(),
    skipDays: z.array(z.string()),
    holidays: z.array(z.string()),
  }),
  healing: Policy,
  /** Whose events of CloudTrail are taken beside the hub's own. */
  trail: z
    .union([
      z.strictObject({ organizationId: z.string() }),
      z.strictObject({ accounts: z.array(AccountId) }),
    ])
    .nullable(),
  approval: z.object({
    share: z.number().min(0).max(1),
    twoPersons: z.boolean(),
    expiryDays: z.int().min(1).max(30),
  }),
  offboarding: z.object({
    exportFindings: z.boolean(),
    undoDays: z.int().min(1).max(365),
    memberSide: z.boolean(),
  }),
  consoleLinks: z.object({ portal: z.string(), role: z.string() }).nullable(),
  selfService: z.object({
    expiryDays: z.int().positive().max(LONGEST_DAYS),
    standards: z.array(StandardArn),
    config: z.boolean(),
    guardDuty: z.boolean(),
    templateUrl: z.string().nullable(),
  }),
  pace: z.object({
    joinAttempts: z.int().positive(),
    verifyAttempts: z.int().positive(),
    creationAttempts: z.int().positive(),
    roleAttempts: z.int().positive(),
  }),
});
export type Settings = z.infer<typeof Settings>;

let parsed: Settings | undefined;

/** The deployed settings. Throws RejectedError naming the field when they do not fit. */
export function settings(): Settings {
  parsed ??= parse(Settings, Resource.Settings);
  return parsed;
}
