// What an account's owner is asked to do, from the ledger's row and the settings.
import type { AccountId } from "@rollcall/core/account";
import type { Row } from "@rollcall/core/ledger";
import type { Locale } from "@rollcall/core/locale";
import type { Region } from "@rollcall/core/region";
import type { Order } from "@rollcall/core/self-service";
import type { Settings } from "../settings.ts";

/** The Regions in which the ledger wants an account to be a member: none when it is absent, or unknown. */
export function wantedRegions(row: Row | undefined, settings: Settings): Region[] {
  if (row?.desired !== "member") return [];
  const { regions } = row;
  return regions === "all"
    ? settings.regions
    : settings.regions.filter((one) => regions.includes(one));
}

/** AWS has three partitions, told apart by how their Regions are called. */
const partitionOf = (region: Region): Order["partition"] =>
  region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";

/** The order for an account's script; undefined when it is wanted in no Region. */
export function orderOf(
  accountId: AccountId,
  row: Row | undefined,
  settings: Settings,
  locale: Locale,
): Order | undefined {
  const regions = wantedRegions(row, settings);
  const [first] = regions;
  if (!first) return undefined;
  const { standards, config, guardDuty } = settings.selfService;
  return {
    account: accountId,
    hub: settings.hub.account,
    partition: partitionOf(first),
    regions,
    standards,
    defaultStandards: settings.defaultStandards,
    config,
    guardDuty,
    locale,
  };
}
