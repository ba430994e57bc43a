// What an event of CloudTrail says about memberships. Everything lies under `detail`; a name that is not in the
// table is an error that somebody sees, not an event that is quietly dropped (D75).
import * as z from "zod";
import { AccountId } from "../account.ts";
import type { Call } from "../call.ts";
import { parse, RejectedError } from "../error.ts";
import type { Observation } from "../membership.ts";
import { Region } from "../region.ts";

const Identity = z.looseObject({
  type: z.string().optional(),
  arn: z.string().optional(),
  accountId: z.string().optional(),
  principalId: z.string().optional(),
  invokedBy: z.string().optional(),
  sessionContext: z
    .looseObject({ sessionIssuer: z.looseObject({ userName: z.string().optional() }).optional() })
    .optional(),
});
type Identity = z.infer<typeof Identity>;

/** The event as EventBridge hands it over. */
const Envelope = z.looseObject({
  "detail-type": z.enum(["AWS API Call via CloudTrail", "AWS Service Event via CloudTrail"]),
  source: z.enum(["aws.securityhub", "aws.organizations"]),
  account: AccountId,
  region: Region,
  detail: z.looseObject({
    eventID: z.string().min(1).max(100),
    eventTime: z.iso.datetime(),
    eventName: z.string(),
    eventSource: z.string(),
    awsRegion: Region,
    recipientAccountId: AccountId.optional(),
    userIdentity: Identity,
    sourceIPAddress: z.string().optional(),
    errorCode: z.string().nullish(),
    requestParameters: z.record(z.string(), z.unknown()).nullish(),
    serviceEventDetails: z.record(z.string(), z.unknown()).nullish(),
  }),
});
type Detail = z.infer<typeof Envelope>["detail"];

/** Whose events count: our hub, and the organization's management account if there is one. */
export interface Ours {
  hub: string;
  management: string | undefined;
  /** The role by which rollcall enters a member, and how the names of its own roles in the hub begin. */
  memberRole: string;
  ownRoles: string;
}

/** What an event comes to. */
export interface Heard {
  /** Where a member did something of its own; absent: the hub or the organization is concerned in any case. */
  member?: { accountId: string; region: string };
  /** What is kept, one for each account; empty where nobody called. */
  calls: Call[];
  /** It was rollcall itself: the answer to that call is recorded already, and nobody need be told. */
  own: boolean;
  /** What the call itself proves. */
  says: Observation[];
  /** Accounts of which the hub has to be asked. */
  ask: string[];
  /** Something has changed that only a roll call can see. */
  look: boolean;
}

/** Why an event comes to nothing: the call was refused, or it is about somebody else's hub. */
export type Ignored = "failed" | "foreign";

type Parameters = Record<string, unknown>;

/** What a name means: who calls it, whom it is about, and what follows from it. */
interface Meaning {
  by: "member" | "hub" | "management" | "anybody";
  about(given: Parameters, caller: string): string[];
  state?: "Resigned" | "Enabled";
  /** Is it about this hub? */
  concerns?(given: Parameters, hub: string): boolean;
  asks?: true;
  looks?(given: Parameters): boolean;
  everywhere?: true;
  /** AWS itself did it: there is nobody to name. */
  nobody?: true;
}

// Security Hub's parameters are written with capitals (user guide, CloudTrail examples), Organizations' without.
const field = (given: Parameters, name: string): unknown =>
  given[name] ?? given[name[0]!.toLowerCase() + name.slice(1)];
const texts = (value: unknown): string[] =>
  [value].flat().filter((one): one is string => typeof one === "string");
const itself = (_: Parameters, caller: string): string[] => [caller];
const listed = (given: Parameters): string[] => texts(field(given, "AccountIds"));
const named = (given: Parameters): string[] => texts(field(given, "AccountId"));
const detailed = (given: Parameters): string[] =>
  [field(given, "AccountDetails") ?? []].flat().flatMap((one) => named(Object(one)));
const always = (): boolean => true;

const leave: Meaning = { by: "member", about: itself, state: "Resigned" };
const accept: Meaning = {
  by: "member",
  about: itself,
  state: "Enabled",
  concerns: (given, hub) =>
    [field(given, "AdministratorId"), field(given, "MasterId")].includes(hub),
};
const changeMembers: Meaning = { by: "hub", about: listed, asks: true };
const gone = (given: Parameters): string[] =>
  texts(
    // assumed: the first of these names it; the field of joining and departing is documented nowhere.
    given.accountId ?? given.memberAccountId ?? given.AccountId,
  );
const organizationEvent: Meaning = { by: "management", about: gone, looks: always, nobody: true };

/** Every name that the rules of templates/call-forwarding.yaml let through. */
const meanings: Record<string, Meaning> = {
  DisassociateFromAdministratorAccount: leave,
  DisassociateFromMasterAccount: leave, // which the console still calls
  AcceptAdministratorInvitation: accept,
  AcceptInvitation: accept,
  DeclineInvitations: { ...leave, concerns: (given, hub) => listed(given).includes(hub) },
  // The guide says that a member cannot, the API reference that it leaves by that: the hub knows.
  DisableSecurityHub: { by: "anybody", about: itself, asks: true },
  BatchDisableStandards: { by: "anybody", about: itself },
  CreateMembers: { ...changeMembers, about: detailed },
  InviteMembers: changeMembers,
  DisassociateMembers: changeMembers,
  DeleteMembers: changeMembers,
  UpdateOrganizationConfiguration: { by: "hub", about: itself },
  CloseAccount: { by: "management", about: named, everywhere: true },
  RemoveAccountFromOrganization: {
    by: "management",
    about: named,
    everywhere: true,
    looks: always,
  },
  LeaveOrganization: { by: "anybody", about: itself, everywhere: true, looks: always },
  AcceptHandshake: { by: "anybody", about: itself, everywhere: true, looks: always },
  AccountDepartedOrganization: organizationEvent,
  // Who was created is no member yet, and rollcall creates accounts by the hundred.
  AccountJoinedOrganization: {
    ...organizationEvent,
    looks: ({ joinedMethod }) => String(joinedMethod).toUpperCase() !== "CREATED",
  },
  CloseAccountResult: {
    ...organizationEvent,
    looks: ({ closeAccountStatus }) => succeeded(closeAccountStatus),
  },
  CreateAccountResult: { ...organizationEvent, looks: () => false },
};

const succeeded = (status: unknown): boolean =>
  (status as { state?: unknown } | undefined)?.state === "SUCCEEDED";

/** Names that are understood. */
export const eventNames: readonly string[] = Object.keys(meanings);

/** Calls that rollcall makes itself. It never leaves in a member's name: whoever does so with its role is named. */
const made = new Set([
  "AcceptAdministratorInvitation",
  "CreateMembers",
  "InviteMembers",
  "DisassociateMembers",
  "DeleteMembers",
]);

/**
 * Understands an event. Throws RejectedError for what is no event of CloudTrail, an unknown name, and an envelope
 * that contradicts what is in it: EventBridge writes the account on the envelope, the sender only the rest.
 */
export function hear(raw: unknown, ours: Ours): Heard | Ignored {
  const { account, region, detail } = parse(Envelope, raw);
  const { eventName, userIdentity } = detail;
  const meaning = meanings[eventName];
  if (!meaning || !Object.hasOwn(meanings, eventName))
    throw new RejectedError(`CloudTrail tells of ${eventName}, which nobody here understands`);
  for (const claimed of [detail.recipientAccountId, userIdentity.accountId])
    if (claimed !== undefined && claimed !== account)
      throw new RejectedError(
        `an event of account ${account} claims to be about a call of ${claimed}: ${eventName}`,
      );
  if (detail.awsRegion !== region)
    throw new RejectedError(`an event of ${region} claims ${detail.awsRegion}: ${eventName}`);
  if (meaning.by === "management" && account !== ours.management) return "foreign";
  if (meaning.by === "hub" && account !== ours.hub) return "foreign";
  if (detail.errorCode) return "failed";
  const given = detail.requestParameters ?? detail.serviceEventDetails ?? {};
  if (meaning.concerns && !meaning.concerns(given, ours.hub)) return "foreign";
  return understood(meaning, given, account, detail, ours);
}

function understood(
  meaning: Meaning,
  given: Parameters,
  account: string,
  detail: Detail,
  ours: Ours,
): Heard {
  const { eventName, awsRegion, sourceIPAddress } = detail;
  const at = new Date(detail.eventTime).toISOString();
  const accounts = [...new Set(meaning.about(given, account))].filter(
    (one) => AccountId.safeParse(one).success,
  );
  const own = made.has(eventName) && isOwn(detail.userIdentity, account, ours);
  const call = (accountId: string): Call => ({
    id: `${detail.eventID}/${accountId}`,
    at,
    accountId,
    region: meaning.everywhere ? "organization" : awsRegion,
    eventName,
    actor: actorOf(detail.userIdentity).slice(0, 500),
    ...(sourceIPAddress && { sourceIp: sourceIPAddress.slice(0, 100) }),
  });
  const { state } = meaning;
  const isMember = account !== ours.hub && !meaning.everywhere && !meaning.nobody;
  return {
    ...(isMember && { member: { accountId: account, region: awsRegion } }),
    own,
    calls: own || meaning.nobody ? [] : accounts.map(call),
    says: state
      ? accounts.map((accountId) => ({
          accountId,
          region: awsRegion,
          state,
          source: "trail" as const,
          observedAt: at,
        }))
      : [],
    ask: meaning.asks && !own ? accounts.filter((one) => one !== ours.hub) : [],
    // The hub itself switched off: no account is to be asked about, every one of them is concerned.
    look: meaning.looks?.(given) ?? (eventName === "DisableSecurityHub" && account === ours.hub),
  };
}

const actorOf = ({ arn, invokedBy, principalId, type }: Identity): string =>
  arn ?? invokedBy ?? principalId ?? type ?? "?";

const isOwn = ({ sessionContext }: Identity, account: string, ours: Ours): boolean => {
  const role = sessionContext?.sessionIssuer?.userName ?? "";
  return account === ours.hub ? role.startsWith(ours.ownRoles) : role === ours.memberRole;
};
