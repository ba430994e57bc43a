// What `setup-check` comes to: one document for programs, one page for people.
import type { OwnerCheck } from "@rollcall/aws/acts/check-setup";
import type { Locale } from "@rollcall/core/locale";
import { grouped, next } from "@rollcall/core/run";
import type { Colours } from "../colours.ts";
import { oneLine } from "../layout.ts";
import { table } from "./columns.ts";
import { shortRegion } from "./marks.ts";
import { moment } from "./moment.ts";
import { setupWords } from "./setup-words.ts";
import { type Place, watchWords } from "./words.ts";

/** Owners with something to do, and when the last check was held. */
export interface FoundSetup {
  last: string | undefined;
  owners: OwnerCheck[];
}

/** The document of `setup-check --json`; its shape is a public interface, versioned. */
export const setupDocument = (place: Place, { last, owners }: FoundSetup) => ({
  schemaVersion: 1,
  ...place,
  complete: owners.length === 0,
  lastCheck: last ?? null,
  owners: owners.map(({ before, now }) => ({
    owner: now.watch.owner || null,
    channel: now.watch.channel || null,
    reminded: before?.reminded ?? null,
    due: now.reminded,
    next: now.next ?? null,
    accounts: now.accounts.map(({ account, accountName, since, regions }) => ({
      account,
      ...(accountName && { accountName }),
      since,
      regions: regions.map(({ region, state, code, detail }) => ({
        region,
        state,
        code,
        ...next({ account, region, reason: code, detail }),
      })),
    })),
  })),
});

/** The page that a person reads. */
export function setupPage(
  place: Place,
  { last, owners }: FoundSetup,
  locale: Locale,
  colours: Colours,
): string {
  const words = setupWords(locale);
  const accounts = owners.reduce((sum, one) => sum + one.now.accounts.length, 0);
  const verdict =
    accounts === 0
      ? `${colours.green("✔")} ${words.complete}`
      : `${colours.yellow("!")} ${words.summary(accounts, owners.length)}`;
  const lines = [
    colours.bold(watchWords(locale).heading(place)),
    `${verdict} (${last ? words.last(moment(last)) : words.never})`,
    ...owners.flatMap((one) => ["", ...linesOf(one, locale, colours)]),
  ];
  return `${lines.join("\n")}\n`;
}

/** An owner, their accounts, and each kind of step with its command. */
function linesOf({ before, now }: OwnerCheck, locale: Locale, colours: Colours): string[] {
  const words = setupWords(locale);
  const { watch, accounts } = now;
  const told = [
    before?.reminded ? words.reminded(before.reminded) : words.notYet,
    ...(now.reminded ? [words.due] : now.next ? [words.next(now.next)] : []),
  ];
  const steps = accounts.flatMap(({ account, regions }) =>
    regions.map(({ region, code, detail }) => ({ account, region, code, detail })),
  );
  return [
    `${colours.bold(oneLine(words.owner(watch.owner, watch.channel)))}  ${colours.dim(told.join(words.comma))}`,
    ...table(
      accounts.flatMap(({ account, accountName, since, regions }) =>
        [...Map.groupBy(regions, ({ code }) => code)].map(([code, some]) => [
          { text: `  ${account}` },
          { text: oneLine(accountName ?? "") },
          { text: code, paint: colours.yellow },
          { text: since },
          { text: some.map(({ region }) => shortRegion(region)).join(" ") },
        ]),
      ),
      60,
    ),
    ...grouped(steps).map((step) => colours.dim(`  → ${step.code}: ${oneLine(step.next[locale])}`)),
  ];
}
