// Acting in the management account, through the role that its owner gave us.
import { RejectedError } from "@rollcall/core/error";
import { actingAs, type Credentials } from "../clients.ts";
import { settings } from "../settings.ts";
import { assumeRole } from "../sts.ts";

/** Milliseconds that a session is used again: it lasts an hour, and what it is used for takes minutes. */
const KEPT = 30 * 60_000;

/** The last session; its name says for which run it acts. */
let kept: { run: string; credentials: Credentials; until: number } | undefined;

/** Runs `work` in the management account. Throws RejectedError when the settings name none. */
export async function asManagement<Result>(
  run: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const { management } = settings();
  if (!management) throw new RejectedError("the settings name no management account");
  if (kept?.run !== run || kept.until < Date.now()) {
    const { account, role } = management;
    const credentials = await assumeRole({ account, ...role }, `rollcall-${run}`);
    kept = { run, credentials, until: Date.now() + KEPT };
  }
  return actingAs(kept.credentials, work);
}
