import { count } from "../locale.ts";
import type { WorkbookWords } from "./words.ts";

/** English. */
export const english: WorkbookWords = {
  ledger: "Ledger",
  result: "result",
  problem: "problem",
  next: "next act",
  enabled: (enabled, wanted) => `${enabled}/${wanted} Enabled`,
  created: (accountId) => `account ${accountId}`,
  gone: "absent, as wanted",
  stillIn: (regions) => `still in ${regions} ${regions === 1 ? "Region" : "Regions"}`,
  rejected: "error",
  notApplied: "not applied",
  unread: "unread",
  inRegions: (regions) => `${regions.join(", ")}: `,
  inColumn: (column, problem) => `${column}: ${problem}`,
  where: "Where",
  wholeFile: "The file as a whole",
  wholeRun: "The run as a whole",
  atRow: (row, column, value) =>
    `row ${count(row)}${column && ` ${column}`}${value && ` "${value}"`}`,
  account: (account, region) => `account ${account}${region === "all" ? "" : `, ${region}`}`,
  failed: (error, cause) => ({
    problem: `The run failed: ${error}${cause && ` (${cause})`}`,
    next: "Open the execution from the run's message, and upload the ledger again: only what is missing is done.",
  }),
  explanation: "Explanation",
  explained: {
    column: "Its name",
    says: "What it says",
    empty: "When left empty",
    example: "For example",
  },
  column: {
    account_id: {
      says: "The account's 12 digits, with leading zeros. The column is formatted as text, so that they stay.",
      empty: "The account is created; the name and the e-mail are needed then.",
      example: "012345678901",
    },
    account_name: {
      says: "The account's name. For an account to be created: 1 to 50 printable ASCII characters.",
      empty: "Nothing is shown.",
      example: "Payments production",
    },
    email: {
      says: "The root e-mail of the account. Needed to create it, and different for every account.",
      empty: "Only the id counts.",
      example: "aws+payments@example.com",
    },
    project: { says: "Shown in messages.", empty: "Nothing is shown.", example: "Payments" },
    customer: { says: "Shown in messages.", empty: "Nothing is shown.", example: "Example Ltd." },
    owner_email: {
      says: "Who is asked when a person in the account has to act.",
      empty: "Nobody is named.",
      example: "owner@example.com",
    },
    slack_channel: {
      says: "Kept with the account.",
      empty: "The channel of the settings.",
      example: "#payments",
    },
    regions: {
      says: "all (every Region of the hub), or Region codes separated by commas.",
      empty: "all",
      example: "us-east-1, ap-northeast-1",
    },
    join: {
      says: "How the account joins: create (it does not exist yet), role (rollcall enters by the member role) or self-service (its owner accepts).",
      empty: "create without an id, otherwise role.",
      example: "role",
    },
    desired: {
      says: "member, or absent for an account that is to leave the hub. absent+off also switches Security Hub, GuardDuty membership and rollcall's AWS Config off in it; absent+keep leaves them on.",
      empty: "member",
      example: "member",
    },
    baseline: {
      says: "What is switched on in the account beside its membership: standards, config, guardduty, several separated by commas, or none.",
      empty: "What the settings say.",
      example: "standards, config",
    },
    ou: {
      says: "Where an account that is created belongs: the id of an organizational unit, or names from the root down.",
      empty: "It stays in the root.",
      example: "Workloads/Prod",
    },
    tags: {
      says: "Tags of an account that is created: Key=Value, several separated by commas.",
      empty: "None.",
      example: "Team=Payments, Stage=Prod",
    },
  },
  advice: [
    "One row for each account. Columns that are not needed may be deleted, and columns of your own added.",
    "A row that is missing means: leave the account alone, and name it.",
    "Check the file before it is uploaded: rollcall ledger check FILE",
  ],
};
