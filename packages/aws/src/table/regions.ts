// What the last look at each Region found: read or not, and how the hub is set up there.
import type { HubRegion } from "@rollcall/core/plan";
import { put } from "../dynamodb.ts";

/** Writes down the last look at a Region. `at` is an ISO time. */
export const writeRegion = (look: HubRegion & { at: string; run: string }): Promise<void> =>
  put({ pk: `REGION#${look.region}`, sk: "REGION", kind: "region", ...look });
