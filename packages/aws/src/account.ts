// Account Management: which Regions an account has switched on.
import { AccountClient, paginateListRegions } from "@aws-sdk/client-account";
import { isKnown, type Region } from "@rollcall/core/region";
import { clientOf } from "./clients.ts";
import { translate } from "./errors.ts";

/**
 * The Regions that the calling account has on. Asked with the member's own credentials, because the limit
 * of 5 calls per second counts per account (assumed: the caller's). The endpoint is in us-east-1.
 */
export async function enabledRegions(): Promise<Set<Region>> {
  const pages = paginateListRegions(
    { client: clientOf(AccountClient, "account", "us-east-1"), pageSize: 50 },
    { RegionOptStatusContains: ["ENABLED", "ENABLED_BY_DEFAULT"] },
  );
  const found = new Set<Region>();
  try {
    for await (const page of pages)
      for (const one of page.Regions ?? [])
        if (one.RegionName && isKnown(one.RegionName)) found.add(one.RegionName);
  } catch (error) {
    translate(error);
  }
  return found;
}
