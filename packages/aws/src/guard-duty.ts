// GuardDuty in a member, in one Region: leaving its administrator.
import {
  DisassociateFromAdministratorAccountCommand,
  GetAdministratorAccountCommand,
  GuardDutyClient,
  ListDetectorsCommand,
} from "@aws-sdk/client-guardduty";
import type { AccountId } from "@rollcall/core/account";
import type { Region } from "@rollcall/core/region";
import { clientOf } from "./clients.ts";
import { translate } from "./errors.ts";

/** In the member: leaves `administrator`, if that is who administers it. Its detector stays. True: it has left. */
export async function leaveGuardDuty(region: Region, administrator: AccountId): Promise<boolean> {
  const client = clientOf(GuardDutyClient, "guardduty", region);
  // An account has at most one detector in a Region (GuardDuty quotas).
  const { DetectorIds: [DetectorId] = [] } = await client
    .send(new ListDetectorsCommand({}))
    .catch(translate);
  if (!DetectorId) return false;
  const { Administrator } = await client
    .send(new GetAdministratorAccountCommand({ DetectorId }))
    .catch(translate);
  if (Administrator?.AccountId !== administrator) return false;
  await client
    .send(new DisassociateFromAdministratorAccountCommand({ DetectorId }))
    .catch(translate);
  return true;
}
