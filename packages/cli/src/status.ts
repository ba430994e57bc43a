// `rollcall status`: where every account stands in every Region, from the table of a stage.
import { isMissing, type Standings, standings } from "@rollcall/core/standing";
import { isRestorable, type Tombstone } from "@rollcall/core/tombstone";
import { coloursOf } from "./colours.ts";
import { CommandError, exit } from "./exit.ts";
import { openStage, type StageOptions } from "./stage.ts";
import { type Restorable, statusDocument, statusPage } from "./watch/status-page.ts";
import { watchWords } from "./watch/words.ts";

export interface StatusOptions extends StageOptions {
  /** Only these accounts. */
  account?: string[] | undefined;
  /** Only these Regions. */
  region?: string[] | undefined;
  all?: boolean | undefined;
  json?: boolean | undefined;
  /** End with `exit.drift` when something wanted is not Enabled. */
  exitCode?: boolean | undefined;
}

/** Runs the command; resolves to the exit code. */
export async function status(options: StatusOptions): Promise<number> {
  const { json, lang, exitCode } = options;
  const { deployed, ...place } = await openStage(options);
  const found = await look(deployed.settings.regions, options);
  // Who names accounts wants to see them, also when all is well.
  const { allTombstones } = await import("@rollcall/aws/table/tombstones");
  const now = new Date().toISOString();
  const restorable = restorableIn(found, await allTombstones(), now);
  const shown = { all: options.all === true || options.account !== undefined };
  process.stdout.write(
    json
      ? `${JSON.stringify({ ...statusDocument(place, found, shown), restorable }, null, 2)}\n`
      : statusPage(place, found, { ...shown, restorable }, lang, coloursOf(process.stdout)),
  );
  const drifted = found.accounts.some((one) => one.standings.some(isMissing));
  return exitCode && drifted ? exit.drift : exit.ok;
}

/** Accounts that were taken out, and can be brought back: with the Regions and until when. */
function restorableIn(found: Standings, tombstones: Tombstone[], at: string): Restorable[] {
  const seen = new Map(
    found.accounts.map((one) => [
      one.accountId,
      new Map(one.standings.map((s) => [s.region, s.state])),
    ]),
  );
  const regions = new Set<string>(found.regions.map((one) => one.region));
  const open = tombstones.filter(
    (one) =>
      seen.has(one.accountId) &&
      regions.has(one.region) &&
      isRestorable(one, seen.get(one.accountId)?.get(one.region), at),
  );
  return [...Map.groupBy(open, (one) => one.accountId)].map(([accountId, some]) => ({
    accountId,
    regions: some.map((one) => one.region),
    until: some.map((one) => one.until).sort()[0]!,
  }));
}

async function look(hubRegions: string[], options: StatusOptions): Promise<Standings> {
  const { accountsAt, allAccounts } = await import("@rollcall/aws/table/accounts");
  const { membershipsAt, membershipsIn } = await import("@rollcall/aws/table/memberships");
  const { looksAt } = await import("@rollcall/aws/table/regions");
  const words = watchWords(options.lang);
  const unknown = options.region?.find((one) => !hubRegions.includes(one));
  if (unknown) throw new CommandError(words.unknownRegion(unknown, hubRegions), exit.usage);
  const regions = hubRegions.filter((one) => options.region?.includes(one) ?? true);
  const asked = options.account;
  const [rows, looks, memberships] = await Promise.all([
    asked ? accountsAt(asked) : allAccounts(),
    looksAt(regions),
    asked
      ? membershipsAt(
          asked.flatMap((accountId) => regions.map((region) => ({ accountId, region }))),
        )
      : Promise.all(regions.map((region) => membershipsIn(region))).then((found) => found.flat()),
  ]);
  const found = standings({ rows, memberships, looks, regions, hubRegions });
  const stranger = asked?.find((id) => !found.accounts.some((one) => one.accountId === id));
  if (stranger) throw new CommandError(words.unknownAccount(stranger));
  return found;
}
