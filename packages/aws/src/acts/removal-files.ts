// Approved removals lie in the ledger bucket, a file for each Region. What stands there may be taken away, and nothing
// else: this is the seam between what a person approved and what the workflow `offboard` does.
import type { AccountId } from "@rollcall/core/account";
import type { Way } from "@rollcall/core/membership";
import type { Removal } from "@rollcall/core/plan";
import type { Region } from "@rollcall/core/region";
import { readRunFile, writeRunFile } from "../s3.ts";

/** One account that may be taken out of a Region. */
export interface Leaver {
  accountId: AccountId;
  way: Way;
  /** What runs in it is switched off once it is out. */
  memberSide?: true | undefined;
}

const nameOf = (region: Region) => `removals/${region}.json`;

/** Stores approved removals, and returns the Regions in which there are any. */
export async function writeRemovals(run: string, removals: readonly Removal[]): Promise<Region[]> {
  const regions = Map.groupBy(removals, (one) => one.region);
  await Promise.all(
    [...regions].map(([region, some]) =>
      writeRunFile(
        run,
        nameOf(region),
        some.map(
          ({ accountId, way, memberSide }): Leaver => ({
            accountId,
            way,
            ...(memberSide && { memberSide }),
          }),
        ),
      ),
    ),
  );
  return [...regions.keys()];
}

/** The approved removals of a Region. */
export const leaversIn = async (run: string, region: Region): Promise<Leaver[]> =>
  (await readRunFile<Leaver[]>(run, nameOf(region))) ?? [];
