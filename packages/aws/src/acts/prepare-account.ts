// The first visit of a new account. AWS put an administrator's role there that trusts the management account
// and asks for no ExternalId: it is used once, to make the role with which rollcall enters from then on.
import { actingAs } from "../clients.ts";
import { isDenied, nameOf, textOf } from "../errors.ts";
import { createMemberRole } from "../iam.ts";
import { settings } from "../settings.ts";
import { assumeRole } from "../sts.ts";
import { findCreation, moveCreation } from "../table/creations.ts";
import { writeOutcomes } from "../table/runs.ts";
import { asManagement } from "./as-management.ts";

/** Makes the member role. `pending`: the access role is not there yet. */
export async function prepareAccount(asked: {
  run: string;
  email: string;
  attempt: number;
}): Promise<"ready" | "pending" | "failed"> {
  const creation = await findCreation(asked.email);
  if (!creation?.accountId) return "failed";
  if (creation.status === "ready") return "ready";
  const { accessRole, memberRole, hub, pace } = settings();
  const access = { account: creation.accountId, name: accessRole };
  try {
    const credentials = await asManagement(asked.run, () =>
      assumeRole(access, `rollcall-${asked.run}`),
    );
    await actingAs(credentials, () => createMemberRole({ ...memberRole, hub: hub.account }));
    await moveCreation(creation, { status: "ready" });
    return "ready";
  } catch (error) {
    if (!isDenied(error) && nameOf(error) !== "RetryableError") throw error;
    if (asked.attempt < pace.roleAttempts) return "pending";
    await writeOutcomes(asked.run, [
      { account: creation.email, reason: "RoleRefused", detail: textOf(error) },
    ]);
    return "failed";
  }
}
