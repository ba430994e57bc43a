// Acting in the management account, through the role that its owner gave us.
import { RejectedError } from "@rollcall/core/error";
import { actingAs } from "../clients.ts";
import { settings } from "../settings.ts";
import { assumeRole } from "../sts.ts";

/** Runs `work` in the management account. Throws RejectedError when the settings name none. */
export async function asManagement<Result>(
  run: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const { management } = settings();
  if (!management) throw new RejectedError("the settings name no management account");
  const { account, role } = management;
  const credentials = await assumeRole({ account, ...role }, `rollcall-${run}`);
  return actingAs(credentials, work);
}
