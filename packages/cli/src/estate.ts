// What exists in the sandbox's AWS: an estate file, the sample's, or one that fits the ledger.
import fs from "node:fs";
import { cellsOf } from "@rollcall/aws/workbook";
import { parse, type Row } from "@rollcall/core/ledger";
import { defaults } from "@rollcall/core/region";
import { type Estate, organizationId, parseEstate } from "@rollcall/sandbox";
import { CommandError, exit } from "./exit.ts";

export { sampleEstate, sampleLedger } from "./samples.ts";

/** The role that rollcall enters members with, where an estate names none. */
const memberRole = { name: "rollcall-member", externalId: "rollcall-sandbox" };
const managementRole = { name: "rollcall-management", externalId: "rollcall-sandbox" };

/** Reads an estate file. Throws CommandError listing every problem with its path. */
export function readEstate(file: string): Estate {
  const result = parseEstate(readText(file));
  if ("estate" in result) return complete(result.estate);
  const problems = result.problems
    .map(({ path, problem }) => `  ${path ? `${path}: ` : ""}${problem}`)
    .join("\n");
  throw new CommandError(`${file} is not an estate:\n${problems}`, exit.usage);
}

function readText(file: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === "ENOENT" ? "there is no such file" : message;
    throw new CommandError(`cannot read the estate ${file}: ${reason}`, exit.usage);
  }
}

/** A management account whose role is not spoken of has the one that the settings name. */
const complete = (estate: Estate): Estate =>
  estate.management && estate.management.role === undefined
    ? { ...estate, management: { ...estate.management, role: managementRole } }
    : estate;

/**
 * An estate for a ledger that comes without one: every account that it names by id exists, is active and has
 * the member role. Hub and management account get ids that the ledger does not use.
 */
export async function estateFor(ledger: Buffer, name: string): Promise<Estate> {
  const { cells } = await cellsOf(ledger, name);
  const rows = parse(cells, { hub: "", regions: [...defaults] }).rows;
  const ids = new Set(rows.flatMap((row) => row.accountId ?? []));
  const unused = (wanted: string[]) => wanted.find((id) => !ids.has(id))!;
  return {
    hub: {
      account: unused(["111111111111", "111111111110", "111111111119"]),
      delegatedAdministrator: false,
      regions: [...defaults],
    },
    management: {
      account: unused(["222222222222", "222222222220", "222222222229"]),
      role: managementRole,
    },
    accounts: [...new Map(rows.map((row) => [row.accountId, row])).values()].flatMap(accountOf),
  };
}

const accountOf = (row: Row): Estate["accounts"] =>
  row.accountId
    ? [
        {
          id: row.accountId,
          name: (row.accountName ?? `account ${row.accountId}`).slice(0, 50),
          email: `aws+${row.accountId}@example.com`,
          organization: true,
          status: "ACTIVE",
          regions: [...defaults],
          role: memberRole,
          hubEnabled: [],
          administrator: null,
        },
      ]
    : [];

/** The settings under which rollcall is synthesized so that it fits the estate. */
export function settingsFor(estate: Estate, locale: "en" | "ja") {
  const { hub, management, accounts } = estate;
  const home = "us-east-1";
  const role = mostCommon(accounts.flatMap((one) => one.role ?? [])) ?? memberRole;
  return {
    homeRegion: hub.regions.includes(home) ? home : hub.regions[0]!,
    hub: { account: hub.account },
    management: management
      ? { account: management.account, role: { ...managementRole, ...named(management.role) } }
      : null,
    memberRole: { ...memberRole, ...named(role) },
    regions: hub.regions,
    trail: management
      ? { organizationId: organizationId(management.account) }
      : accounts.length > 0 && accounts.length <= 300
        ? { accounts: accounts.map((one) => one.id) }
        : null,
    slack: { locale },
  };
}

/** What settings say of a role; what it may do is told where it is deployed. */
const named = (role: Estate["hub"]["role"]) =>
  role && { name: role.name, ...(role.externalId && { externalId: role.externalId }) };

/** Most accounts share one role; those with another refuse rollcall, as they would on AWS. */
function mostCommon<Role extends { name: string; externalId?: string | undefined }>(
  roles: Role[],
): Role | undefined {
  const counts = new Map<string, { role: Role; count: number }>();
  for (const role of roles) {
    const key = JSON.stringify([role.name, role.externalId]);
    counts.set(key, { role, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count)[0]?.role;
}
