// The member's side of membership: see invitations, accept, decline, leave. Each operation that AWS
// renamed is here under both names.
import type { Context, Handlers, World } from "../../wire/service.ts";
import { pageSize, placeOf, tokenOf } from "./pages.ts";
import { invalidInput, notFound, refusals, unprocessed } from "./refusals.ts";
import type { Invitation, State } from "./state.ts";

/** Pages of ListInvitations: at most 50 (API reference). */
const PAGE = 50;

/** Operations of an account that is invited, or a member. */
export function invitationOperations(world: World, state: State): Handlers {
  const { memberships } = state;

  const arrived = ({ account, region }: Context): Invitation[] =>
    state.invitations(account, region).filter(({ appearsAt }) => appearsAt <= world.clock.now());

  /** Invitations from anybody that have arrived and may be answered. */
  const waiting = (caller: Context): Invitation[] =>
    arrived(caller).filter(({ status }) => status !== "Enabled");

  // assumed(accepted-invitation-is-hidden): the one that was accepted is not listed.
  const listed = (caller: Context): Invitation[] =>
    state.faults.holds("accepted-invitation-is-hidden") ? waiting(caller) : arrived(caller);

  function accept(administrator: string, id: string, caller: Context) {
    const { account, region } = caller;
    state.hub(account, region);
    if (state.administratorOf(account, region))
      throw invalidInput(`Account ${account} already has an administrator`); // assumed, code and text only
    if (memberships.count(account, region, "Enabled") > 0)
      throw invalidInput(`Account ${account} is an administrator account`); // assumed, code and text only
    const invitation = waiting(caller).find((one) => one.administrator === administrator);
    const row = memberships.get(administrator, region, account);
    // After Resigned the old invitation still stands; after Removed or Deleted it does not.
    const stands = row?.status === "Invited" || row?.status === "Resigned";
    if (!invitation || invitation.id !== id || !stands)
      throw notFound(`No invitation ${id} from account ${administrator}`); // assumed, code and text only
    state.putInvitation(account, region, administrator, { ...invitation, status: "Enabled" });
    state.link(administrator, region, account, { via: "invitation", invitationId: id });
    return {};
  }

  function leave({ account, region }: Context) {
    state.hub(account, region);
    const link = state.administratorOf(account, region);
    if (!link) throw notFound(`Account ${account} has no administrator`); // assumed, code and text only
    if (link.via === "organization") throw invalidInput(refusals.organizationMember); // assumed, code and text only
    resign(account, region, link.account);
    state.part(account, region, "Resigned");
    return {};
  }

  /** The invitation outlives the membership, so that it can be accepted again. */
  function resign(account: string, region: string, administrator: string): void {
    const invitation = state.invitation(account, region, administrator);
    if (invitation)
      state.putInvitation(account, region, administrator, { ...invitation, status: "Resigned" });
  }

  function administrator({ account, region }: Context) {
    state.hub(account, region);
    const link = state.administratorOf(account, region);
    if (!link) return undefined;
    const invitation = state.invitation(account, region, link.account);
    return {
      AccountId: link.account,
      InvitationId: link.invitationId,
      InvitedAt: new Date(invitation?.invitedAt ?? link.since),
      MemberStatus: "Enabled",
    };
  }

  /** Goes through a batch of administrators' ids; what returns false was not processed. */
  function each(ids: string[], caller: Context, act: (invitation: Invitation) => void) {
    state.hub(caller.account, caller.region);
    const open = new Map(waiting(caller).map((one) => [one.administrator, one]));
    const refused = ids.filter((id) => !open.has(id));
    for (const id of ids) if (open.has(id)) act(open.get(id)!);
    return { UnprocessedAccounts: refused.map((id) => unprocessed(id, refusals.noInvitation)) };
  }

  return {
    ListInvitations({ MaxResults, NextToken }, caller: Context) {
      state.hub(caller.account, caller.region);
      const from = placeOf(NextToken);
      const to = from + pageSize({ MaxResults, most: PAGE });
      const all = listed(caller);
      return {
        Invitations: all.slice(from, to).map(shown),
        NextToken: to < all.length ? tokenOf(to) : undefined,
      };
    },

    GetInvitationsCount(_input, caller: Context) {
      state.hub(caller.account, caller.region);
      return { InvitationsCount: waiting(caller).length };
    },

    AcceptAdministratorInvitation: (input, caller: Context) =>
      accept(input.AdministratorId, input.InvitationId, caller),
    AcceptInvitation: (input, caller: Context) =>
      accept(input.MasterId, input.InvitationId, caller),

    GetAdministratorAccount: (_input, caller: Context) => ({
      Administrator: administrator(caller),
    }),
    GetMasterAccount: (_input, caller: Context) => ({ Master: administrator(caller) }),

    DisassociateFromAdministratorAccount: (_input, caller: Context) => leave(caller),
    DisassociateFromMasterAccount: (_input, caller: Context) => leave(caller),

    // The ids are administrators' ids: the API reference says members', guide and practice differ.
    DeclineInvitations: ({ AccountIds = [] }, caller: Context) =>
      each(AccountIds, caller, ({ administrator: from }) => {
        const { account, region } = caller;
        // assumed(declined-invitation-stays): it can still be accepted.
        if (state.faults.holds("declined-invitation-stays")) resign(account, region, from);
        else state.putInvitation(account, region, from, undefined);
        if (memberships.get(from, region, account)?.status === "Invited")
          state.change(from, region, account, "Resigned");
      }),

    DeleteInvitations: ({ AccountIds = [] }, caller: Context) =>
      each(AccountIds, caller, ({ administrator: from }) => {
        const { account, region } = caller;
        state.putInvitation(account, region, from, undefined);
        // assumed(delete-invitation-keeps-the-row): the administrator's row does not change.
        if (state.faults.holds("delete-invitation-keeps-the-row")) return;
        if (memberships.get(from, region, account)?.status === "Invited")
          state.change(from, region, account, "Resigned");
      }),
  };
}

const shown = ({ administrator, id, invitedAt, status }: Invitation) => ({
  AccountId: administrator,
  InvitationId: id,
  InvitedAt: new Date(invitedAt),
  MemberStatus: status,
});
