// What `status` comes to: one document for programs, one page for people.
import type { Locale } from "@rollcall/core/locale";
import { State } from "@rollcall/core/membership";
import {
  type AccountStanding,
  isMissing,
  isUnasked,
  type Standings,
} from "@rollcall/core/standing";
import type { Colours } from "../colours.ts";
import { tombstoneWords } from "../decide/tombstone-words.ts";
import { cut, oneLine, padded, widest } from "../layout.ts";
import { type Cell, table } from "./columns.ts";
import { letterOf, markOf, paintOf, shortRegion, UNASKED } from "./marks.ts";
import { moment } from "./moment.ts";
import { type Place, type WatchWords, watchWords } from "./words.ts";

/** What is shown besides what is not Enabled. */
export interface Shown {
  /** Everything. */
  all: boolean;
  restorable?: Restorable[];
}

/** An account that was taken out and can be brought back. */
export interface Restorable {
  accountId: string;
  regions: string[];
  until: string;
}

const concerns = (all: boolean) => (one: Parameters<typeof isMissing>[0]) => all || isMissing(one);

/** The document of `status --json`; its shape is a public interface, versioned. */
export function statusDocument(place: Place, found: Standings, { all }: Shown) {
  const { wanted, counts, unasked, regions } = found;
  return {
    schemaVersion: 1,
    ...place,
    settled: (counts.Enabled ?? 0) === wanted,
    wanted,
    counts,
    unasked,
    regions,
    accounts: found.accounts
      .map(({ standings, ...account }) => ({
        ...account,
        memberships: standings.filter(concerns(all)),
      }))
      .filter(({ memberships }) => all || memberships.length > 0),
  };
}

/** The page that a person reads. */
export function statusPage(
  place: Place,
  found: Standings,
  { all, restorable = [] }: Shown,
  locale: Locale,
  colours: Colours,
): string {
  const words = watchWords(locale);
  const enabled = found.counts.Enabled ?? 0;
  const settled = enabled === found.wanted;
  const mark = settled ? colours.green("✔") : colours.yellow("!");
  const accounts = found.accounts.filter((one) => all || one.standings.some(isMissing));
  const verdict =
    found.wanted === 0
      ? words.empty
      : settled
        ? words.allEnabled
        : words.enabled(enabled, found.wanted);
  const first = found.accounts.find((one) => one.standings.some(isMissing));
  const parts = [
    [colours.bold(words.heading(place)), `${mark} ${verdict}`],
    matrix(accounts, found, colours),
    legend(accounts, words),
    byRegion(found, words),
    [
      ...notes(found, words).map((note) => `${colours.yellow("!")} ${note}`),
      ...(restorable[0]
        ? [tombstoneWords(locale).restorable(restorable.length, restorable[0].accountId)]
        : []),
      ...(first ? [colours.dim(`→ ${words.hint(first.accountId)}`)] : []),
    ],
  ];
  return `${parts
    .filter((part) => part.length > 0)
    .map((part) => part.join("\n"))
    .join("\n\n")}\n`;
}

/** Accounts down, Regions across, their short names written from top to bottom. */
function matrix(accounts: AccountStanding[], { regions }: Standings, colours: Colours): string[] {
  if (accounts.length === 0) return [];
  const named = accounts.map((one) => ({ ...one, name: cut(oneLine(one.accountName ?? ""), 30) }));
  const columns = widest(named.map(({ name }) => name));
  const margin = " ".repeat(12 + 2 + columns + 2);
  const codes = regions.map(({ region }) => shortRegion(region));
  const tall = Math.max(...codes.map((code) => code.length));
  const header = Array.from({ length: tall }, (_, line) =>
    (margin + codes.map((code) => code.padStart(tall)[line]).join(" ")).trimEnd(),
  );
  const lines = named.map(({ accountId, name, standings }) => {
    const marks = regions.map(({ region }) => {
      const standing = standings.find((one) => one.region === region);
      const text = markOf(standing);
      return paintOf(standing, colours)?.(text) ?? text;
    });
    return `${accountId}  ${padded(name, columns)}  ${marks.join(" ")}`.trimEnd();
  });
  return [...header.map(colours.dim), ...lines];
}

/** The marks that stand in the matrix, and what they mean. */
function legend(accounts: AccountStanding[], words: WatchWords): string[] {
  const seen = accounts.flatMap((one) => one.standings);
  const wanted = new Set(seen.filter((one) => one.wanted).map((one) => one.state));
  const others = seen.filter((one) => !one.wanted && !isUnasked(one) && one.state !== "Absent");
  for (const { state } of others) wanted.add(state);
  return [
    ...State.options
      .filter((state) => wanted.has(state))
      .map((state) => `${letterOf(state)} ${words.state[state]}`),
    ...(seen.some(isUnasked) ? [`${UNASKED} ${words.unaskedMark}`] : []),
    ...(others.length > 0 ? [words.small] : []),
  ].map((line) => `  ${line}`);
}

/** Counts per Region and state, and when each was looked at. */
function byRegion({ regions, wanted, counts }: Standings, words: WatchWords): string[] {
  const states = State.options.filter((state) => counts[state]);
  const numbers = (of: { wanted: number; counts: Standings["counts"] }): Cell[] =>
    [of.wanted, ...states.map((state) => of.counts[state] ?? 0)].map((number) => ({
      text: String(number),
      right: true,
    }));
  const { columns } = words;
  return table([
    [
      { text: columns.region },
      ...[columns.wanted, ...states].map((text) => ({ text, right: true })),
      { text: columns.look },
    ],
    ...regions.map((one) => [
      { text: one.region },
      ...numbers(one),
      {
        text: [one.at && moment(one.at), one.read !== "read" && words.read[one.read]]
          .filter(Boolean)
          .join(" "),
      },
    ]),
    [{ text: columns.all }, ...numbers({ wanted, counts })],
  ]);
}

/** A Region that could not be read never looks like one where nothing has changed. */
function notes({ regions, unasked }: Standings, words: WatchWords): string[] {
  return [
    ...regions
      .filter(({ read }) => read === "unread")
      .map(({ region, at, reason }) =>
        words.unread(region, moment(at ?? ""), oneLine(reason ?? "")),
      ),
    ...regions
      .filter(({ read }) => read === "off")
      .map(({ region, at }) => words.off(region, moment(at ?? ""))),
    ...(unasked > 0 ? [words.unasked(unasked)] : []),
  ];
}
