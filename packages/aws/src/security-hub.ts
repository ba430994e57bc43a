// Security Hub's membership calls. One call, its answer translated; what to do with it is decided elsewhere.
import {
  AcceptAdministratorInvitationCommand,
  CreateMembersCommand,
  DeleteMembersCommand,
  DescribeOrganizationConfigurationCommand,
  DisableSecurityHubCommand,
  DisassociateMembersCommand,
  EnableSecurityHubCommand,
  GetAdministratorAccountCommand,
  GetMembersCommand,
  InviteMembersCommand,
  ListInvitationsCommand,
  ListMembersCommand,
  type Member,
  SecurityHubClient,
} from "@aws-sdk/client-securityhub";
import type { AccountId } from "@rollcall/core/account";
import type { Listed } from "@rollcall/core/adopt";
import { type Observation, State } from "@rollcall/core/membership";
import type { Region } from "@rollcall/core/region";
import { atMost } from "./at-most.ts";
import { clientOf } from "./clients.ts";
import { isDenied, nameOf, textOf, translate } from "./errors.ts";
import { log } from "./log.ts";

const hub = (region: Region) => clientOf(SecurityHubClient, "securityhub", region);

/** Accounts a call takes: CreateMembers' documented maximum; assumed for the others, which state none. */
export const BATCH = 50;

/** Batches about which the hub is asked side by side; its bucket for GetMembers holds 30 calls. */
const BATCHES_AT_ONCE = 5;

/** The accounts in batches that one call takes. No batch is empty. */
export const batches = <Item>(items: readonly Item[]): Item[][] =>
  Array.from({ length: Math.ceil(items.length / BATCH) }, (_, at) =>
    items.slice(at * BATCH, (at + 1) * BATCH),
  );

/** An account that a 200 answer left out, with AWS's text. */
export interface Refusal {
  accountId: AccountId;
  reason: string;
}

/** How the hub is set up in a Region. `invitation`: it is not the organization's delegated administrator. */
export type Setup =
  | { hubEnabled: true; way: "invitation" | "organization" | "central" }
  | { hubEnabled: false; reason: string };

/** `Associated` is the name of `Enabled` before 2020-11, and some Regions still use it. */
function seen(member: Member, region: Region, observedAt: string): Observation {
  const status = member.MemberStatus === "Associated" ? "Enabled" : (member.MemberStatus ?? "");
  const known = State.safeParse(status);
  return {
    accountId: member.AccountId!,
    region,
    source: "listing",
    observedAt,
    ...(known.success ? { state: known.data } : { state: "Unknown" as const, reported: status }),
    ...(member.UpdatedAt && { updatedAt: member.UpdatedAt.toISOString() }),
    ...(member.InvitedAt && { invitedAt: member.InvitedAt.toISOString() }),
  };
}

/**
 * A Region takes 10 calls a second of an operation, in bursts of 30 (Security Hub quotas). Somewhat below that a
 * listing keeps its pace: each refusal would be one call more.
 */
const BURST = 25;
const EVERY = 105;

/** Waits until a page of a listing may be asked for; `begun` in milliseconds. */
async function inPace(page: number, begun: number): Promise<void> {
  const wait = begun + (page - BURST) * EVERY - Date.now();
  if (page > BURST && wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
}

/**
 * Everything that the hub lists in a Region, pages of 50 one after another. `observedAt` of each member is when
 * its page was asked for. Throws RetryableError; AWS's InvalidAccessException where the hub is not on.
 */
export async function* pagesOfMembers(region: Region): AsyncGenerator<Observation[]> {
  for await (const { members, observedAt } of listing(region))
    yield members.map((one) => seen(one, region, observedAt));
}

/** The same at once. */
export async function listMembers(region: Region): Promise<Observation[]> {
  const found: Observation[] = [];
  for await (const page of pagesOfMembers(region)) found.push(...page);
  return found;
}

/** The same with e-mail and administrator, as the hub has them. */
export async function describeMembers(region: Region): Promise<Listed[]> {
  const found: Listed[] = [];
  for await (const { members, observedAt } of listing(region))
    for (const member of members)
      found.push({
        ...seen(member, region, observedAt),
        ...(member.Email && { email: member.Email }),
        ...(member.AdministratorId && { administrator: member.AdministratorId }),
      });
  return found;
}

async function* listing(region: Region) {
  const begun = Date.now();
  let NextToken: string | undefined;
  let pages = 0;
  do {
    await inPace(pages++, begun);
    const observedAt = new Date().toISOString();
    // Without OnlyAssociated: false AWS lists enabled members only (API reference).
    const page = await hub(region)
      .send(new ListMembersCommand({ OnlyAssociated: false, MaxResults: 50, NextToken }))
      .catch(translate);
    yield { members: page.Members ?? [], observedAt };
    NextToken = page.NextToken;
  } while (NextToken);
}

/**
 * What the hub says of these accounts, in any order: one that it has no record of is `Absent`, and one that it did not
 * process is not there.
 */
export async function getMembers(region: Region, accounts: AccountId[]): Promise<Observation[]> {
  const found: Observation[] = [];
  await atMost(BATCHES_AT_ONCE, batches(accounts), async (AccountIds) => {
    const observedAt = new Date().toISOString();
    const { members, unknown } = await knownMembers(region, AccountIds);
    for (const accountId of unknown)
      found.push({ accountId, region, state: "Absent", source: "listing", observedAt });
    for (const member of members) found.push(seen(member, region, observedAt));
  });
  return found;
}

/** assumed: the text for an account that the hub has no record of. The API reference has none. */
const NOT_A_MEMBER = /not (a|an associated) member|not found|does not exist/i;

/**
 * Rows of those accounts that the hub has. The API reference lists ResourceNotFoundException, and does not say whether
 * one unknown account is enough for it: then the batch is halved until who is unknown stands alone.
 */
async function knownMembers(
  region: Region,
  AccountIds: AccountId[],
): Promise<{ members: Member[]; unknown: AccountId[] }> {
  try {
    const answer = await hub(region).send(new GetMembersCommand({ AccountIds }));
    const members = answer.Members ?? [];
    const unsaid = new Map(
      refusals(answer.UnprocessedAccounts).flatMap(({ accountId, reason }) =>
        NOT_A_MEMBER.test(reason) ? [] : [[accountId, reason]],
      ),
    );
    for (const [accountId, reason] of unsaid)
      log.warn({ region, accountId, reason }, "the hub did not say whether it has this member");
    const there = new Set(members.map((one) => one.AccountId));
    return { members, unknown: AccountIds.filter((id) => !there.has(id) && !unsaid.has(id)) };
  } catch (error) {
    if (nameOf(error) !== "ResourceNotFoundException") return translate(error);
    if (AccountIds.length === 1) return { members: [], unknown: AccountIds };
    const half = Math.ceil(AccountIds.length / 2);
    const [first, second] = [
      await knownMembers(region, AccountIds.slice(0, half)),
      await knownMembers(region, AccountIds.slice(half)),
    ];
    return {
      members: [...first.members, ...second.members],
      unknown: [...first.unknown, ...second.unknown],
    };
  }
}

/** How the hub is set up in a Region: asked of the hub itself, which only a delegated administrator may read. */
export async function setupOf(region: Region): Promise<Setup> {
  try {
    const answer = await hub(region).send(new DescribeOrganizationConfigurationCommand({}));
    const central = answer.OrganizationConfiguration?.ConfigurationType === "CENTRAL";
    return { hubEnabled: true, way: central ? "central" : "organization" };
  } catch (error) {
    // "Account N is not an administrator for this organization" (observed).
    if (nameOf(error) === "InvalidAccessException" && /not subscribed/i.test(textOf(error)))
      return { hubEnabled: false, reason: textOf(error) };
    if (nameOf(error) === "InvalidAccessException" || isDenied(error))
      return { hubEnabled: true, way: "invitation" };
    return translate(error);
  }
}

const refusals = (
  unprocessed: { AccountId?: string | undefined; ProcessingResult?: string | undefined }[] = [],
): Refusal[] =>
  unprocessed.map((one) => ({ accountId: one.AccountId!, reason: one.ProcessingResult ?? "" }));

/** Adds up to 50 accounts to the hub. A 200 can still carry refusals: they come back as data. */
export async function createMembers(
  region: Region,
  accounts: { accountId: AccountId; email?: string | undefined }[],
): Promise<Refusal[]> {
  const AccountDetails = accounts.map((one) => ({
    AccountId: one.accountId,
    ...(one.email && { Email: one.email }),
  }));
  const answer = await hub(region)
    .send(new CreateMembersCommand({ AccountDetails }))
    .catch(translate);
  return refusals(answer.UnprocessedAccounts);
}

/** Invites up to 50 accounts. Throws RetryableError also when 1,000 invitations are open: the code is one. */
export async function inviteMembers(region: Region, accounts: AccountId[]): Promise<Refusal[]> {
  const answer = await hub(region)
    .send(new InviteMembersCommand({ AccountIds: accounts }))
    .catch(translate);
  return refusals(answer.UnprocessedAccounts);
}

/** Ends the membership of up to 50 accounts. The answer is empty whatever became of each: only a listing tells. */
export async function disassociateMembers(region: Region, accounts: AccountId[]): Promise<void> {
  await hub(region)
    .send(new DisassociateMembersCommand({ AccountIds: accounts }))
    .catch(translate);
}

/**
 * Deletes up to 50 accounts from the hub. It refuses who is still Enabled, who is not there, and accounts of the
 * organization.
 */
export async function deleteMembers(region: Region, accounts: AccountId[]): Promise<Refusal[]> {
  const answer = await hub(region)
    .send(new DeleteMembersCommand({ AccountIds: accounts }))
    .catch(translate);
  return refusals(answer.UnprocessedAccounts);
}

/** In the member: switches Security Hub on. On already is a success. */
export async function enable(region: Region, defaultStandards: boolean): Promise<void> {
  try {
    await hub(region).send(
      new EnableSecurityHubCommand({
        EnableDefaultStandards: defaultStandards,
        ControlFindingGenerator: "SECURITY_CONTROL",
      }),
    );
  } catch (error) {
    if (nameOf(error) !== "ResourceConflictException") translate(error);
  }
}

/**
 * In the member: switches Security Hub off. False: it was off already. Throws where somebody else than `former`
 * administers it by now: then it is not ours to switch off.
 */
export async function disable(region: Region, former: AccountId): Promise<boolean> {
  try {
    const administrator = await administratorOf(region);
    if (administrator !== undefined)
      throw new Error(
        `${administrator} administers it${administrator === former ? ": the hub has it back" : ""}`,
      );
    await hub(region).send(new DisableSecurityHubCommand({}));
    return true;
  } catch (error) {
    const isOff =
      nameOf(error) === "InvalidAccessException" && /not subscribed/i.test(textOf(error));
    if (!isOff) translate(error);
    return false;
  }
}

/** In the member: the id of the invitation that `administrator` sent, and who else invites. */
export async function findInvitation(
  region: Region,
  administrator: AccountId,
): Promise<{ ours: string | undefined; others: AccountId[] }> {
  const others: AccountId[] = [];
  let NextToken: string | undefined;
  do {
    const page = await hub(region)
      .send(new ListInvitationsCommand({ MaxResults: 50, NextToken }))
      .catch(translate);
    for (const { AccountId: from, InvitationId } of page.Invitations ?? [])
      if (from === administrator) return { ours: InvitationId, others };
      else if (from) others.push(from);
    NextToken = page.NextToken;
  } while (NextToken);
  return { ours: undefined, others };
}

/** In the member: who administers it in this Region, if anybody does. */
export async function administratorOf(region: Region): Promise<AccountId | undefined> {
  const answer = await hub(region).send(new GetAdministratorAccountCommand({})).catch(translate);
  return answer.Administrator?.AccountId;
}

/** In the member: accepts the invitation. */
export async function accept(
  region: Region,
  administrator: AccountId,
  invitation: string,
): Promise<void> {
  await hub(region)
    .send(
      new AcceptAdministratorInvitationCommand({
        AdministratorId: administrator,
        InvitationId: invitation,
      }),
    )
    .catch(translate);
}
