import { count } from "@rollcall/core/locale";
import type { LedgerWords } from "./words.ts";

const some = (number: number, one: string) => `${count(number)} ${one}${number === 1 ? "" : "s"}`;

/** English, the source of the catalogue. */
export const english: LedgerWords = {
  notXlsx: (file) =>
    `${file} is no name of a workbook. Choose one that ends with .xlsx: --output FILE.xlsx`,
  exists: (file) =>
    `${file} exists already, and is not written over. Choose another name: --output FILE.xlsx`,
  notWritten: (file, reason) => `${file} could not be written: ${reason}`,
  template: (file) =>
    `Wrote ${file}: an empty ledger, with an explanation on its second sheet.\nCheck it before it is uploaded: rollcall ledger check ${file}`,
  check: {
    accepted: (file, rows, sheet) =>
      `${file} would be accepted: ${some(rows, "account")}${sheet ? ` on the sheet "${sheet}"` : ""}.`,
    rejected: (file, errors, warnings) =>
      `${file} would be rejected: ${some(errors, "error")}, ${some(warnings, "warning")}.`,
    warnings: (number) => `${some(number, "warning")}, and the ledger is applied all the same:`,
    ignored: "Not used from the ledger",
  },
  adopt: {
    looking: (regions) => `Reading the hub in ${some(regions, "Region")}, and the organization …`,
    unread: (region, reason) => `${region} could not be read: ${reason}`,
    nothingWritten:
      "No ledger was written: it would leave out the members of these Regions without a word. Check the permission securityhub:ListMembers there, and run it again.",
    organizationUnread: (reason) =>
      `The organization could not be read, so nothing was compared with it: ${reason}`,
    noOrganization:
      "The settings name no management account, so nothing was compared with the organization.",
    off: (region) => `Security Hub is not on in the hub in ${region}: no row asks for it there.`,
    empty: "No account of the hub could be described, and no ledger was written.",
    written: (file, accounts) => `Wrote ${file}: ${some(accounts, "account")} of the hub.`,
    agreed: "Nothing in it contradicts the organization.",
    contradictions: (accounts) =>
      `${some(accounts, "account")} with contradictions; each stands in the file, with what to do:`,
    more: (number) => `… and ${count(number)} more`,
    next: (file) => `Applying it changes nothing: upload ${file}, and go on from there.`,
  },
};
