// The first visit of a new account, once it is where it belongs. AWS put an administrator's role there that trusts the management account
// and asks for no ExternalId: it is used once, to make the role with which rollcall enters from then on.
import { partsOf } from "@rollcall/core/baseline";
import { actingAs } from "../clients.ts";
import { isDenied, nameOf, textOf } from "../errors.ts";
import { createMemberRole } from "../iam.ts";
import { settings } from "../settings.ts";
import { assumeRole } from "../sts.ts";
import { findCreation, moveCreation } from "../table/creations.ts";
import { asManagement } from "./as-management.ts";
import { broken, leftOpen } from "./creation-ends.ts";
import { type Placement, placeAccount } from "./place-account.ts";

/**
 * Makes the member role. `baseline`: the account's row asks for more than the membership. `pending`: the access role is
 * not there yet.
 */
export async function prepareAccount(
  asked: { run: string; email: string; attempt: number; baseline: boolean } & Placement,
): Promise<"ready" | "pending" | "failed"> {
  const creation = await findCreation(asked.email);
  if (!creation?.accountId) return broken(asked, "the account has no id on record");
  if (creation.status === "ready") return "ready";
  const { accessRole, memberRole, hub, pace, baseline: wanted } = settings();
  const { accountId } = creation;
  const access = { account: accountId, name: accessRole };
  // A row that asks for less today may not do so tomorrow: the role fits the settings in any case.
  const baseline = asked.baseline || partsOf({}, wanted).parts.length > 0;
  try {
    const placed = await placeAccount(asked.run, { ...creation, accountId }, asked);
    const credentials = await asManagement(asked.run, () =>
      assumeRole(access, `rollcall-${asked.run}`),
    );
    await actingAs(credentials, () =>
      createMemberRole({ ...memberRole, account: accountId, hub: hub.account, baseline }),
    );
    await moveCreation(placed, { status: "ready" });
    return "ready";
  } catch (error) {
    if (nameOf(error) === "ConflictError") throw error;
    const denied = isDenied(error);
    if (!denied && nameOf(error) !== "RetryableError") return broken(asked, error);
    if (asked.attempt < pace.roleAttempts) return "pending";
    return leftOpen(asked, denied ? "RoleRefused" : "Throttled", textOf(error));
  }
}
