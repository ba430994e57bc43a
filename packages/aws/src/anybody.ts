// Calls as any account of a sandbox, where a key id of 12 digits is that account's administrator. AWS knows no
// such keys and refuses them.
import { AccountClient, DisableRegionCommand } from "@aws-sdk/client-account";
import {
  CloseAccountCommand,
  OrganizationsClient,
  RemoveAccountFromOrganizationCommand,
} from "@aws-sdk/client-organizations";
import {
  AcceptAdministratorInvitationCommand,
  CreateMembersCommand,
  DeclineInvitationsCommand,
  DeleteMembersCommand,
  DisableSecurityHubCommand,
  DisassociateFromAdministratorAccountCommand,
  DisassociateMembersCommand,
  EnableSecurityHubCommand,
  InviteMembersCommand,
  ListInvitationsCommand,
  SecurityHubClient,
} from "@aws-sdk/client-securityhub";
import type { AccountId } from "@rollcall/core/account";
import type { Region } from "@rollcall/core/region";
import { actingAs, clientOf } from "./clients.ts";

const securityhub = {
  AcceptAdministratorInvitation: AcceptAdministratorInvitationCommand,
  CreateMembers: CreateMembersCommand,
  DeclineInvitations: DeclineInvitationsCommand,
  DeleteMembers: DeleteMembersCommand,
  DisableSecurityHub: DisableSecurityHubCommand,
  DisassociateFromAdministratorAccount: DisassociateFromAdministratorAccountCommand,
  DisassociateMembers: DisassociateMembersCommand,
  EnableSecurityHub: EnableSecurityHubCommand,
  InviteMembers: InviteMembersCommand,
  ListInvitations: ListInvitationsCommand,
};
const organizations = {
  CloseAccount: CloseAccountCommand,
  RemoveAccountFromOrganization: RemoveAccountFromOrganizationCommand,
};
const account = { DisableRegion: DisableRegionCommand };

const services = {
  securityhub: { Client: SecurityHubClient, commands: securityhub },
  organizations: { Client: OrganizationsClient, commands: organizations },
  account: { Client: AccountClient, commands: account },
};

/** What can be called. */
export type Operation =
  | keyof typeof securityhub
  | keyof typeof organizations
  | keyof typeof account;

/** One call, by whom and where. */
export interface Call {
  account: AccountId;
  region: Region;
  service: keyof typeof services;
  operation: Operation;
  input: Record<string, unknown>;
}

/** The service of an operation. */
export const serviceOf = (operation: Operation): Call["service"] =>
  operation in organizations ? "organizations" : operation in account ? "account" : "securityhub";

/** Runs `work` as the administrator of an account of the sandbox. */
export const asAnybody = <Result>(id: AccountId, work: () => Promise<Result>): Promise<Result> =>
  actingAs({ accessKeyId: id, secretAccessKey: "sandbox", sessionToken: "" }, work);

/** Makes the call. Throws AWS's error. */
export function perform<Answer = Record<string, unknown>>(call: Call): Promise<Answer> {
  const { Client, commands } = services[call.service];
  const Command = (commands as Record<string, new (input: unknown) => object>)[call.operation]!;
  return asAnybody(call.account, () =>
    clientOf<{ send(command: object): Promise<Answer> }>(
      Client as never,
      call.service,
      call.region,
    ).send(new Command(call.input)),
  );
}
