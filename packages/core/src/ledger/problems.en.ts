import type { Catalogue } from "./problems.ts";

const meant = (suggestion: string | undefined, otherwise: string): string =>
  suggestion ? `Did you mean "${suggestion}"?` : otherwise;

/** English: what is wrong, and what to write instead. */
export const english: Catalogue = {
  FileTooLarge: ({ megabytes, most }) => ({
    problem: `The file has ${megabytes} MB; at most ${most} MB are read.`,
    fix: "Take out pictures and other sheets, or split the ledger.",
  }),
  FileType: ({ kind }) => ({
    problem: `The file is ${kind}, which cannot be read.`,
    fix: "Save it as an Excel workbook (.xlsx) or as CSV.",
  }),
  FileEncrypted: () => ({
    problem: "The workbook is protected by a password.",
    fix: "Take the password away (File, Info, Protect Workbook), or save it as CSV.",
  }),
  FileBroken: () => ({
    problem: "The file is damaged and cannot be read.",
    fix: "Open it in Excel and save it again as .xlsx or CSV.",
  }),
  FileExpands: () => ({
    problem: "The workbook is much larger inside than a ledger can be.",
    fix: "Copy the rows into a new workbook, and save that.",
  }),
  FileEncoding: () => ({
    problem:
      "The characters of the file cannot be read: it is neither UTF-8, UTF-16 nor Shift_JIS.",
    fix: "Save it as CSV UTF-8 or as .xlsx.",
  }),
  QuoteOpen: () => ({
    problem: "A quotation mark in this row is never closed: all that follows would be one cell.",
    fix: 'Close it, or write "" for a quotation mark that belongs to the text.',
  }),
  OtherLedger: ({ read }) => ({
    problem: `This sheet has accounts too; only the sheet "${read}" was read.`,
    fix: "Put all accounts into one sheet, or upload the other one as a file of its own.",
  }),
  TooManyColumns: ({ columns, most }) => ({
    problem: `The sheet has ${columns} columns; at most ${most} are read.`,
    fix: "Delete what stands far to the right.",
  }),
  EmptyLedger: () => ({
    problem: "The ledger has no rows with accounts.",
    fix: "Write one row for each account, below a row with the column names.",
  }),
  NoHeader: () => ({
    problem: "No row with column names was found in the first 20 rows.",
    fix: "Name the columns, for example account_id, account_name, email, regions.",
  }),
  NoIdentityColumn: () => ({
    problem: "There is no column for the account id or the e-mail.",
    fix: "Name a column account_id. For accounts to be created: email and account_name.",
  }),
  TooManyRows: ({ rows, most }) => ({
    problem: `The ledger has ${rows} rows; at most ${most} are read.`,
    fix: "Split it into several ledgers.",
  }),
  MisspeltColumn: ({ written, suggestion }) => ({
    problem: `The column "${written}" is not known, and looks like "${suggestion}".`,
    fix: `Name it "${suggestion}", or something quite different if it is a column of your own.`,
  }),
  DuplicateColumn: ({ first }) => ({
    problem: `This column means the same as column ${first}.`,
    fix: "Keep one of them.",
  }),
  LooseColumn: ({ en }) => ({
    problem: `The column was not read as ${en}, but as one of your own.`,
    fix: `If it is meant, name it ${en}.`,
  }),
  NoteRow: () => ({
    problem: "The row is a note or a total, and was not read as an account.",
    fix: "Nothing is to be done. If it is an account, write its id.",
  }),
  UnusedRows: ({ rows, last }) => ({
    problem:
      rows === 1
        ? "The row names no account and was passed over."
        : `${rows} rows up to row ${last} name no account and were passed over.`,
    fix: "Nothing is to be done. If one is an account, write its id, or e-mail and name.",
  }),
  ErrorCell: ({ error }) => ({
    problem: `The cell shows the error ${error}.`,
    fix: "Correct the formula, or write the value itself.",
  }),
  FormulaUnread: () => ({
    problem: "The cell has a formula, and the file does not hold its result.",
    fix: "Open the file in Excel and save it, or write the value itself.",
  }),
  MissingIdentity: () => ({
    problem: "The row has neither an account id nor an e-mail.",
    fix: "Write the id of the account; for an account to be created, its email and account_name.",
  }),
  IdMissing: ({ join }) => ({
    problem: `An account that joins by "${join}" exists already, and its id is missing.`,
    fix: 'Write its id, or "create" as join if it is to be created.',
  }),
  IdDate: () => ({
    problem: "The account id is a date.",
    fix: "Format the column as text, then write the 12 digits again.",
  }),
  IdDigitsLost: () => ({
    problem: "The account id is in scientific notation: its last digits are lost.",
    fix: "Format the column as text, then write the 12 digits again.",
  }),
  IdRounded: ({ id }) => ({
    problem: `The account id ends in six zeros, as after rounding by Excel. It was read as ${id}.`,
    fix: "Compare it with the account. Format the column as text so that no digit is lost.",
  }),
  IdLength: ({ digits }) => ({
    problem: `The account id has ${digits} digits instead of 12.`,
    fix: "Write all 12 digits, in a column that is formatted as text.",
  }),
  IdCharacters: () => ({
    problem: "The account id holds something that is not a digit.",
    fix: "Write the 12 digits of the account id.",
  }),
  IdSeveral: ({ count }) => ({
    problem: `The cell has ${count} account ids.`,
    fix: "Write one row for each account.",
  }),
  LeadingZeros: ({ id }) => ({
    problem: `The account id is a number that lost its leading zeros. It was read as ${id}.`,
    fix: "Format the column as text, and write all 12 digits.",
  }),
  FullWidth: ({ read }) => ({
    problem: `The cell has full-width characters. It was read as "${read}".`,
    fix: "Write it in half-width characters.",
  }),
  StraySpaces: ({ read }) => ({
    problem: `The cell has stray spaces or invisible characters. It was read as "${read}".`,
    fix: "Take them out.",
  }),
  Annotated: ({ read }) => ({
    problem: `The cell has a note or furigana in brackets. It was read as "${read}".`,
    fix: "Move the note to a column of its own.",
  }),
  HubAccount: () => ({
    problem: "This is the hub itself: an administrator cannot be its own member.",
    fix: "Take the row out.",
  }),
  ManagementAccount: () => ({
    problem: "This is the management account: nobody can enable it from outside.",
    fix: "Enable Security Hub in it first; then it can join like the others.",
  }),
  EmailMissing: () => ({
    problem: "An account to be created needs an e-mail.",
    fix: "Write an address that no other AWS account has, or the id if the account exists.",
  }),
  EmailForm: ({ suggestion }) => ({
    problem: "This is not an e-mail address.",
    fix: meant(suggestion, "Write one address such as name@example.com."),
  }),
  EmailSeveral: ({ count }) => ({
    problem: `The cell has ${count} e-mail addresses.`,
    fix: "Keep one. A mailing list reaches several people.",
  }),
  EmailRules: () => ({
    problem: "AWS does not accept this e-mail for an account.",
    fix: "Use 6 to 64 half-width characters, without spaces or \" ' ( ) < > [ ] : ; , \\ | % & and without a leading dot.",
  }),
  EmailTwice: ({ other }) => ({
    problem: `Row ${other} has the same e-mail: one e-mail is one AWS account.`,
    fix: "Give each account an address of its own, for example name+project@example.com.",
  }),
  NameMissing: () => ({
    problem: "An account to be created needs a name.",
    fix: "Write 1 to 50 half-width letters, digits or signs as account_name.",
  }),
  NameCharacters: () => ({
    problem: "AWS takes only half-width ASCII characters in the name of a new account.",
    fix: "Write the name in letters and digits; keep the Japanese name in a column of its own.",
  }),
  NameLength: ({ length }) => ({
    problem: `The account name has ${length} characters; AWS takes at most 50.`,
    fix: "Shorten it.",
  }),
  TextTooLong: ({ length, most }) => ({
    problem: `The cell has ${length} characters. The first ${most} were read.`,
    fix: "Shorten it, or move the text to a column of its own.",
  }),
  UnknownRegion: ({ written, suggestion }) => ({
    problem: `"${written}" is not a Region.`,
    fix: meant(suggestion, 'Write Region codes such as ap-northeast-1, or "all".'),
  }),
  RegionWithoutHub: ({ region }) => ({
    problem: `The hub is not in ${region}.`,
    fix: `Take ${region} out, or add it to the Regions of the settings.`,
  }),
  UnknownJoin: ({ suggestion }) => ({
    problem: "This way to join is not known.",
    fix: meant(suggestion, "Write create, role or self-service, or leave it empty."),
  }),
  UnknownPart: ({ written, suggestion }) => ({
    problem: `"${written}" is no part of a baseline.`,
    fix: meant(
      suggestion,
      "Write standards, config, guardduty, several separated by commas, or none; empty means what the settings say.",
    ),
  }),
  PartAndNone: () => ({
    problem: "The cell says none, and a part of the baseline as well.",
    fix: "Write either none or the parts.",
  }),
  UnknownDesired: ({ suggestion }) => ({
    problem: "This wish is not known.",
    fix: meant(suggestion, "Write member or absent, or leave it empty."),
  }),
  ClosedAccount: ({ state }) => ({
    problem: `AWS reports this account as ${state}: it cannot join, and the row was passed over.`,
    fix: "Nothing is to be done. Take the row out if it disturbs.",
  }),
  SlackChannel: () => ({
    problem: "This is not the name of a Slack channel.",
    fix: "Write a name such as #security, or the channel's id.",
  }),
  UnitForm: () => ({
    problem: "This is neither the id of an organizational unit nor a path of names.",
    fix: "Write an id such as ou-ab12-3cdefgh4, or the names from the root down: Workloads/Prod.",
  }),
  TagForm: ({ written }) => ({
    problem: `"${written}" is not a tag that AWS takes.`,
    fix: "Write Key=Value, several separated by commas: letters, digits, spaces and _ . : / = + - @, keys without aws: in front.",
  }),
  TagTwice: ({ key }) => ({
    problem: `The tag "${key}" is written twice.`,
    fix: "Keep one of them.",
  }),
  TagsTooMany: ({ tags, most }) => ({
    problem: `The row has ${tags} tags; an account takes at most ${most}.`,
    fix: "Take some of them out.",
  }),
  Repeated: ({ other }) => ({
    problem: `The row says the same as row ${other}. It was read once.`,
    fix: "Delete one of them.",
  }),
  Contradicts: ({ other, columns }) => ({
    problem: `Row ${other} says something else about the same account (${columns}).`,
    fix: "Keep one row for each account; write several Regions into one cell, with commas.",
  }),
};
