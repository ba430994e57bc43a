import { count } from "@rollcall/core/locale";
import { next, reasonOf } from "@rollcall/core/run";
import type { HealWords } from "./words.ts";

const some = (number: number, one: string): string =>
  `${count(number)} ${one}${number === 1 ? "" : "s"}`;
const of = (memberships: number, accounts: number): string =>
  `${some(memberships, "membership")} of ${some(accounts, "account")}`;

/** English, the source of the catalogue. */
export const english: HealWords = {
  noRollCall: (text) =>
    `${text} is no roll call: one is named like roll-call-20261122T120000Z, as its message and rollcall roll-call say`,
  unheld: (rollCall) => `${rollCall} is not on record: rollcall roll-call names the last one`,
  waiting: (run) => `Waiting for the end of ${run} …`,
  nothing: "There is nothing to heal.",
  planned: (memberships, accounts) => `Would heal ${of(memberships, accounts)}:`,
  started: (memberships, accounts, run) => `Heals ${of(memberships, accounts)} with ${run}:`,
  ended: {
    settled: (run) => `${run}: all of them are Enabled`,
    attention: (run) => `${run} has ended, and somebody has to act: its message in Slack says who`,
    failed: (run) => `${run} has failed: its message in Slack says why`,
    superseded: (run) => `${run} gave way to a ledger, which plans the same`,
  },
  left: (memberships) => `Left as it is: ${some(memberships, "membership")}`,
  why: (one) => {
    if (one.kind === "under way") return `being healed by ${one.run}`;
    if (one.kind === "held")
      return `healed not long ago${one.again ? ", and lost again" : ""}: name the account to heal it before ${one.until}`;
    if (one.kind === "person")
      return next({
        account: one.accountId,
        region: one.region,
        reason: reasonOf(one.reason),
      }).next.en;
    return "the policy says off: name the account to heal it";
  },
};
