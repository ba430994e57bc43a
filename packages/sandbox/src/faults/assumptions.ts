// Where AWS's documents disagree or say nothing, and a program must be right either way: each guess about behaviour
// with a switch for its opposite. Where the code follows a guess, its comment says `assumed(name): …`.
import { fraction } from "./dice.ts";

/** A guess. */
export interface Assumption {
  /** What the sandbox does. */
  about: string;
  /** What it does instead when the guess is switched off. */
  opposite: string;
}

/** All guesses by name, in the order in which they are listed. */
export const ASSUMPTIONS = {
  "disable-refuses-members": {
    about: "DisableSecurityHub refuses a member (user guide)",
    opposite: "it ends the membership (API reference)",
  },
  "declined-invitation-stays": {
    about: "a declined invitation stays, and can still be accepted",
    opposite: "it is gone",
  },
  "invite-unknown-is-an-entry": {
    about: "InviteMembers of an account that was not created is an entry of a 200",
    opposite: "it is a ResourceNotFoundException",
  },
  "other-operations-share-a-bucket": {
    about: "all other operations of Security Hub and STS share one bucket of their rate",
    opposite: "each operation has a bucket of its own",
  },
  "invitation-keeps-its-id": {
    about: "an invitation that still stands is sent again under its own id",
    opposite: "each InviteMembers makes a new id, and the old one is void",
  },
  "impossible-id-refuses-the-call": {
    about: "CreateMembers with an id that cannot be an account's is refused as a whole",
    opposite: "that id is an entry of a 200",
  },
  "refused-account-is-an-entry": {
    about:
      "an account of another administrator is an entry of a 200 in CreateMembers and InviteMembers",
    opposite: "it is a ResourceConflictException of the whole call",
  },
  "invitation-limit-refuses-the-call": {
    about:
      "above 1,000 open invitations InviteMembers is refused as a whole, with LimitExceededException",
    opposite: "those that fit are invited, the others are entries of a 200",
  },
  "get-unknown-is-an-entry": {
    about: "GetMembers of an account that was not created is an entry of a 200",
    opposite: "it is a ResourceNotFoundException",
  },
  "get-members-is-fresh": {
    about: "GetMembers shows a change at once",
    opposite: "it lags as ListMembers does",
  },
  "disassociate-takes-back": {
    about: "DisassociateMembers takes back an open invitation and a suspended member as well",
    opposite: "it leaves both as they are",
  },
  "delete-takes-the-invitation": {
    about: "DeleteMembers takes the member's invitation away",
    opposite: "the member still lists it, and cannot accept it",
  },
  "accepted-invitation-is-hidden": {
    about: "ListInvitations leaves out the invitation that was accepted",
    opposite: "it lists it, as Enabled",
  },
  "delete-invitation-keeps-the-row": {
    about: "DeleteInvitations leaves the administrator's row as it is",
    opposite: "the row becomes Resigned",
  },
  "delegate-takes-its-members-along": {
    about: "DisableOrganizationAdminAccount disassociates the organization's members",
    opposite: "they stay its members",
  },
  "delegate-is-switched-on": {
    about: "EnableOrganizationAdminAccount switches Security Hub on in the administrator",
    opposite: "it is as it was",
  },
  "left-account-keeps-its-row": {
    about: "the row of an account that has left the organization stays, as Removed",
    opposite: "it is gone",
  },
  "account-access-is-trusted": {
    about: "the management account may ask Account Management about its members",
    opposite: "it is refused: trusted access is off",
  },
  "account-rates-are-the-callers": {
    about: "Account Management counts calls against the caller",
    opposite: "against the account that is asked about",
  },
  "slack-counts-readable-text": {
    about: "Slack's limit of a message counts its readable text",
    opposite: "it counts the JSON of its blocks",
  },
  "slack-unknown-thread-is-refused": {
    about: "chat.postMessage into a thread that does not exist is thread_not_found",
    opposite: "the message stands in the channel, beside no thread",
  },
} as const satisfies Record<string, Assumption>;

/** The name of a guess. */
export type AssumptionName = keyof typeof ASSUMPTIONS;

/** Names of all guesses, in order. */
export const ASSUMPTION_NAMES = Object.keys(ASSUMPTIONS) as AssumptionName[];

/** Whether a text names a guess. */
export const isAssumption = (name: string): name is AssumptionName =>
  Object.hasOwn(ASSUMPTIONS, name);

/** Which guesses hold in one of the worlds that AWS may turn out to be; each is right in half of the seeds. */
export const flipAssumptions = (seed: number): Record<AssumptionName, boolean> =>
  Object.fromEntries(
    ASSUMPTION_NAMES.map((name) => [name, fraction(`${seed}/${name}`) < 0.5]),
  ) as Record<AssumptionName, boolean>;
