// GuardDuty: detectors, and its own relation between an administrator and its members. Most operations declare
// BadRequestException only, so its text has to be read. SDK names are ours here: Security Hub has the same ones.
import {
  AcceptAdministratorInvitationCommand as AcceptGuardDutyInvitationCommand,
  CreateDetectorCommand,
  CreateMembersCommand as CreateGuardDutyMembersCommand,
  DisassociateFromAdministratorAccountCommand,
  GetDetectorCommand,
  GetAdministratorAccountCommand as GetGuardDutyAdministratorCommand,
  GetMembersCommand as GetGuardDutyMembersCommand,
  GuardDutyClient,
  InviteMembersCommand as InviteGuardDutyMembersCommand,
  ListDetectorsCommand,
  ListInvitationsCommand as ListGuardDutyInvitationsCommand,
  type UnprocessedAccount,
} from "@aws-sdk/client-guardduty";
import type { AccountId } from "@rollcall/core/account";
import type { Region } from "@rollcall/core/region";
import { clientOf } from "./clients.ts";
import { nameOf, textOf, translate } from "./errors.ts";
import type { Refusal } from "./security-hub.ts";

const guardDuty = (region: Region) => clientOf(GuardDutyClient, "guardduty", region);

/** The detector of the calling account; there is one in a Region at most. */
export async function detectorOf(region: Region): Promise<string | undefined> {
  const { DetectorIds: [found] = [] } = await guardDuty(region)
    .send(new ListDetectorsCommand({}))
    .catch(translate);
  return found;
}

/** Is the detector at work? A suspended one is DISABLED. */
export async function isEnabled(region: Region, DetectorId: string): Promise<boolean> {
  const { Status } = await guardDuty(region)
    .send(new GetDetectorCommand({ DetectorId }))
    .catch(translate);
  return Status === "ENABLED";
}

/** Makes a detector; undefined where there is one after all: AWS says so in words only (observed). */
export async function createDetector(region: Region): Promise<string | undefined> {
  try {
    // Asked again within the SDK's attempts, AWS knows it by this token.
    const ClientToken = crypto.randomUUID();
    const answer = await guardDuty(region).send(
      new CreateDetectorCommand({ Enable: true, ClientToken }),
    );
    return answer.DetectorId;
  } catch (error) {
    if (nameOf(error) === "BadRequestException" && /already exists/i.test(textOf(error)))
      return undefined;
    return translate(error);
  }
}

/** In the member: who administers it, and how that relation stands. */
export async function administratorOf(
  region: Region,
  DetectorId: string,
): Promise<{ account: AccountId; status: string } | undefined> {
  const { Administrator: found } = await guardDuty(region)
    .send(new GetGuardDutyAdministratorCommand({ DetectorId }))
    .catch(translate);
  return found?.AccountId
    ? { account: found.AccountId, status: found.RelationshipStatus ?? "" }
    : undefined;
}

/** In the member: the id of the invitation that `administrator` sent. */
export async function findInvitation(
  region: Region,
  administrator: AccountId,
): Promise<string | undefined> {
  let NextToken: string | undefined;
  do {
    const page = await guardDuty(region)
      .send(new ListGuardDutyInvitationsCommand({ MaxResults: 50, NextToken }))
      .catch(translate);
    const ours = page.Invitations?.find((one) => one.AccountId === administrator);
    if (ours) return ours.InvitationId;
    NextToken = page.NextToken;
  } while (NextToken);
  return undefined;
}

/** In the member: accepts the invitation. */
export async function accept(
  region: Region,
  DetectorId: string,
  AdministratorId: AccountId,
  InvitationId: string,
): Promise<void> {
  await guardDuty(region)
    .send(new AcceptGuardDutyInvitationCommand({ DetectorId, AdministratorId, InvitationId }))
    .catch(translate);
}

const refusals = (unprocessed: UnprocessedAccount[] = []): Refusal[] =>
  unprocessed.map((one) => ({ accountId: one.AccountId!, reason: one.Result ?? "" }));

/** In the hub: the status of each of up to 50 accounts that it knows. Those it does not know are left out. */
export async function relationsOf(
  region: Region,
  DetectorId: string,
  AccountIds: AccountId[],
): Promise<Map<AccountId, string>> {
  const { Members = [] } = await guardDuty(region)
    .send(new GetGuardDutyMembersCommand({ DetectorId, AccountIds }))
    .catch(translate);
  return new Map(Members.map((one) => [one.AccountId!, one.RelationshipStatus ?? ""]));
}

/** In the hub: adds up to 50 accounts. For a delegated administrator they are members at once. */
export async function createMembers(
  region: Region,
  DetectorId: string,
  accounts: readonly { accountId: AccountId; email: string }[],
): Promise<Refusal[]> {
  const AccountDetails = accounts.map((one) => ({ AccountId: one.accountId, Email: one.email }));
  const answer = await guardDuty(region)
    .send(new CreateGuardDutyMembersCommand({ DetectorId, AccountDetails }))
    .catch(translate);
  return refusals(answer.UnprocessedAccounts);
}

/** In the hub: invites up to 50 accounts, without e-mails to their owners: rollcall accepts for them. */
export async function inviteMembers(
  region: Region,
  DetectorId: string,
  AccountIds: AccountId[],
): Promise<Refusal[]> {
  const answer = await guardDuty(region)
    .send(
      new InviteGuardDutyMembersCommand({ DetectorId, AccountIds, DisableEmailNotification: true }),
    )
    .catch(translate);
  return refusals(answer.UnprocessedAccounts);
}

/** In the member: leaves `administrator`, if that is who administers it. Its detector stays. True: it has left. */
export async function leaveGuardDuty(region: Region, administrator: AccountId): Promise<boolean> {
  const DetectorId = await detectorOf(region);
  if (DetectorId === undefined) return false;
  if ((await administratorOf(region, DetectorId))?.account !== administrator) return false;
  await guardDuty(region)
    .send(new DisassociateFromAdministratorAccountCommand({ DetectorId }))
    .catch(translate);
  return true;
}
