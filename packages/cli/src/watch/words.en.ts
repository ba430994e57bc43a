import { count } from "@rollcall/core/locale";
import type { WatchWords } from "./words.ts";

const s = (number: number) => (number === 1 ? "" : "s");

/** English, the source of the catalogue. */
export const english: WatchWords = {
  heading: ({ stage, account, region }) => `rollcall ${stage} in ${account}, ${region}`,
  enabled: (enabled, wanted) =>
    `${count(enabled)} of ${count(wanted)} wanted membership${s(wanted)} are Enabled`,
  allEnabled: "Every wanted membership is Enabled.",
  empty: "Nothing is wanted yet: no ledger was applied.",
  state: {
    Absent: "Absent (the hub has no record)",
    Created: "Created (not invited)",
    Invited: "Invited",
    Enabled: "Enabled",
    Removed: "Removed (by the hub)",
    Resigned: "Resigned (it left or declined)",
    Deleted: "Deleted",
    AccountSuspended: "AccountSuspended",
    RegionDisabled: "RegionDisabled (the account has it off)",
    Unknown: "Unknown (a word that AWS never used before)",
  },
  unaskedMark: "Enabled, and no ledger asks for it",
  small: "small letters: no ledger asks for a member there",
  unasked: (number) =>
    `${count(number)} membership${s(number)} ${number === 1 ? "is" : "are"} Enabled that no ledger asks for (--all shows them)`,
  columns: { region: "Region", wanted: "wanted", look: "last look", all: "all" },
  read: { read: "read", unread: "unread", off: "hub off", never: "never looked at" },
  unread: (region, at, reason) => `${region} could not be read at ${at}: ${reason}`,
  off: (region, at) => `Security Hub of the hub was not on in ${region} at ${at}`,
  hint: (account) => `rollcall timeline ${account} shows how that came about`,
  unknownAccount: (account) =>
    `${account} is not known: no ledger names it, and the hub has never listed it`,
  unknownRegion: (region, regions) =>
    `${region} is none of this stage's Regions: ${regions.join(", ")}`,
  timeline: (account, name) => (name ? `${account} ${name}` : account),
  nothingYet: "Nothing was recorded yet.",
  transition: {
    at: "when",
    region: "Region",
    change: "from → to",
    label: "label",
    cause: "cause",
    run: "run",
    who: "who",
  },
  label: { gain: "gain", progress: "progress", loss: "loss", unexpected: "unexpected" },
  nobody: "unknown",
  rollCall: {
    none: "no roll call was held yet: rollcall roll-call --now holds one",
    started: (id) => `Holding ${id} …`,
    joined: (id) => `${id} is under way already; waiting for it …`,
    stranded: (id, execution) =>
      `${id} did not come to its end: aws stepfunctions describe-execution --execution-arn ${execution}`,
    held: (id, at) => `${id}, closed ${at}`,
    losses: (number) =>
      number === 0 ? "Nobody was lost." : `${count(number)} membership${s(number)} lost:`,
    flap: "left and came back",
    unread: (region, reason) => `${region} could not be read: ${reason}`,
    unknown: (number) => `${count(number)} member${s(number)} that no ledger names:`,
    missing: (number) => `${count(number)} account${s(number)} of the ledger unknown to the hub:`,
  },
};
