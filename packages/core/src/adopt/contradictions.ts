// Finds the contradictions of one account.
import type { Existing, Known } from "../adopt.ts";
import type { Row } from "../ledger/row.ts";
import type { State } from "../membership.ts";
import type { Region } from "../region.ts";
import type { Contradiction, ContradictionCode } from "./contradiction.ts";

/** What a state contradicts. Enabled is what a ledger says; Absent is told where the account is a member elsewhere. */
const codes: Record<State, ContradictionCode | undefined> = {
  Absent: undefined,
  Created: "Pending",
  Invited: "Pending",
  Enabled: undefined,
  Removed: "Removed",
  Resigned: "Resigned",
  Deleted: "Deleted",
  AccountSuspended: "Suspended",
  RegionDisabled: "RegionOff",
  Unknown: "UnknownStatus",
};

const isClosed = (standing: string | undefined): boolean =>
  standing !== undefined && standing !== "ACTIVE" && standing !== "PENDING_ACTIVATION";

/** Everything that contradicts `row`, which describes the account, or is undefined where none could. */
export function contradictionsOf(
  account: Known,
  row: Row | undefined,
  { hub, regions, organization }: Existing,
): Contradiction[] {
  const { accountId, accountName, standing, seen } = account;
  const found: Contradiction[] = [];
  const tell = (code: ContradictionCode, where: Region[] = [], detail?: string) =>
    found.push({
      accountId,
      ...(accountName && { accountName }),
      code,
      regions: where,
      ...(detail && { detail }),
    });

  if (seen.size === 0) {
    // A closed account that is no member is as it should be.
    if (!isClosed(standing)) tell("NotInHub");
    return found;
  }
  if (organization && standing === undefined) tell("NotInOrganization");
  const byCode = Map.groupBy(seen.values(), ({ state }) => codes[state]);
  const suspended = byCode.get("Suspended") ?? [];
  if (isClosed(standing)) tell("Suspended", [], standing);
  else if (suspended.length > 0)
    tell(
      "Suspended",
      suspended.map((one) => one.region),
    );
  for (const [code, some] of byCode)
    if (code && code !== "Suspended")
      tell(
        code,
        some.map((one) => one.region),
        some.find((one) => one.reported)?.reported,
      );

  const others = Map.groupBy(seen.values(), (one) => one.administrator ?? hub);
  for (const [administrator, some] of others)
    if (administrator !== hub)
      tell(
        "OtherAdministrator",
        some.map((one) => one.region),
        administrator,
      );

  const missing = regions
    .filter(({ region, hubEnabled }) => hubEnabled && !seen.has(region))
    .map(({ region }) => region);
  if (missing.length > 0) tell("SomeRegions", missing);
  if (!row) tell("NotWritten");
  return found;
}
