// The member's side of off-boarding, where the settings ask for it: accounts that are out of the hub leave GuardDuty and
// switch Security Hub off. AWS Config is left alone: nothing on record says that rollcall started it.
import type { AccountId } from "@rollcall/core/account";
import { decide } from "@rollcall/core/membership";
import type { Plan } from "@rollcall/core/plan";
import type { Region } from "@rollcall/core/region";
import type { Outcome } from "@rollcall/core/run";
import { actingAs } from "../clients.ts";
import { textOf } from "../errors.ts";
import { leaveGuardDuty } from "../guard-duty.ts";
import { readRunFile, writeRunFile } from "../s3.ts";
import * as SecurityHub from "../security-hub.ts";
import { settings } from "../settings.ts";
import { assumeRole } from "../sts.ts";
import { membershipsAt } from "../table/memberships.ts";
import { atMost } from "./at-most.ts";
import { leaversIn } from "./removal-files.ts";

/** Accounts that are entered side by side. */
const AT_ONCE = 20;

/** What became of each account in a Region: null, or why something was left. */
type Cleaned = Record<AccountId, string | null>;

const nameOf = (region: Region) => `member-side/${region}.json`;

/** Cleans up whoever has left a Region. What was done before is done again, which changes nothing. */
export async function cleanMembers(run: string, region: Region): Promise<"cleaned" | "off"> {
  if (!settings().offboarding.memberSide) return "off";
  const leavers = await leaversIn(run, region);
  const states = new Map(
    (await membershipsAt(leavers.map(({ accountId }) => ({ accountId, region })))).map((one) => [
      one.accountId,
      one.state,
    ]),
  );
  const gone = leavers.filter(
    ({ accountId, way }) => decide("absent", states.get(accountId) ?? "Absent", way) === "None",
  );
  const cleaned: Cleaned = {};
  await atMost(AT_ONCE, gone, async ({ accountId }) => {
    cleaned[accountId] = await clean(run, accountId, region).then(
      () => null,
      (error) => textOf(error),
    );
  });
  await writeRunFile(run, nameOf(region), cleaned);
  return "cleaned";
}

async function clean(run: string, account: AccountId, region: Region): Promise<void> {
  const { hub, memberRole } = settings();
  const credentials = await assumeRole({ account, ...memberRole }, `rollcall-${run}`);
  await actingAs(credentials, async () => {
    await leaveGuardDuty(region, hub.account);
    await SecurityHub.disable(region, hub.account);
  });
}

/** Everything in members that was to be cleaned up and is not; none where the settings do not ask for that. */
export async function leftInMembers(
  run: string,
  { removals }: Plan,
  isGone: (removal: Plan["removals"][number]) => boolean,
): Promise<Outcome[]> {
  if (!settings().offboarding.memberSide) return [];
  const regions = [...new Set(removals.map((one) => one.region))];
  const cleaned = new Map(
    await Promise.all(
      regions.map(
        async (region) => [region, await readRunFile<Cleaned>(run, nameOf(region))] as const,
      ),
    ),
  );
  return removals.filter(isGone).flatMap(({ accountId: account, region, state }): Outcome[] => {
    const found = cleaned.get(region)?.[account];
    if (found === null) return [];
    return [{ account, region, state, reason: "MemberSideLeft", ...(found && { detail: found }) }];
  });
}
