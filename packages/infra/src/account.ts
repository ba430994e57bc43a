/// <reference path="../../../.sst/platform/config.d.ts" />
// Where this deployment is. Deploying into any other account than the hub is refused before anything is made.
import { settings } from "./settings.ts";

const caller = await aws.getCallerIdentity();
if (caller.accountId !== settings.hub.account)
  throw new Error(
    `These credentials belong to account ${caller.accountId}, but the settings name ${settings.hub.account} as the hub.`,
  );

/** The hub's account id. */
export const account = caller.accountId;

/** `aws`, `aws-us-gov` or `aws-cn`. */
export const { partition } = await aws.getPartition();

/** `arn:<partition>:<service>:<home Region>:<hub>:` and what follows. */
export const arn = (service: string, rest: string) =>
  `arn:${partition}:${service}:${settings.homeRegion}:${account}:${rest}`;
