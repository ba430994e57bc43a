// One row of the sheet becomes one row of the ledger, or problems.
import { AccountName } from "../account.ts";
import type { Region } from "../region.ts";
import { accountIdOf } from "./account-id.ts";
import { baselineOf } from "./baseline.ts";
import { emailOf } from "./email.ts";
import type { Header } from "./header.ts";
import type { Column } from "./headers.ts";
import { tagsOf, unitOf } from "./placement.ts";
import { type Code, type Details, problem } from "./problems.ts";
import { regionsOf } from "./regions.ts";
import type { Cell, Problem, Row } from "./row.ts";
import { channelOf } from "./slack-channel.ts";
import { clean, isEmpty, isError, isNothing, normal, show } from "./text.ts";
import { joinOf, wanted, wishOf } from "./words.ts";

/** Tells a problem of the cell at hand; gives undefined, so that a reader can return it. */
export type Tell = <C extends Code>(code: C, details: Details[C]) => undefined;

/** What a ledger is read against. */
export interface Context {
  hub: string;
  management?: string | undefined;
  /** The hub's Regions: what `all` means. */
  regions: readonly Region[];
}

/** Names that are longer are no names: they travel with every event and message. */
const MOST_TEXT = 500;

type Readable = Exclude<Cell, { error: string }>;

/** Reads one row. Its problems are pushed; what could be read comes back all the same. */
export function readRow(
  cells: readonly Cell[],
  number: number,
  header: Header,
  context: Context,
  problems: Problem[],
): Row {
  const at = (column: Column): Cell => {
    const cell = cells[header.columns.get(column) ?? -1] ?? null;
    return isNothing(cell, column) ? null : cell;
  };

  const found: { index: number; problem: Problem }[] = [];
  const tellAt =
    (column?: Column): Tell =>
    (code, details) => {
      const index = column && header.columns.get(column);
      const place = {
        row: number,
        column: index === undefined ? (column ?? "") : header.label(index),
        value: index === undefined ? "" : show(cells[index]),
      };
      found.push({ index: index ?? -1, problem: problem(code, place, details) });
      return undefined;
    };

  /** Reads a cell that is neither empty nor an error. */
  const take = <Value>(
    column: Column,
    read: (cell: Readable, tell: Tell) => Value | undefined,
  ): Value | undefined => {
    const cell = at(column);
    if (isError(cell)) return broken(cell.error, tellAt(column));
    return isEmpty(cell) ? undefined : read(cell, tellAt(column));
  };
  const isMissing = (column: Column) => isEmpty(at(column));

  const wish = wanted[take("desired", wishOf) ?? "member"];
  const { desired } = wish;
  const join = take("join", joinOf) ?? (isMissing("account_id") ? "create" : "role");
  const isNew = desired === "member" && join === "create" && isMissing("account_id");

  const accountId = take("account_id", accountIdOf);
  const email = take("email", (cell, tell) => emailOf(cell, tell, isNew));
  const accountName = take("account_name", (cell, tell) => nameOf(cell, tell, isNew));
  const row: Row = {
    row: number,
    ...defined({
      accountId,
      accountName,
      email,
      project: take("project", textOf),
      customer: take("customer", textOf),
      ownerEmail: take("owner_email", (cell, tell) => emailOf(cell, tell, false)),
      slackChannel: take("slack_channel", channelOf),
    }),
    regions:
      take("regions", (cell, tell) => regionsOf(cell, tell, new Set(context.regions))) ?? "all",
    join,
    ...wish,
    ...defined({
      baseline: take("baseline", baselineOf),
      ou: take("ou", unitOf),
      tags: take("tags", tagsOf),
    }),
    extra: extraOf(cells, header),
  };

  if (isMissing("account_id")) {
    if (isMissing("email") && !(isNew && !isMissing("account_name")))
      tellAt()("MissingIdentity", {});
    else if (desired === "member" && join !== "create") tellAt("account_id")("IdMissing", { join });
    else if (isNew) {
      if (isMissing("email")) tellAt("email")("EmailMissing", {});
      if (isMissing("account_name")) tellAt("account_name")("NameMissing", {});
    }
  }
  if (accountId === context.hub) tellAt("account_id")("HubAccount", {});
  else if (accountId !== undefined && accountId === context.management && desired === "member")
    tellAt("account_id")("ManagementAccount", {});
  // As the eye goes along the row.
  problems.push(...found.toSorted((a, b) => a.index - b.index).map((one) => one.problem));
  return row;
}

/** A formula that nobody calculated is no error of the person who wrote it. */
const broken = (error: string, tell: Tell): undefined =>
  error.startsWith("=") ? tell("FormulaUnread", {}) : tell("ErrorCell", { error });

/** Only a new account's name must follow AWS's rules; an existing one is called as it is. */
function nameOf(cell: Readable, tell: Tell, isNew: boolean): string | undefined {
  if (!isNew) return textOf(cell, tell);
  const name = clean(cell);
  const narrow = normal(cell);
  const length = [...narrow].length;
  if (!/^[\x20-\x7e]*$/.test(narrow)) return tell("NameCharacters", {});
  if (length > 50 || !AccountName.safeParse(narrow).success) return tell("NameLength", { length });
  if (narrow === name) return textOf(cell, tell);
  tell("FullWidth", { read: narrow });
  return narrow;
}

/** Text as it is. Line breaks and wide spaces inside are meant, other stray ones are told. */
function textOf(cell: Readable, tell: Tell): string {
  const read = clean(cell);
  const points = [...read];
  if (points.length > MOST_TEXT) {
    tell("TextTooLong", { length: points.length, most: MOST_TEXT });
    return points.slice(0, MOST_TEXT).join("");
  }
  if (typeof cell === "string" && cell.replace(/\r\n?|[\p{Cc}\p{Zs}]/gu, " ") !== read)
    tell("StraySpaces", { read: show(read) });
  return read;
}

function extraOf(cells: readonly Cell[], header: Header): Record<string, string> {
  const entries = [...header.extra].flatMap(([index, name]) => {
    const cell = cells[index];
    return isEmpty(cell) || cell === undefined
      ? []
      : [[name, isError(cell) ? cell.error : clean(cell)] as const];
  });
  return Object.fromEntries(entries);
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

const defined = <T extends object>(fields: T): Defined<T> =>
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Defined<T>;
