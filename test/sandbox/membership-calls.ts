// One member of one hub: its states, the calls that move it, and how a row of AWS's table is tried.
import type { Result } from "@aws-sdk/client-securityhub";
import { expect } from "vitest";
import { type AccountWorld, HUB, MEMBER, startAccounts } from "./account-world.ts";

/** `MemberStatus`, and no row at all. */
export type State =
  | "Absent"
  | "Created"
  | "Invited"
  | "Enabled"
  | "Removed"
  | "Resigned"
  | "AccountSuspended";
/** The world of the running test. */
export let world: AccountWorld;

/** Starts the world of a test. */
export async function begin(...given: Parameters<typeof startAccounts>): Promise<void> {
  world = await startAccounts(...given);
}

/** Clients of the hub and of the member. */
export const hub = () => world.securityHub(HUB);
export const member = () => world.securityHub(MEMBER);
const one = { AccountIds: [MEMBER] };

/** The refusal that a batch answers for the member, if it does. */
const refusal = async (call: Promise<{ UnprocessedAccounts?: Result[] | undefined }>) =>
  (await call).UnprocessedAccounts?.[0]?.ProcessingResult;

/** CreateMembers for one account; gives the refusal. */
export const create = (AccountId = MEMBER) =>
  refusal(hub().createMembers({ AccountDetails: [{ AccountId, Email: "a@example.com" }] }));

/** The invitation that has reached the member, after a while. */
export async function invitation(administrator = HUB) {
  await world.pass(10_000);
  const { Invitations = [] } = await member().listInvitations({});
  return Invitations.find(({ AccountId }) => AccountId === administrator);
}

/** Accepts it, or one that is not there. */
export async function accept(administrator = HUB) {
  const InvitationId = (await invitation(administrator))?.InvitationId ?? "0".repeat(32);
  const AdministratorId = administrator;
  await member().acceptAdministratorInvitation({ AdministratorId, InvitationId });
}

/** Each call of the table; what it returns is a refusal. */
export const calls = {
  CreateMembers: () => create(),
  InviteMembers: () => refusal(hub().inviteMembers(one)),
  AcceptAdministratorInvitation: () => accept(),
  DeclineInvitations: async () => {
    await world.pass(10_000);
    return refusal(member().declineInvitations({ AccountIds: [HUB] }));
  },
  DeleteInvitations: async () => {
    await world.pass(10_000);
    return refusal(member().deleteInvitations({ AccountIds: [HUB] }));
  },
  DisassociateFromAdministratorAccount: async () => {
    await member().disassociateFromAdministratorAccount({});
  },
  DisassociateMembers: async () => {
    expect(await hub().disassociateMembers(one)).not.toHaveProperty("UnprocessedAccounts");
  },
  DeleteMembers: () => refusal(hub().deleteMembers(one)),
  DisableSecurityHub: async () => {
    await member().disableSecurityHub({});
  },
} satisfies Record<string, () => Promise<unknown>>;

/** How to bring a fresh member into a state by invitation. */
export const path: Record<Exclude<State, "AccountSuspended">, (keyof typeof calls)[]> = {
  Absent: [],
  Created: ["CreateMembers"],
  Invited: ["CreateMembers", "InviteMembers"],
  Enabled: ["CreateMembers", "InviteMembers", "AcceptAdministratorInvitation"],
  Removed: [
    "CreateMembers",
    "InviteMembers",
    "AcceptAdministratorInvitation",
    "DisassociateMembers",
  ],
  Resigned: [
    "CreateMembers",
    "InviteMembers",
    "AcceptAdministratorInvitation",
    "DisassociateFromAdministratorAccount",
  ],
};

/** What the hub lists once nothing lags. */
export async function statusOf(id = MEMBER): Promise<State> {
  await world.pass(5_000);
  const { Members = [] } = await hub().listMembers({ OnlyAssociated: false });
  return (Members.find(({ AccountId }) => AccountId === id)?.MemberStatus ?? "Absent") as State;
}

/** `to`: the new state. `refused`: a part of the refusal's text, or the error's name. */
export interface Row {
  from: Exclude<State, "AccountSuspended">;
  call: keyof typeof calls;
  to: State;
  refused?: string;
  source: "doc" | "doc-2023" | "observed" | "assumed";
}
/** Goes the way to a row's state, makes its call, and compares. */
export async function go(row: Row, before: Row["call"][]) {
  for (const step of before) await calls[step]();
  let refused: string | undefined;
  try {
    refused = (await calls[row.call]()) as string | undefined;
  } catch (error) {
    refused = (error as Error).name;
  }
  if (row.refused === undefined) expect(refused).toBeUndefined();
  else expect(refused).toContain(row.refused);
  expect(await statusOf()).toBe(row.to);
}
