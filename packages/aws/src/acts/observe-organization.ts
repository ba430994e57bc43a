// Asks Organizations which accounts there are. Its word stands above the hub's, which may go on listing a
// suspended account as Enabled; and accounts with Regions that were off are asked whether they are on by now.
import type { AccountId } from "@rollcall/core/account";
import type { Membership, Observation, State } from "@rollcall/core/membership";
import { enabledRegions } from "../account.ts";
import { atMost } from "../at-most.ts";
import { actingAs } from "../clients.ts";
import { nameOf, textOf } from "../errors.ts";
import { log } from "../log.ts";
import { listAccounts, type OrganizationAccount } from "../organizations.ts";
import * as SecurityHub from "../security-hub.ts";
import { settings } from "../settings.ts";
import { assumeRole } from "../sts.ts";
import { membershipsAt, membershipsIn } from "../table/memberships.ts";
import { record } from "../table/record.ts";
import { asManagement } from "./as-management.ts";
import { writeOrganization } from "./organization-file.ts";

/** Accounts asked side by side about their Regions. */
const AT_ONCE = 20;

/** Looks at the organization and stores what was seen. Returns whether it could be read. */
export async function observeOrganization(run: string): Promise<boolean> {
  const askedAt = new Date().toISOString();
  const accounts = await ask(run);
  const standing = new Map((accounts ?? []).map((one) => [one.id, one.state]));
  const observed = [
    ...(await suspended(standing, askedAt)),
    ...(await reopened(await inState("AccountSuspended"), standing)),
    ...(await openedRegions(await inState("RegionDisabled"), run)),
  ];
  const changed = await record(observed, { run, cause: "observe" });
  const memberships = await membershipsAt(changed);
  await writeOrganization(run, { accounts, memberships, transitions: changed });
  return accounts !== null;
}

async function ask(run: string): Promise<OrganizationAccount[] | null> {
  if (!settings().management) return null;
  try {
    return await asManagement(run, listAccounts);
  } catch (error) {
    if (nameOf(error) === "RetryableError") throw error;
    log.warn({ run, error: nameOf(error), text: textOf(error) }, "organization unread");
    return null;
  }
}

/** Memberships in one state, of all Regions: few, and so all that is read, however many accounts there are. */
const inState = async (state: State): Promise<Membership[]> =>
  (await Promise.all(settings().regions.map((region) => membershipsIn(region, state)))).flat();

/** What Organizations does not call active: its memberships, where there are any, are those of a suspended account. */
async function suspended(
  standing: Map<AccountId, string>,
  observedAt: string,
): Promise<Observation[]> {
  const accounts = [...standing].filter(
    ([, state]) => state !== "ACTIVE" && state !== "PENDING_ACTIVATION",
  );
  const known = await membershipsAt(
    accounts.flatMap(([accountId]) => settings().regions.map((region) => ({ accountId, region }))),
  );
  return known.map(({ accountId, region }) => ({
    accountId,
    region,
    state: "AccountSuspended",
    source: "organization",
    observedAt,
  }));
}

/** Accounts that were suspended and are active again: what the hub says of them counts again. */
async function reopened(
  known: Membership[],
  standing: Map<AccountId, string>,
): Promise<Observation[]> {
  const back = known.filter((one) => standing.get(one.accountId) === "ACTIVE");
  return (await askHub(back)).map((one) => ({ ...one, active: true }));
}

/** Regions that were off when an account was last entered, and are on now. */
async function openedRegions(off: Membership[], run: string): Promise<Observation[]> {
  const accounts = [...new Set(off.map((one) => one.accountId))];
  const enabled = new Map<AccountId, Set<string>>();
  await atMost(AT_ONCE, accounts, async (account) => {
    enabled.set(account, await regionsOf(account, run));
  });
  const opened = off.filter((one) => enabled.get(one.accountId)?.has(one.region));
  // The member says that the Region is on, and the hub what the membership is.
  return (await askHub(opened)).map((one) => ({ ...one, source: "member" }));
}

/** The hub's word on memberships. A Region that cannot be asked says nothing: it is unread, and told as such. */
async function askHub(memberships: Membership[]): Promise<Observation[]> {
  const seen = [...Map.groupBy(memberships, (one) => one.region)].map(([region, some]) =>
    SecurityHub.getMembers(
      region,
      some.map((one) => one.accountId),
    ).catch((error) => {
      if (nameOf(error) === "RetryableError") throw error;
      return [];
    }),
  );
  return (await Promise.all(seen)).flat();
}

/** An account that cannot be asked keeps its Regions as they are known. */
async function regionsOf(account: AccountId, run: string): Promise<Set<string>> {
  try {
    const credentials = await assumeRole({ account, ...settings().memberRole }, `rollcall-${run}`);
    return await actingAs(credentials, enabledRegions);
  } catch (error) {
    log.warn({ run, account, error: nameOf(error) }, "Regions of the account unread");
    return new Set();
  }
}
