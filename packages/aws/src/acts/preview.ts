// What a ledger would do now, seen by a person before it is uploaded: the same rules as a run's, over a look of their
// own. Nothing is written anywhere.
import type { AccountId } from "@rollcall/core/account";
import type { Problem, Row } from "@rollcall/core/ledger";
import { type Membership, type Observation, observe } from "@rollcall/core/membership";
import { States } from "@rollcall/core/membership/states";
import { diff, type HubRegion, type Plan } from "@rollcall/core/plan";
import { planClosures } from "@rollcall/core/plan/closures";
import type { Region } from "@rollcall/core/region";
import { isRegionOff, nameOf, textOf } from "../errors.ts";
import { listAccounts, type OrganizationAccount } from "../organizations.ts";
import * as SecurityHub from "../security-hub.ts";
import { settings } from "../settings.ts";
import { findCreations } from "../table/creations.ts";
import { membershipsIn } from "../table/memberships.ts";
import { lastRollCall } from "../table/roll-calls.ts";
import { asManagement } from "./as-management.ts";
import { wantedClosures } from "./closing.ts";
import { rowsToOffboard } from "./offboarding.ts";
import { readCells } from "./open-run.ts";
import { organizationSeen } from "./organization-file.ts";
import { inputOf } from "./plan-input.ts";
import { withBaseline } from "./recorded-baseline.ts";

/** A ledger and its plan; without a plan, the ledger would be rejected. */
export interface Preview {
  rows: Row[];
  problems: Problem[];
  ignored: string[];
  plan: Plan | undefined;
  /** Where the organization's accounts are from: asked now, as a roll call last saw them, or not known. */
  organization: "now" | "roll-call" | "unread" | "none";
}

/** Plans a ledger without doing anything. `name` is the file's, for its kind. */
export async function preview(bytes: Buffer, name: string): Promise<Preview> {
  const { rejected, ...ledger } = await readCells(bytes, name);
  if (rejected) return { ...ledger, plan: undefined, organization: "none" };
  return { ...ledger, ...(await planNow(ledger.rows)) };
}

/** Plans the off-boarding of accounts without doing anything. */
export async function previewOffboarding(accounts: readonly AccountId[], memberSide?: boolean) {
  const rows = await rowsToOffboard(accounts, memberSide);
  return { rows, ...(await planNow(rows)) };
}

/** Plans the closing of accounts without doing anything. */
export async function previewClosing(accounts: readonly AccountId[]) {
  const rows = await rowsToOffboard(accounts);
  const { input, organization } = await inputNow(rows);
  const wanted = await wantedClosures(rows, input.organization?.accounts);
  return { plan: planClosures({ run: "preview", ...input, rows }, wanted), organization };
}

async function planNow(rows: Row[]): Promise<{ plan: Plan } & Pick<Preview, "organization">> {
  const { input, organization } = await inputNow(rows);
  const baseline = await withBaseline(rows, input);
  return { plan: diff({ run: "preview", ...input, ...baseline, rows }), organization };
}

async function inputNow(rows: readonly Row[]) {
  const regions = await Promise.all(settings().regions.map(look));
  const { accounts, organization } = await organizationNow();
  const emails = rows.flatMap((row) =>
    row.accountId === undefined && row.email ? [row.email] : [],
  );
  const input = inputOf({
    memberships: States.of(regions.flatMap((one) => one.memberships)),
    looks: regions,
    accounts,
    creations: await findCreations(emails),
  });
  return { input, organization };
}

/** A Region as it is now: the hub's own listing over what is on record, and nothing of it written down. */
async function look(region: Region): Promise<HubRegion & { memberships: Membership[] }> {
  const known = await membershipsIn(region);
  try {
    const askedAt = new Date().toISOString();
    const listed = await SecurityHub.listMembers(region);
    const { hubEnabled, ...setup } = await SecurityHub.setupOf(region);
    const memberships = merged(region, known, listed, askedAt);
    return { region, readable: true, hubEnabled, way: "invitation", ...setup, memberships };
  } catch (error) {
    const readable = nameOf(error) === "InvalidAccessException" || isRegionOff(error);
    const reason = textOf(error);
    const rest = { way: "invitation" as const, reason, memberships: known };
    return { region, readable, hubEnabled: false, ...rest };
  }
}

function merged(
  region: Region,
  known: Membership[],
  listed: Observation[],
  observedAt: string,
): Membership[] {
  const before = new Map(known.map((one) => [one.accountId, one]));
  const there = new Set(listed.map((one) => one.accountId));
  const gone = known
    .filter((one) => one.state !== "Absent" && !there.has(one.accountId))
    .map(
      ({ accountId }): Observation => ({
        accountId,
        region,
        state: "Absent",
        source: "listing",
        observedAt,
      }),
    );
  const after = new Map(before);
  for (const one of [...listed, ...gone]) {
    const change = observe(before.get(one.accountId), one, { cause: "plan" });
    if (change) after.set(one.accountId, change.membership);
  }
  return [...after.values()];
}

/** The organization's accounts: whoever may not enter the management account sees them as a roll call last did. */
async function organizationNow(): Promise<{
  accounts: OrganizationAccount[] | null;
  organization: Preview["organization"];
}> {
  if (!settings().management) return { accounts: null, organization: "none" };
  try {
    return { accounts: await asManagement("plan", listAccounts), organization: "now" };
  } catch {
    const last = await lastRollCall();
    const { accounts } = last ? await organizationSeen(last.rollCall) : { accounts: null };
    return { accounts, organization: accounts ? "roll-call" : "unread" };
  }
}
