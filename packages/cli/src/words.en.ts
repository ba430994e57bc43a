import { count } from "@rollcall/core/locale";
import type { Words } from "./words.ts";

const s = (number: number) => (number === 1 ? "" : "s");

/** English, the source of the catalogue. */
export const english: Words = {
  booting: "Booting AWS, Slack and rollcall on this machine …",
  goingOn: (run) => `Going on with ${run}, which was not finished.`,
  goesFirst: (run) => `${run} was not finished: it goes on, and this ledger waits for it.`,
  uploading: (ledger) => `Uploading ${ledger} …`,
  stage: {
    read: "reading the ledger",
    observe: "asking the hub about every Region",
    plan: "planning",
    create: "creating accounts",
    invite: "inviting in every Region",
    join: "joining account by account",
    verify: "verifying what the hub itself says",
    baseline: "switching on what else members get",
    remove: "off-boarding what was approved",
    closure: "closing the accounts that were approved",
    close: "summing up",
  },
  memberships: (done, wanted) => `, ${count(done)} of ${count(wanted)} memberships`,
  stopping: "Stopping; Ctrl-C again ends it at once.",
  unreadableLedger: (file, reason) => `cannot read the ledger ${file}: ${reason}`,
  fileErrors: {
    ENOENT: "there is no such file",
    EISDIR: "it is a directory",
    EACCES: "it may not be read",
  },
  tooLarge: (megabytes) => `it has ${count(megabytes)} MB, and at most 5 are read`,
  failed: (error, cause) => `The run failed: ${error}. ${cause}`,
  refused: (holder, message) => `The role of ${holder} lacks a permission: ${message}`,
  superseded: (ledger) => `${ledger} was not applied: a newer ledger was uploaded while it waited.`,
  headline: ({ memberships, accounts }) =>
    `${count(memberships.enabled)} of ${count(memberships.wanted)} memberships are enabled` +
    ` (${count(accounts.joined)} of ${count(accounts.wanted)} accounts in every Region, ${count(accounts.created)} created)`,
  sums: (calls, messages, seconds) =>
    `${count(calls)} calls to AWS, ${count(messages)} Slack message${s(messages)}, ${seconds} seconds`,
  act: "Somebody has to act:",
  regions: (number) => `${number} Region${s(number)}`,
  more: (number) => `… and ${count(number)} more`,
  warnings: (number) => `The ledger was applied, with ${count(number)} warning${s(number)}:`,
  rejected: (ledger, errors) =>
    `${ledger} was rejected: ${count(errors)} error${s(errors)}. Nothing was applied.`,
  ignored: "Not used from the ledger",
  place: (ledger, row, column) =>
    [ledger, row > 0 && `row ${row}`, column && `column ${column}`].filter(Boolean).join(", "),
  look: "Look around (Ctrl-C ends it):",
  lookAt: (pages) => `Look around at ${pages} (Ctrl-C ends it).`,
  executions: "executions",
  thisRun: "this run",
  table: "table",
};
