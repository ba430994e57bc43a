// Asks Organizations which accounts there are. A suspended account is told here, because the hub may go on
// listing it as Enabled; and accounts with Regions that were off are asked whether they are on by now.
import type { AccountId } from "@rollcall/core/account";
import type { Membership, Observation } from "@rollcall/core/membership";
import { enabledRegions } from "../account.ts";
import { actingAs } from "../clients.ts";
import { isDenied, nameOf, textOf } from "../errors.ts";
import { log } from "../log.ts";
import { listAccounts, type OrganizationAccount } from "../organizations.ts";
import { writeRunFile } from "../s3.ts";
import * as SecurityHub from "../security-hub.ts";
import { settings } from "../settings.ts";
import { assumeRole } from "../sts.ts";
import { membershipsIn } from "../table/memberships.ts";
import { record } from "../table/record.ts";
import { asManagement } from "./as-management.ts";
import { atMost } from "./at-most.ts";

/** Accounts asked side by side about their Regions. */
const AT_ONCE = 20;

/** The accounts of the organization; undefined when there is none to ask, or it could not be asked. */
export async function observeOrganization(run: string): Promise<OrganizationAccount[] | undefined> {
  const askedAt = new Date().toISOString();
  const accounts = await ask(run);
  await writeRunFile(run, "organization.json", accounts ?? null);
  const memberships = (await Promise.all(settings().regions.map(membershipsIn))).flat();
  const stopped = new Set(
    (accounts ?? [])
      .filter((one) => !["ACTIVE", "PENDING_ACTIVATION"].includes(one.state))
      .map((one) => one.id),
  );
  const suspended = memberships
    .filter((one) => stopped.has(one.accountId))
    .map(
      ({ accountId, region }): Observation => ({
        accountId,
        region,
        state: "AccountSuspended",
        source: "organization",
        observedAt: askedAt,
      }),
    );
  const opened = await openedRegions(memberships, run);
  await record([...suspended, ...opened], { run, cause: "observe" });
  return accounts;
}

async function ask(run: string): Promise<OrganizationAccount[] | undefined> {
  if (!settings().management) return undefined;
  try {
    return await asManagement(run, listAccounts);
  } catch (error) {
    if (nameOf(error) === "RetryableError") throw error;
    log.warn({ run, error: nameOf(error), text: textOf(error) }, "organization unread");
    return undefined;
  }
}

/** Regions that were off when an account was last entered, and are on now: what the hub says of them counts again. */
async function openedRegions(memberships: Membership[], run: string): Promise<Observation[]> {
  const off = memberships.filter((one) => one.state === "RegionDisabled");
  const accounts = [...new Set(off.map((one) => one.accountId))];
  const enabled = new Map<AccountId, Set<string>>();
  await atMost(AT_ONCE, accounts, async (account) => {
    enabled.set(account, await regionsOf(account, run));
  });
  const opened = off.filter((one) => enabled.get(one.accountId)?.has(one.region));
  const regions = [...new Set(opened.map((one) => one.region))];
  const seen = await Promise.all(
    regions.map((region) =>
      SecurityHub.getMembers(
        region,
        opened.filter((one) => one.region === region).map((one) => one.accountId),
      ),
    ),
  );
  // The member says that the Region is on, and the hub what the membership is.
  return seen.flat().map((one) => ({ ...one, source: "member" }));
}

async function regionsOf(account: AccountId, run: string): Promise<Set<string>> {
  try {
    const credentials = await assumeRole({ account, ...settings().memberRole }, `rollcall-${run}`);
    return await actingAs(credentials, enabledRegions);
  } catch (error) {
    if (!isDenied(error)) throw error;
    return new Set();
  }
}
