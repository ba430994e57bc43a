// What cannot be true of an estate although every field is well formed.
import type { Estate, EstateProblem } from "../estate.ts";

/** Every contradiction between fields, with the path of the field to change. */
export function contradictions(estate: Estate): EstateProblem[] {
  const problems: EstateProblem[] = [];
  const tell = (path: string, problem: string) => problems.push({ path, problem });
  const { hub, management, accounts } = estate;

  repeated(hub.regions, "hub.regions", tell);
  if (hub.delegatedAdministrator && !management)
    tell("hub.delegatedAdministrator", "needs an organization: name its management account");

  const ids = new Map<string, number>();
  const emails = new Map<string, number>();
  const administered = memberRegions(estate);
  for (const [at, account] of accounts.entries()) {
    const path = `accounts[${at}]`;
    const twin = ids.get(account.id);
    if (twin !== undefined) tell(`${path}.id`, `${account.id} is accounts[${twin}] already`);
    else ids.set(account.id, at);
    if (account.id === hub.account)
      tell(`${path}.id`, "the hub account is not one of the accounts");
    if (account.id === management?.account && !account.organization)
      tell(`${path}.organization`, "the management account is in its own organization");

    const email = account.email.toLowerCase();
    const other = emails.get(email);
    if (other !== undefined)
      tell(`${path}.email`, `${account.email} belongs to accounts[${other}] already`);
    else emails.set(email, at);

    repeated(account.regions, `${path}.regions`, tell);
    repeated(account.hubEnabled, `${path}.hubEnabled`, tell);
    outside(
      account.hubEnabled,
      account.regions,
      `${path}.hubEnabled`,
      "is off in the account",
      tell,
    );

    const { administrator } = account;
    if (!administrator) continue;
    const named = `${path}.administrator`;
    repeated(administrator.regions, `${named}.regions`, tell);
    const off = "is off in the account";
    outside(administrator.regions, account.regions, `${named}.regions`, off, tell);
    if (administrator.account === account.id)
      tell(`${named}.account`, "an account cannot administer itself");
    if (administrator.account === hub.account)
      outside(administrator.regions, hub.regions, `${named}.regions`, "is off in the hub", tell);
    const both = administered.get(administrator.account);
    const clash = administrator.regions.find((region) => both?.has(region));
    if (clash) tell(`${named}.account`, `${administrator.account} is itself a member in ${clash}`);
  }
  return problems;
}

/** Where each account is a member: an administrator cannot be one in the same Region. */
function memberRegions({ accounts }: Estate): Map<string, Set<string>> {
  return new Map(accounts.map(({ id, administrator }) => [id, new Set(administrator?.regions)]));
}

type Tell = (path: string, problem: string) => void;

function repeated(regions: string[], path: string, tell: Tell): void {
  for (const [at, region] of regions.entries())
    if (regions.indexOf(region) !== at) tell(`${path}[${at}]`, `${region} is named twice`);
}

function outside(
  regions: string[],
  allowed: string[],
  path: string,
  why: string,
  tell: Tell,
): void {
  for (const [at, region] of regions.entries())
    if (!allowed.includes(region)) tell(`${path}[${at}]`, `${region} ${why}`);
}
