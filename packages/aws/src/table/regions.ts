// What the last look at each Region found: read or not, and how the hub is set up there.
import type { HubRegion } from "@rollcall/core/plan";
import type { Region } from "@rollcall/core/region";
import { getMany, put } from "../dynamodb.ts";

/** A look at a Region. `at` is an ISO time. */
export interface RegionLook extends HubRegion {
  at: string;
  run: string;
}

/** Writes down the last look at a Region. */
export const writeRegion = (look: RegionLook): Promise<void> =>
  put({ pk: `REGION#${look.region}`, sk: "REGION", kind: "region", ...look });

/** The last look at each of these Regions; those that nobody has looked at are left out. */
export const looksAt = (regions: readonly Region[]): Promise<RegionLook[]> =>
  getMany(regions.map((region) => ({ pk: `REGION#${region}`, sk: "REGION" })));
