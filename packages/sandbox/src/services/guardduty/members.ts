// GuardDuty's members: a relation of its own, in the same steps as Security Hub's. It is here for programs
// that join accounts to both; there is no rate and no quota.
import { delays, draw } from "../../delays.ts";
import type { Accounts } from "../../estate/accounts.ts";
import { AwsError, type Context, type Handlers, type World } from "../../wire/service.ts";
import { outOfRange } from "./features.ts";
import type { GuardDutyOrganization } from "./organization.ts";

/** One account as the administrator of one Region knows it. Times are in milliseconds. */
interface Member {
  administrator: string;
  region: string;
  account: string;
  email: string;
  detector: string;
  status:
    | "Created"
    | "Invited"
    | "Enabled"
    | "Disabled"
    | "Removed"
    | "Resigned"
    | "EmailVerificationFailed";
  invitation?: { id: string; at: number; appearsAt: number };
  updatedAt: number;
}

/** What members need of detectors: to check an id, and to have one where there is none yet. */
interface Detectors {
  of: (caller: Context, id: string) => string;
  ensure: (account: string, region: string) => string;
}

/** Operations on members and invitations; each that AWS renamed is here under both names. */
export function memberOperations(
  world: World,
  accounts: Accounts,
  organization: GuardDutyOrganization,
  { of: detector, ensure }: Detectors,
): Handlers {
  const rows = world.store.collection<Member>("guardduty/members");
  const keyOf = (administrator: string, region: string, account: string) =>
    `${administrator}/${region}/${account}`;
  const now = () => world.clock.now();
  const put = (row: Member, change: Partial<Member>) =>
    rows.set(keyOf(row.administrator, row.region, row.account), {
      ...row,
      ...change,
      updatedAt: now(),
    });
  const digit = () => Math.floor(world.random() * 16).toString(16);

  const membersOf = ({ account, region }: Context) =>
    [...rows.values()].filter((one) => one.administrator === account && one.region === region);
  const relationsOf = ({ account, region }: Context) =>
    [...rows.values()].filter((one) => one.account === account && one.region === region);
  const invitationsTo = (caller: Context) =>
    relationsOf(caller).filter(
      ({ status, invitation }) =>
        (status === "Invited" || status === "Resigned") &&
        invitation !== undefined &&
        invitation.appearsAt <= now(),
    );
  const isLed = ({ status }: Member) => status === "Enabled" || status === "Disabled";
  const administratorOf = (caller: Context) => relationsOf(caller).find(isLed);

  /** Goes through a batch; what is no member comes back unprocessed, in GuardDuty's words: assumed, text only. */
  function each(
    { DetectorId, AccountIds }: { DetectorId: string; AccountIds: string[] },
    caller: Context,
    act: (member: Member) => void,
  ) {
    detector(caller, DetectorId);
    const own = new Map(membersOf(caller).map((one) => [one.account, one]));
    for (const id of AccountIds) if (own.has(id)) act(own.get(id)!);
    return {
      UnprocessedAccounts: AccountIds.filter((id) => !own.has(id)).map((AccountId) => ({
        AccountId,
        Result: "The request is rejected because the account is not a member.",
      })),
    };
  }

  function accept(administrator: string, invitation: string, detectorId: string, caller: Context) {
    detector(caller, detectorId);
    const row = invitationsTo(caller).find((one) => one.administrator === administrator);
    if (row?.invitation?.id !== invitation)
      throw badRequest("The request is rejected because there is no such invitation.");
    if (administratorOf(caller))
      throw badRequest("The request is rejected because the account has an administrator.");
    put(row, { status: "Enabled", detector: detectorId });
    return {};
  }

  /** The caller's invitations from these administrators; the others come back unprocessed. */
  function answer(
    { AccountIds }: { AccountIds: string[] },
    caller: Context,
    act: (row: Member) => void,
  ) {
    const own = new Map(invitationsTo(caller).map((one) => [one.administrator, one]));
    for (const id of AccountIds) if (own.has(id)) act(own.get(id)!);
    return {
      UnprocessedAccounts: AccountIds.filter((id) => !own.has(id)).map((AccountId) => ({
        AccountId,
        Result: "The request is rejected because there is no such invitation.", // assumed, text only
      })),
    };
  }

  function leave(caller: Context, detectorId: string) {
    detector(caller, detectorId);
    const row = administratorOf(caller);
    if (!row) throw badRequest("The request is rejected because there is no administrator.");
    put(row, { status: "Resigned" });
    return {};
  }

  function leader(caller: Context, detectorId: string) {
    detector(caller, detectorId);
    const row = administratorOf(caller);
    return row && { ...invited(row), RelationshipStatus: row.status };
  }

  function list({ OnlyAssociated = "true", MaxResults = 50, NextToken }: Listing, all: Member[]) {
    // Invited and Created ones are not associated (API reference).
    const found = /^true$/i.test(OnlyAssociated) ? all.filter(isLed) : all;
    checkPage({ MaxResults, NextToken });
    const from = Number(NextToken || 0);
    const to = from + Number(MaxResults);
    return { items: found.slice(from, to), next: to < found.length ? String(to) : undefined };
  }

  return {
    CreateMembers({ DetectorId, AccountDetails }, caller: Context) {
      detector(caller, DetectorId);
      const details: { AccountId: string; Email: string }[] = AccountDetails;
      for (const { AccountId, Email } of details) {
        const key = keyOf(caller.account, caller.region, AccountId);
        const common = { administrator: caller.account, region: caller.region };
        const fresh = { ...common, account: AccountId, detector: "", status: "Created" as const };
        if (AccountId === caller.account) continue;
        if (!rows.has(key)) rows.set(key, { ...fresh, email: Email, updatedAt: now() });
        // A delegated administrator's members are enabled by being added (API reference).
        const isFree = !relationsOf({ ...caller, account: AccountId }).some(isLed);
        if (isFree && organization.leads(caller, AccountId))
          put(rows.get(key)!, { status: "Enabled", detector: ensure(AccountId, caller.region) });
      }
      return {
        UnprocessedAccounts: details
          .filter(({ AccountId }) => AccountId === caller.account)
          .map(({ AccountId }) => ({
            AccountId,
            Result: "The request is rejected because an account cannot be its own member.",
          })),
      };
    },

    InviteMembers: (input, caller: Context) =>
      each(input, caller, (member) => {
        if (member.status === "Enabled" || member.status === "Disabled") return;
        const known = accounts.open ? undefined : accounts.get(member.account)?.email;
        // The address is compared with the account's own; that it shows at once is assumed, length only.
        if (known !== undefined && known.toLowerCase() !== member.email.toLowerCase())
          return put(member, { status: "EmailVerificationFailed" });
        const id = Array.from({ length: 32 }, digit).join("");
        const appearsAt = now() + draw(world, delays.invitationAppears);
        put(member, { status: "Invited", invitation: { id, at: now(), appearsAt } });
      }),

    GetMembers({ DetectorId, AccountIds }, caller: Context) {
      const answer = each({ DetectorId, AccountIds }, caller, () => {});
      const own = membersOf(caller).filter(({ account }) => AccountIds.includes(account));
      return { Members: own.map(shown), ...answer };
    },

    ListMembers({ DetectorId, ...input }, caller: Context) {
      detector(caller, DetectorId);
      const { items, next } = list(input, membersOf(caller));
      return { Members: items.map(shown), NextToken: next };
    },

    ListInvitations(input, caller: Context) {
      const { items, next } = list({ ...input, OnlyAssociated: "false" }, invitationsTo(caller));
      return { Invitations: items.map(invited), NextToken: next };
    },
    GetInvitationsCount: (_input, caller: Context) => ({
      InvitationsCount: invitationsTo(caller).length,
    }),

    AcceptInvitation: (input, caller: Context) =>
      accept(input.MasterId, input.InvitationId, input.DetectorId, caller),
    AcceptAdministratorInvitation: (input, caller: Context) =>
      accept(input.AdministratorId, input.InvitationId, input.DetectorId, caller),

    DeclineInvitations: (input, caller: Context) =>
      answer(input, caller, (row) => put(row, { status: "Resigned" })),
    DeleteInvitations: (input, caller: Context) =>
      answer(input, caller, ({ invitation: _, ...row }) =>
        rows.set(keyOf(row.administrator, row.region, row.account), { ...row, status: "Resigned" }),
      ),

    GetMasterAccount: ({ DetectorId }, caller: Context) => ({
      Master: leader(caller, DetectorId),
    }),
    GetAdministratorAccount: ({ DetectorId }, caller: Context) => ({
      Administrator: leader(caller, DetectorId),
    }),

    DisassociateFromMasterAccount: ({ DetectorId }, caller: Context) => leave(caller, DetectorId),
    DisassociateFromAdministratorAccount: ({ DetectorId }, caller: Context) =>
      leave(caller, DetectorId),

    DisassociateMembers: (input, caller: Context) =>
      each(input, caller, (member) => put(member, { status: "Removed" })),
    DeleteMembers: (input, caller: Context) =>
      each(input, caller, ({ administrator, region, account }) =>
        rows.delete(keyOf(administrator, region, account)),
      ),
    StopMonitoringMembers: (input, caller: Context) =>
      each(input, caller, (member) => put(member, { status: "Disabled" })),
    StartMonitoringMembers: (input, caller: Context) =>
      each(input, caller, (member) => put(member, { status: "Enabled" })),
  };
}

interface Listing {
  OnlyAssociated?: string | undefined;
  MaxResults?: number | undefined;
  NextToken?: string | undefined;
}

const shown = ({ account, detector, administrator, email, status, ...times }: Member) => ({
  AccountId: account,
  DetectorId: detector,
  MasterId: administrator,
  AdministratorId: administrator,
  Email: email,
  RelationshipStatus: status,
  ...(times.invitation && { InvitedAt: new Date(times.invitation.at).toISOString() }),
  UpdatedAt: new Date(times.updatedAt).toISOString(),
});

const invited = ({ administrator, invitation, status }: Member) => ({
  AccountId: administrator,
  InvitationId: invitation?.id,
  RelationshipStatus: status,
  InvitedAt: new Date(invitation?.at ?? 0).toISOString(),
});

/** Refuses pages that are not of 1 to 50, and tokens of nobody's (API reference). */
export function checkPage({ MaxResults = 50, NextToken = "" }: Listing): void {
  if (!(MaxResults >= 1 && MaxResults <= 50) || !/^\d*$/.test(NextToken)) throw outOfRange();
}

/** GuardDuty's one refusal. */
export const badRequest = (message: string): AwsError =>
  new AwsError("BadRequestException", message, { status: 400 });
