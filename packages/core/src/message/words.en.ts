import { count } from "../locale.ts";
import type { Words } from "./words.ts";

const some = (number: number, one: string, many = `${one}s`): string =>
  `${count(number)} ${number === 1 ? one : many}`;

/** English. */
export const english: Words = {
  status: {
    waiting: "waiting",
    running: "running",
    approval: "waiting for approval",
    settled: "all members enabled",
    attention: "finished, needs attention",
    rejected: "rejected",
    superseded: "superseded by a newer version",
    discarded: "not applied",
    failed: "failed",
  },
  stage: {
    read: "Read the ledger",
    observe: "Look at every Region",
    plan: "Plan",
    create: "Create accounts",
    invite: "Invite",
    join: "Join",
    verify: "Verify",
    baseline: "Baseline",
    remove: "Off-board",
    closure: "Close accounts",
    close: "Close",
  },
  unit: {
    rows: "rows",
    regions: "Regions",
    accounts: "accounts",
    memberships: "memberships",
    parts: "parts",
  },
  runTitle: (ledger) => `Onboarding: ${ledger}`,
  runSentence: (ledger, status, stage) =>
    `Run for ${ledger}: ${status}${stage ? ` (${stage})` : ""}.`,
  progress: (done, total, unit) => `${count(done)} of ${count(total)} ${unit}`,
  creating: (duration) =>
    `Accounts are created one each 10 seconds at most, five at once: about ${duration} left.`,
  regions: (complete, total) => `${complete} of ${some(total, "Region")} complete`,
  unread: (regions) => `Regions that could not be read: ${regions}`,
  started: (date) => `Started ${date}`,
  elapsed: (duration) => `${duration} elapsed`,
  duration: (seconds) => {
    const [h, m, s] = split(seconds);
    return h ? `${h} h ${m} min` : m ? `${m} min ${s} s` : `${s} s`;
  },
  uploader: (name) => `Uploaded by ${name}`,
  openExecution: "Open the execution",
  counts: ({ accounts, memberships }) =>
    `${count(memberships.enabled)} of ${some(memberships.wanted, "membership")} enabled, ${count(memberships.pending)} pending, ${count(memberships.attention)} need attention. ` +
    `${count(accounts.joined)} of ${some(accounts.wanted, "account")} joined, ${count(accounts.created)} created.`,
  failure: (error, cause) => `The run stopped: ${error}. ${cause}`.trim(),
  completion: (ledger, { accounts, memberships }, duration) =>
    `Run for ${ledger} closed after ${duration}: ${count(memberships.enabled)} of ${some(memberships.wanted, "membership")} enabled in ${some(accounts.wanted, "account")}.`,
  nothingLeft: "Nobody has to do anything.",
  attentionTitle: (accounts, memberships) =>
    `Needs attention: ${some(accounts, "account")}, ${some(memberships, "membership")}`,
  attentionSentence: (memberships, reasons) =>
    `${some(memberships, "membership")} need attention: ${reasons}`,
  group: (accounts, memberships) =>
    `${some(accounts, "account")}, ${some(memberships, "membership")}`,
  advice: (next) => `→ ${next}`,
  moreAccounts: (number) => `+${count(number)} more`,
  moreRows: (number) => `+${count(number)} more lines: all of them are in the file in this thread.`,
  moreKinds: (number) =>
    `+${some(number, "more reason", "more reasons")}: see the run's summary file.`,
  planTitle: (ledger) => `Plan for ${ledger}`,
  discarded: (ledger) => `${ledger} was not applied: nothing was changed.`,
  shortened: "Shortened to what Slack takes. All of it is in the run's summary file.",
  columns: {
    account: "Account",
    name: "Name",
    region: "Region",
    state: "State",
    reason: "Reason",
    why: "Why",
    next: "Next",
  },
  files: {
    losses: "All losses of this roll call",
    attention: "Everything that needs attention",
    digest: "Everybody who is outside or pending",
    collapsed: "All messages that were collapsed",
    result: "The ledger with the result of every row",
  },
  rejectedTitle: "Ledger rejected",
  rejectedSentence: (ledger, errors, warnings, first) =>
    `The ledger ${ledger} was rejected and not applied: ${some(errors, "error")}, ${some(warnings, "warning")}. ${first}`,
  rejectedCounts: (errors, warnings, rows) =>
    `${some(errors, "error")}, ${some(warnings, "warning")} in ${some(rows, "row")}.`,
  notApplied: "Nothing was applied. Correct the file and upload it again.",
  place: (row, column) => (column ? `Row ${row}, column ${column}` : `Row ${row}`),
  wholeFile: "The whole file",
  value: (value) => `Value: ${value}`,
  fix: (fix) => `→ ${fix}`,
  moreProblems: (number) => `+${some(number, "more problem")} in the file.`,
  creationFailed: (account) => `Account not created: ${account}`,
  list: (items) => items.join(", "),
};

function split(seconds: number): [number, number, number] {
  const all = Math.max(0, Math.round(seconds));
  return [Math.floor(all / 3600), Math.floor((all % 3600) / 60), all % 60];
}
