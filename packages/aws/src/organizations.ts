// Organizations, called in the management account. Its only endpoint is in us-east-1.
import {
  CloseAccountCommand,
  CreateAccountCommand,
  type CreateAccountStatus,
  DescribeAccountCommand,
  DescribeCreateAccountStatusCommand,
  ListAccountsCommand,
  ListCreateAccountStatusCommand,
  ListOrganizationalUnitsForParentCommand,
  ListParentsCommand,
  ListRootsCommand,
  MoveAccountCommand,
  OrganizationsClient,
  TagResourceCommand,
} from "@aws-sdk/client-organizations";
import type { AccountId } from "@rollcall/core/account";
import { clientOf } from "./clients.ts";
import { nameOf, translate } from "./errors.ts";

const client = () => clientOf(OrganizationsClient, "organizations", "us-east-1");

/** An account of the organization. `state` is ACTIVE, SUSPENDED, PENDING_CLOSURE, PENDING_ACTIVATION or CLOSED. */
export interface OrganizationAccount {
  id: AccountId;
  name: string;
  email: string;
  state: string;
}

/** A request for an account. `accountId` is there only once AWS says SUCCEEDED. */
export interface CreationRequest {
  requestId: string;
  state: "IN_PROGRESS" | "SUCCEEDED" | "FAILED";
  name: string;
  /** ISO time. */
  requestedAt: string;
  accountId?: AccountId | undefined;
  failureReason?: string | undefined;
}

/** All accounts of the organization, 20 a page; a page may be empty and still not be the last. */
export async function listAccounts(): Promise<OrganizationAccount[]> {
  const found: OrganizationAccount[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client()
      .send(new ListAccountsCommand({ MaxResults: 20, NextToken }))
      .catch(translate);
    for (const one of page.Accounts ?? [])
      found.push({
        id: one.Id!,
        name: one.Name ?? "",
        email: one.Email ?? "",
        // Status was to be retired on 2026-09-09 in favour of State.
        state: one.State ?? one.Status ?? "ACTIVE",
      });
    NextToken = page.NextToken;
  } while (NextToken);
  return found;
}

/** How Organizations calls one account now (`Account.State`); undefined: the organization does not have it. */
export async function accountState(AccountId: AccountId): Promise<string | undefined> {
  try {
    const { Account } = await client().send(new DescribeAccountCommand({ AccountId }));
    return Account?.State ?? Account?.Status ?? "ACTIVE";
  } catch (error) {
    if (nameOf(error) === "AccountNotFoundException") return undefined;
    return translate(error);
  }
}

/**
 * Asks for an account to be closed for good; AWS is done minutes later. One attempt only: AWS takes one request in 20
 * seconds (Organizations quotas), so a retry at once is a wasted one. Throws AWS's ConstraintViolationException with
 * its Reason, AccountAlreadyClosedException or ConflictException.
 */
export async function closeAccount(AccountId: AccountId): Promise<void> {
  const once = clientOf(OrganizationsClient, "organizations", "us-east-1", 1);
  await once.send(new CloseAccountCommand({ AccountId })).catch(translate);
}

function requestOf(status: CreateAccountStatus): CreationRequest {
  return {
    requestId: status.Id!,
    state: status.State!,
    name: status.AccountName ?? "",
    requestedAt: (status.RequestedTimestamp ?? new Date(0)).toISOString(),
    accountId: status.AccountId,
    failureReason: status.FailureReason,
  };
}

/**
 * Asks for an account. AWS offers no idempotency token: reserve by e-mail before calling. One attempt only,
 * since a retry by the SDK after a lost answer would ask twice.
 */
export async function createAccount(
  name: string,
  email: string,
  roleName: string,
): Promise<CreationRequest> {
  const once = clientOf(OrganizationsClient, "organizations", "us-east-1", 1);
  const { CreateAccountStatus: status } = await once
    .send(new CreateAccountCommand({ AccountName: name, Email: email, RoleName: roleName }))
    .catch(translate);
  return requestOf(status!);
}

/** How far a request is. */
export async function creationStatus(requestId: string): Promise<CreationRequest> {
  const { CreateAccountStatus: status } = await client()
    .send(new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: requestId }))
    .catch(translate);
  return requestOf(status!);
}

/** Every request that AWS remembers, in any state. They carry no e-mail. */
export async function listCreations(): Promise<CreationRequest[]> {
  const found: CreationRequest[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client()
      .send(new ListCreateAccountStatusCommand({ MaxResults: 20, NextToken }))
      .catch(translate);
    for (const one of page.CreateAccountStatuses ?? []) found.push(requestOf(one));
    NextToken = page.NextToken;
  } while (NextToken);
  return found;
}

/** The id of the unit with this path of names below the root; undefined when there is none. */
export async function unitAt(path: string): Promise<string | undefined> {
  const { Roots } = await client().send(new ListRootsCommand({})).catch(translate);
  let found = Roots?.[0]?.Id;
  for (const name of path.split("/")) {
    if (found === undefined) return undefined;
    found = await unitBelow(found, name);
  }
  return found;
}

/** Names of units are unique below their parent (Organizations API reference). */
async function unitBelow(ParentId: string, name: string): Promise<string | undefined> {
  let NextToken: string | undefined;
  do {
    const page = await client()
      .send(new ListOrganizationalUnitsForParentCommand({ ParentId, NextToken, MaxResults: 20 }))
      .catch(translate);
    const found = page.OrganizationalUnits?.find((one) => one.Name === name);
    if (found) return found.Id;
    NextToken = page.NextToken;
  } while (NextToken);
  return undefined;
}

/** Moves an account below a parent, unless it is there. */
export async function moveAccount(AccountId: AccountId, parent: string): Promise<void> {
  const { Parents } = await client()
    .send(new ListParentsCommand({ ChildId: AccountId }))
    .catch(translate);
  const SourceParentId = Parents?.[0]?.Id;
  if (SourceParentId === parent) return;
  const move = { AccountId, SourceParentId, DestinationParentId: parent };
  await client().send(new MoveAccountCommand(move)).catch(translate);
}

/** Tags an account; tags of the same key are overwritten, others stay. */
export async function tagAccount(
  accountId: AccountId,
  tags: Record<string, string>,
): Promise<void> {
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  await client()
    .send(new TagResourceCommand({ ResourceId: accountId, Tags }))
    .catch(translate);
}
