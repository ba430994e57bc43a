// The member's side of off-boarding, for accounts for which the request, their row or the settings ask for it: they
// leave GuardDuty, switch Security Hub off, and stop AWS Config where rollcall started it.
import type { AccountId } from "@rollcall/core/account";
import { decide } from "@rollcall/core/membership";
import type { Region } from "@rollcall/core/region";
import type { Side } from "@rollcall/core/run/member-side";
import { atMost } from "../at-most.ts";
import { actingAs } from "../clients.ts";
import * as Config from "../config.ts";
import { textOf } from "../errors.ts";
import { leaveGuardDuty } from "../guard-duty.ts";
import * as SecurityHub from "../security-hub.ts";
import { settings } from "../settings.ts";
import { assumeRole } from "../sts.ts";
import { baselinesAt, forgetBaseline } from "../table/baselines.ts";
import { membershipsAt } from "../table/memberships.ts";
import { type Cleaned, cleanedIn, writeCleaned } from "./member-side-files.ts";
import { leaversIn } from "./removal-files.ts";

/** Accounts that are entered side by side. */
const AT_ONCE = 20;

/** Cleans up whoever has left a Region. What was done before is done again, which changes nothing. */
export async function cleanMembers(run: string, region: Region): Promise<"cleaned" | "off"> {
  const leavers = (await leaversIn(run, region)).filter((one) => one.memberSide);
  if (leavers.length === 0) return "off";
  const pairs = leavers.map(({ accountId }) => ({ accountId, region }));
  const states = new Map(
    (await membershipsAt(pairs)).map((one) => [one.accountId, one.state] as const),
  );
  const gone = leavers.filter(
    ({ accountId, way }) => decide("absent", states.get(accountId) ?? "Absent", way) === "None",
  );
  const started = await startedConfig(pairs);
  const earlier = await cleanedIn(run, region);
  const cleaned: Cleaned = { ...earlier };
  await atMost(AT_ONCE, gone, async ({ accountId }) => {
    const side = await clean(run, accountId, region, started.has(accountId)).catch((error) =>
      failed(textOf(error)),
    );
    cleaned[accountId] = merged(earlier[accountId], side);
  });
  await writeCleaned(run, region, cleaned);
  // Brought back, they are looked at from the beginning: Security Hub forgets its standards.
  await atMost(AT_ONCE, gone, ({ accountId }) => forgetBaseline({ accountId, region }, run));
  return "cleaned";
}

/** What an earlier attempt has switched off is off because of it. */
const merged = (before: Side | undefined, now: Side): Side => ({
  securityHub: before?.securityHub.state === "off" ? before.securityHub : now.securityHub,
  guardDuty: before?.guardDuty.state === "off" ? before.guardDuty : now.guardDuty,
  config: before?.config.state === "off" ? before.config : now.config,
});

/** Accounts whose recorder is rollcall's, by its own record. */
async function startedConfig(
  pairs: { accountId: AccountId; region: Region }[],
): Promise<Set<AccountId>> {
  const recorded = await baselinesAt(pairs);
  return new Set(
    recorded
      .filter(({ parts }) => parts.config && parts.config.state !== "kept")
      .map((one) => one.accountId),
  );
}

const failed = (detail: string): Side => ({
  securityHub: { state: "failed", detail },
  guardDuty: { state: "failed", detail },
  config: { state: "failed", detail },
});

async function clean(
  run: string,
  account: AccountId,
  region: Region,
  isOurConfig: boolean,
): Promise<Side> {
  const { hub, memberRole } = settings();
  const credentials = await assumeRole({ account, ...memberRole }, `rollcall-${run}`);
  return actingAs(credentials, async () => ({
    guardDuty: await tried(async () =>
      (await leaveGuardDuty(region, hub.account)) ? "off" : "none",
    ),
    securityHub: await tried(async () =>
      (await SecurityHub.disable(region, hub.account)) ? "off" : "none",
    ),
    // Of an account that has no record of it, nothing is asked: older roles may not even look.
    config: isOurConfig ? await tried(() => Config.stopRecorder(region)) : { state: "kept" },
  }));
}

type Found = Side[keyof Side];

const tried = (act: () => Promise<Found["state"]>): Promise<Found> =>
  act().then(
    (state) => ({ state }),
    (error) => ({ state: "failed", detail: textOf(error) }),
  );
