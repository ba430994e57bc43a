// What a script is made for: exactly one account, and everything that is switched on in it.
import * as z from "zod";
import { AccountId } from "../account.ts";
import { Locale } from "../locale.ts";
import { Region } from "../region.ts";

/**
 * A standard by its ARN, in any Region: `arn:aws:securityhub:us-east-1::standards/…` (DescribeStandards gives it).
 * The script puts each of its Regions in.
 */
export const StandardArn = z
  .string()
  .regex(/^arn:aws[a-z-]*:securityhub:[a-z0-9-]*::[a-z]+\/[A-Za-z0-9._/-]{1,200}$/);
export type StandardArn = z.infer<typeof StandardArn>;

/** The order that a script carries out. */
export const Order = z.object({
  account: AccountId,
  hub: AccountId,
  partition: z.enum(["aws", "aws-cn", "aws-us-gov"]),
  /** The first one also holds Config's bucket, and records what belongs to no Region. */
  regions: z.array(Region).min(1),
  /** Switched on in each Region; BatchEnableStandards takes 25 (API reference). */
  standards: z.array(StandardArn).max(25),
  /** Whether Security Hub starts with AWS's default standards. */
  defaultStandards: z.boolean(),
  /** Whether AWS Config records, where nobody else records yet. */
  config: z.boolean(),
  guardDuty: z.boolean(),
  /** The language that the script speaks unless it is asked for the other. */
  locale: Locale,
});
export type Order = z.infer<typeof Order>;
