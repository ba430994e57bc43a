// The administrator's side of membership: create, invite, list, disassociate, delete.
import { delays, draw } from "../../delays.ts";
import type { Context, Handlers, World } from "../../wire/service.ts";
import type { Member } from "./memberships.ts";
import { organizationMember } from "./organization-members.ts";
import { pageSize, placeOf, tokenOf } from "./pages.ts";
import {
  entryOrError,
  invalidInput,
  limitExceeded,
  notFound,
  refusals,
  unprocessed,
} from "./refusals.ts";
import type { State } from "./state.ts";

/** AccountDetails of CreateMembers: 1 to 50 (API reference). */
const BATCH = 50;
/** Pages of ListMembers: at most 50 (API reference). */
const PAGE = 50;
/** Invitations that one administrator may have open in one Region (quota, hard). */
const OPEN_INVITATIONS = 1_000;
const TOO_MANY_OPEN = `No more than ${OPEN_INVITATIONS} outstanding invitations are allowed`;

type Refusal = ReturnType<typeof unprocessed>;

/** Operations of an administrator account on its members. */
export function memberOperations(world: World, state: State): Handlers {
  const { memberships, accounts, faults } = state;

  function createMember(
    hub: string,
    region: string,
    id: string,
    email?: string,
  ): string | undefined {
    if (id === hub) return refusals.ownAccount;
    const row = memberships.get(hub, region, id);
    const link = state.administratorOf(id, region);
    if (link && link.account !== hub) return refusals.otherAdministrator;
    if (organizationMember(state, hub, region, id))
      return enableOrganizationMember(hub, region, id, row);
    if (row) return refusals.alreadyMember;
    // E-mail is optional and never verified.
    state.change(hub, region, id, "Created", email === undefined ? {} : { email });
    return undefined;
  }

  /** No invitation: the account is a member at once, and Security Hub is switched on in it. */
  function enableOrganizationMember(hub: string, region: string, id: string, row?: Member) {
    if (row?.status === "Enabled") return refusals.alreadyMember;
    if (id === accounts.managementOf(id) && !state.isOn(id, region))
      return refusals.managementNotEnabled;
    if (accounts.get(id)?.state !== "ACTIVE") {
      state.change(hub, region, id, "AccountSuspended", { via: "organization" });
      return undefined;
    }
    if (!state.isOn(id, region)) state.enable(id, region, {});
    state.link(hub, region, id, { via: "organization" });
    return undefined;
  }

  /** Why an invitation would not be sent. */
  function refusesInvitation(hub: string, region: string, id: string): string | undefined {
    const row = memberships.get(hub, region, id);
    if (!row) return refusals.notMember;
    const link = state.administratorOf(id, region);
    if (link?.account === hub) return refusals.alreadyMember;
    if (link) return refusals.otherAdministrator;
    const management = accounts.managementOf(id);
    const sameOrganization = management !== undefined && accounts.managementOf(hub) === management;
    // In an organization with a delegated administrator, invitations come from outside only.
    if (sameOrganization && state.delegate(management, region)) return refusals.organizationMember;
    return undefined;
  }

  function invite(hub: string, region: string, id: string): void {
    const now = world.clock.now();
    const old = state.invitation(id, region, hub);
    state.putInvitation(id, region, hub, {
      administrator: hub,
      // assumed(invitation-keeps-its-id): one that still stands is sent again under its own id.
      id: (faults.holds("invitation-keeps-its-id") && old?.id) || invitationId(world),
      invitedAt: now,
      appearsAt: Math.min(
        old?.appearsAt ?? Number.POSITIVE_INFINITY,
        now + draw(world, delays.invitationAppears),
      ),
      status: "Invited",
    });
    state.change(hub, region, id, "Invited", { invitedAt: now, via: "invitation" });
  }

  return {
    CreateMembers({ AccountDetails = [] }, { account, region }: Context) {
      mayAdminister(state, account, region);
      if (AccountDetails.length === 0) throw invalidInput("AccountDetails is empty");
      // assumed(impossible-id-refuses-the-call): one id that cannot be an account's.
      const strict = faults.holds("impossible-id-refuses-the-call");
      for (const { AccountId } of AccountDetails)
        if (strict && !isAccountId(AccountId))
          throw invalidInput(
            AccountId ? `Invalid account ID ${AccountId}` : "AccountId is required", // assumed, text only
          );
      const refused: Refusal[] = [];
      for (const [at, { AccountId, Email }] of AccountDetails.entries()) {
        const reason = !isAccountId(AccountId)
          ? refusals.impossible
          : at < BATCH
            ? createMember(account, region, AccountId, Email)
            : refusals.tooMany;
        if (reason) entryOrError(faults, reason);
        if (reason) refused.push(unprocessed(AccountId, reason));
      }
      return { UnprocessedAccounts: refused };
    },

    InviteMembers({ AccountIds = [] }, { account, region }: Context) {
      mayAdminister(state, account, region);
      const refused: Refusal[] = [];
      const invited: string[] = [];
      for (const id of new Set<string>(AccountIds)) {
        const reason = refusesInvitation(account, region, id);
        // assumed(invite-unknown-is-an-entry): an account that was not created is no error of the call.
        if (reason === refusals.notMember && !faults.holds("invite-unknown-is-an-entry"))
          throw notFound(reason);
        if (reason) entryOrError(faults, reason);
        if (reason) refused.push(unprocessed(id, reason));
        else invited.push(id);
      }
      const fresh = invited.filter((id) => !isInvited(memberships.get(account, region, id)));
      const room = OPEN_INVITATIONS - memberships.count(account, region, "Invited");
      const late = new Set(fresh.slice(Math.max(0, room)));
      // assumed(invitation-limit-refuses-the-call): all of it, with the code of a throttle.
      if (late.size > 0 && faults.holds("invitation-limit-refuses-the-call"))
        throw limitExceeded(TOO_MANY_OPEN);
      for (const id of invited)
        if (late.has(id)) refused.push(unprocessed(id, TOO_MANY_OPEN));
        else invite(account, region, id);
      return { UnprocessedAccounts: refused };
    },

    ListMembers({ OnlyAssociated, MaxResults, NextToken }, { account, region }: Context) {
      state.hub(account, region);
      const { members, last } = memberships.page(account, region, {
        after: placeOf(NextToken),
        limit: pageSize({ MaxResults, most: PAGE }),
        // Absent means true, and true means enabled members only.
        filter: ({ status }) => OnlyAssociated === false || status === "Enabled",
      });
      return {
        Members: members.map((member) => shown(account, member)),
        NextToken: last === undefined ? undefined : tokenOf(last),
      };
    },

    // Never behind the administrator's own calls: Terraform's acceptance tests of aws_securityhub_member
    // read "Invited" right after InviteMembers, without a retry [observed].
    GetMembers({ AccountIds = [] }, { account, region }: Context) {
      state.hub(account, region);
      const found: Member[] = [];
      const refused: Refusal[] = [];
      for (const id of AccountIds as string[]) {
        // assumed(get-members-is-fresh): what listings show a moment later is there already.
        const member = faults.holds("get-members-is-fresh")
          ? memberships.get(account, region, id)
          : memberships.listed(account, region, id);
        // assumed(get-unknown-is-an-entry): an account that was not created is no error of the call.
        if (!member && !faults.holds("get-unknown-is-an-entry")) throw notFound(refusals.notMember);
        if (member) found.push(member);
        else refused.push(unprocessed(id, refusals.notMember));
      }
      return {
        Members: found.map((member) => shown(account, member)),
        UnprocessedAccounts: refused,
      };
    },

    // Answers nothing at all, whatever happened to each account: only a listing tells.
    DisassociateMembers({ AccountIds = [] }, { account, region }: Context) {
      state.hub(account, region);
      for (const id of AccountIds as string[]) {
        const row = memberships.get(account, region, id);
        if (state.administratorOf(id, region)?.account === account)
          state.part(id, region, "Removed");
        // assumed(disassociate-takes-back): an open invitation and a suspended member as well.
        else if (faults.holds("disassociate-takes-back") && mayBeTakenBack(row))
          state.change(account, region, id, "Removed");
        else continue;
        state.putInvitation(id, region, account, undefined);
      }
      return {};
    },

    DeleteMembers({ AccountIds = [] }, { account, region }: Context) {
      state.hub(account, region);
      const refused: Refusal[] = [];
      for (const id of AccountIds as string[]) {
        const row = memberships.get(account, region, id);
        const reason = refusesDeletion(row);
        if (reason) {
          refused.push(unprocessed(id, reason));
          continue;
        }
        // assumed(delete-takes-the-invitation): it goes with the row.
        if (faults.holds("delete-takes-the-invitation"))
          state.putInvitation(id, region, account, undefined);
        memberships.put(account, region, id, null);
      }
      return { UnprocessedAccounts: refused };
    },
  };
}

/** An account is administrator or member, never both. */
function mayAdminister(state: State, account: string, region: string): void {
  state.hub(account, region);
  if (state.administratorOf(account, region))
    throw invalidInput(`Account ${account} is a member account`); // assumed, code and text only
}

const isInvited = (member: Member | undefined) => member?.status === "Invited";
const mayBeTakenBack = (member: Member | undefined) =>
  isInvited(member) || member?.status === "AccountSuspended";
const isAccountId = (text: string | undefined) => /^\d{12}$/.test(text ?? "");

function refusesDeletion(row: Member | undefined): string | undefined {
  if (!row) return refusals.notMember;
  if (row.status === "Enabled") return refusals.enabledMember;
  // Rows of organization accounts stay after disassociation.
  return row.via === "organization" ? refusals.organizationMember : undefined;
}

/** The member in the API's words; the administrator under its old and its new name. */
function shown(administrator: string, member: Member) {
  return {
    AccountId: member.accountId,
    // Organization members have no e-mail in the row [observed: terraform-provider-aws#8206].
    Email: member.via === "organization" ? undefined : member.email,
    MasterId: administrator,
    AdministratorId: administrator,
    MemberStatus: member.status,
    InvitedAt: member.invitedAt === undefined ? undefined : new Date(member.invitedAt),
    UpdatedAt: new Date(member.updatedAt),
  };
}

/** 32 hexadecimal digits [observed]. */
function invitationId(world: World): string {
  const digit = () => Math.floor(world.random() * 16).toString(16);
  return Array.from({ length: 32 }, digit).join("");
}
