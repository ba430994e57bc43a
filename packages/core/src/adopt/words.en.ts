import type { ContradictionWords } from "./contradiction.ts";

const again = "Then run rollcall adopt again.";

/** English, for each contradiction. */
export const english: ContradictionWords = {
  NotInOrganization: ({ account }) => ({
    problem: "It is a member of the hub, and not in the organization.",
    next: `If it has left, write "absent" as desired; if it belongs to somebody else, nothing is to be done: aws organizations describe-account --account-id ${account} shows where it is.`,
  }),
  NotInHub: () => ({
    problem: "It is active in the organization, and the hub has no record of it.",
    next: "To make it a member, add a row with its id. Without a row it is left alone.",
  }),
  SomeRegions: ({ regions }) => ({
    problem: `It is no member in ${regions}.`,
    next: 'To bring it in there, write "all" as regions, or add these.',
  }),
  Suspended: ({ account, regions, detail }) => ({
    problem: `It is suspended or closed${detail && ` (${detail})`}${regions && ` in ${regions}`}, and still in the hub.`,
    next: `Reopen it through AWS Support, or write "absent" as desired: aws organizations describe-account --account-id ${account} shows its state.`,
  }),
  Pending: ({ regions, account, region }) => ({
    problem: `It was invited or added, and has not joined in ${regions}.`,
    next: `Its owner accepts; or write "role" as join, and rollcall accepts; or take it back: aws securityhub delete-members --account-ids ${account} --region ${region}.`,
  }),
  Removed: ({ regions }) => ({
    problem: `The hub removed it in ${regions}.`,
    next: "To bring it in again, add these Regions to its row, or a row with its id.",
  }),
  Resigned: ({ regions }) => ({
    problem: `It left the hub, or declined, in ${regions}.`,
    next: "Ask its owner. To bring it in again, add these Regions to its row, or a row with its id.",
  }),
  Deleted: ({ regions }) => ({
    problem: `The hub deleted it in ${regions}.`,
    next: "To bring it in again, add these Regions to its row, or a row with its id.",
  }),
  RegionOff: ({ regions, account, region }) => ({
    problem: `${regions} is off in the account.`,
    next: `Switch it on: aws account enable-region --account-id ${account} --region-name ${region}.`,
  }),
  UnknownStatus: ({ regions, detail, account, region }) => ({
    problem: `The hub gives it a status that rollcall does not know${detail && ` ("${detail}")`} in ${regions}.`,
    next: `Look at it: aws securityhub get-members --account-ids ${account} --region ${region}. ${again}`,
  }),
  OtherAdministrator: ({ regions, detail }) => ({
    problem: `Another account (${detail}) is its Security Hub administrator in ${regions}.`,
    next: `Ask the team of ${detail} which hub is to have it.`,
  }),
  NotWritten: ({ account }) => ({
    problem: "It stands in no row: whatever a row said of it would change something.",
    next: `Decide what is wanted, and add a row with the id ${account}. Until then it is left alone.`,
  }),
};
