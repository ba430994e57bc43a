// How one row of a ledger stands after its run: in words, and Region by Region.
import type { Row } from "../ledger/row.ts";
import type { Locale } from "../locale.ts";
import { States } from "../membership/states.ts";
import type { State } from "../membership.ts";
import { lossWords } from "../message/loss-words.ts";
import { grouped } from "../run/groups.ts";
import type { Reason } from "../run/outcome.ts";
import { isBeside } from "../run/outcome.ts";
import type { Attention } from "../run/summary.ts";
import { accountsOf, type Ended, type Said } from "./ended.ts";
import type { Painted } from "./sheet.ts";
import type { WorkbookWords } from "./words.ts";

/** What time brings by itself, or a person who knows already: nothing is wrong. */
const waits: ReadonlySet<Reason> = new Set<Reason>([
  "NotConfirmed",
  "CreationRunning",
  "WaitsForOwner",
]);

/** States of which nothing is left in the hub. */
const isOut = (state: State): boolean =>
  state === "Absent" || state === "Deleted" || state === "Removed";

/** For each row, what is said of it. */
export function standingOf(
  ended: Ended,
  words: WorkbookWords,
  locale: Locale,
): (row: Row) => Said & { result: Painted } {
  const memberships = States.of(ended.memberships);
  const attention = Map.groupBy(ended.attention, (one) => one.account);
  const accountOf = accountsOf(ended);
  const states = lossWords(locale).state;

  return (row) => {
    const accountId = accountOf(row);
    const own = [accountId, row.email].flatMap((name) => (name && attention.get(name)) || []);
    const isWanted = (region: string) =>
      row.desired === "member" && (row.regions === "all" || row.regions.includes(region));
    const counts = { wanted: 0, enabled: 0, left: 0 };
    const regions = ended.regions.map(({ region, unread }): Painted | null => {
      const known = accountId === undefined ? undefined : memberships.at(accountId, region);
      const state = known?.state ?? "Absent";
      const wanted = isWanted(region);
      // What is said of the account as a whole stands beside its memberships, and so does its baseline.
      const told = own.filter((one) => one.region === region && !isBeside({ reason: one.code }));
      if (wanted) counts.wanted += 1;
      if (unread) return wanted || !isOut(state) ? { value: words.unread, tone: "quiet" } : null;
      if (!wanted && isOut(state)) return null;
      if (!wanted) counts.left += 1;
      const isFine = wanted && state === "Enabled" && told.length === 0;
      if (isFine) counts.enabled += 1;
      return { value: states[state], tone: isFine ? "good" : toneOf(told) };
    });
    const value = [
      row.desired === "member"
        ? words.enabled(counts.enabled, counts.wanted)
        : counts.left > 0
          ? words.stillIn(counts.left)
          : words.gone,
      ...(accountId && !row.accountId ? [words.created(accountId)] : []),
    ].join(", ");
    const isGood = counts.enabled === counts.wanted && counts.left === 0 && own.length === 0;
    return {
      result: { value, tone: isGood ? "good" : toneOf(own) },
      ...advice(own, words, locale),
      regions,
    };
  };
}

const toneOf = (told: readonly Attention[]): Painted["tone"] =>
  told.every(({ code }) => waits.has(code)) ? "waiting" : "bad";

/** One line for each reason; Regions stand before it where they are not all meant. */
function advice(own: readonly Attention[], words: WorkbookWords, locale: Locale) {
  const lines = grouped(own).map((group) => {
    const regions = own.flatMap(({ code, region }) =>
      code === group.code && region !== "all" ? [region] : [],
    );
    // A single Region is named by the sentence itself.
    const where = regions.length > 1 ? words.inRegions(regions) : "";
    return { problem: where + group.reason[locale], next: group.next[locale] };
  });
  return { problem: lines.map((one) => one.problem), next: lines.map((one) => one.next) };
}
