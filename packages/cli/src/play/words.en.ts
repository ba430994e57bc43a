import { count } from "@rollcall/core/locale";
import type { ScenarioName } from "./scenarios.ts";
import type { PlayWords } from "./words.ts";

const s = (number: number) => (number === 1 ? "" : "s");

const scenario: Record<ScenarioName, string> = {
  leave: "a member leaves the hub in one Region",
  "leave-everywhere": "a member leaves the hub in every Region",
  "leave-and-return": "a member leaves, and accepts again at once",
  return: "a member that left accepts again",
  decline: "an invited account declines (--account: it is invited first)",
  "be-removed": "the hub disassociates a member",
  "be-removed-and-return": "the hub disassociates a member and invites it again; it accepts",
  "be-deleted": "the hub disassociates a member and deletes its record",
  suspend: "the management account closes a member's account",
  "leave-organization": "the management account removes a member from the organization",
  "close-region": "a member switches an opt-in Region off",
  "close-hub-region": "the hub itself switches an opt-in Region off",
  "disable-hub": "a member switches Security Hub off in one Region",
  "join-another-hub": "a member leaves and joins another administrator (--other)",
  "join-unasked": "an account becomes a member that no ledger names (--account)",
  "mass-leave": "everybody leaves in one Region, up to --count",
};

/** English, the source of the catalogue. */
export const english: PlayWords = {
  scenario,
  about: ({ accounts, regions }) =>
    [
      accounts.length === 1 ? accounts[0] : `${count(accounts.length)} accounts`,
      regions.length > 0 &&
        (regions.length === 1 ? `in ${regions[0]}` : `in ${regions.length} Regions`),
    ]
      .filter(Boolean)
      .join(" "),
  byHand: "The same by hand:",
  more: (number) => `… and ${count(number)} more call${s(number)} of this kind`,
  calls: (number) => `${count(number)} call${s(number)}`,
  unknown: (name, names) => `there is no scenario ${name}; there are: ${names.join(", ")}`,
  noSandbox: (endpoint) =>
    `${endpoint} is no sandbox: it listens on this machine only, such as http://127.0.0.1:4566`,
  unreachable: (endpoint) =>
    `no sandbox answers at ${endpoint}: start one with npm run sandbox, or name its address with --endpoint`,
  nobody: (state, region) =>
    `nobody is ${state} in ${region}: name an account with --account, or apply a ledger first (npm start applies the sample)`,
  noManagement: "the estate has no management account: start the sandbox with one (--estate)",
  noOptIn:
    "none of the hub's Regions can be switched off: start the sandbox with an estate that has an opt-in Region, such as ap-east-1 (docs/sandbox.md)",
  noInvitation: (account, region, from) =>
    `no invitation of ${from} has reached ${account} in ${region}`,
};
