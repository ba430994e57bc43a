// Security Hub's standards in a member: what is on, what a Region offers, and switching on.
import {
  BatchEnableStandardsCommand,
  paginateDescribeStandards,
  paginateGetEnabledStandards,
  SecurityHubClient,
} from "@aws-sdk/client-securityhub";
import type { Region } from "@rollcall/core/region";
import { clientOf } from "./clients.ts";
import { translate } from "./errors.ts";

const hub = (region: Region) => clientOf(SecurityHubClient, "securityhub", region);

/** BatchEnableStandards takes 1 to 25 (API reference). */
const MOST = 25;

/** A standard that is on, or on its way; `status` is PENDING, READY, FAILED, DELETING or INCOMPLETE. */
export interface Subscription {
  arn: string;
  status: string;
  reason: string | undefined;
}

/** The standards of the calling account. */
export async function enabledStandards(region: Region): Promise<Subscription[]> {
  const found: Subscription[] = [];
  try {
    for await (const page of paginateGetEnabledStandards(
      { client: hub(region), pageSize: 100 },
      {},
    ))
      for (const one of page.StandardsSubscriptions ?? [])
        found.push({
          arn: one.StandardsArn!,
          status: one.StandardsStatus!,
          reason: one.StandardsStatusReason?.StatusReasonCode,
        });
  } catch (error) {
    translate(error);
  }
  return found;
}

/** ARNs of the standards that a Region offers. */
export async function offeredStandards(region: Region): Promise<string[]> {
  const found: string[] = [];
  try {
    for await (const page of paginateDescribeStandards({ client: hub(region), pageSize: 100 }, {}))
      for (const one of page.Standards ?? []) if (one.StandardsArn) found.push(one.StandardsArn);
  } catch (error) {
    translate(error);
  }
  return found;
}

/** Switches standards on: one call a second for an account and Region, which the client's own attempts keep. Nothing is sent for none (D68). */
export async function enableStandards(region: Region, arns: readonly string[]): Promise<void> {
  for (let at = 0; at < arns.length; at += MOST) {
    const StandardsSubscriptionRequests = arns
      .slice(at, at + MOST)
      .map((StandardsArn) => ({ StandardsArn }));
    await hub(region)
      .send(new BatchEnableStandardsCommand({ StandardsSubscriptionRequests }))
      .catch(translate);
  }
}
