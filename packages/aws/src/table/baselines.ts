// How the baseline of each account stands in each Region: a row beside the membership's, written with its event.
import { Baseline, Changed, isSame, Part, type Standings } from "@rollcall/core/baseline";
import { ConflictError } from "@rollcall/core/error";
import { create } from "@rollcall/core/event";
import type { Key } from "@rollcall/core/membership";
import { getMany, isStill } from "../dynamodb.ts";
import { writeWithEvent } from "./events.ts";

const keyOf = ({ accountId, region }: Key) => ({
  pk: `ACCOUNT#${accountId}`,
  sk: `BASELINE#${region}`,
});

/** How often a conflict is looked at again: hub and member sides of one account do not work at once. */
const LOOKS = 5;

/** The recorded baselines of these pairs, read consistently. What was never raised is left out. */
export async function baselinesAt(keys: Key[]): Promise<Baseline[]> {
  const unique = new Map(keys.map((key) => [`${key.accountId}/${key.region}`, keyOf(key)]));
  return (await getMany([...unique.values()])).map((item) => Baseline.parse(item));
}

/**
 * Records that nothing that rollcall raised can be counted on any more: it is looked at again as soon as it is wanted.
 * What the account had for itself stays as it is recorded.
 */
export async function forgetBaseline(key: Key, run: string): Promise<void> {
  const [before] = await baselinesAt([key]);
  const gone = Part.options.filter((part) => (before?.parts[part]?.state ?? "kept") !== "kept");
  const standing = { state: "pending" as const, wanted: "" };
  await writeStandings(key, Object.fromEntries(gone.map((part) => [part, standing])), run);
}

/** Records how parts stand; nothing is written where all of them stand so already. Throws ConflictError. */
export async function writeStandings(key: Key, seen: Standings, run: string): Promise<void> {
  for (let look = 1; ; look++) {
    const [before] = await baselinesAt([key]);
    const changed = Part.options.filter(
      (part) => seen[part] && !isSame(before?.parts[part], seen[part]),
    );
    if (changed.length === 0) return;
    const parts = Object.fromEntries(changed.map((part) => [part, seen[part]]));
    const version = (before?.version ?? 0) + 1;
    const at = new Date().toISOString();
    const { accountId, region } = key;
    const row: Baseline = {
      ...{ accountId, region, at, run, version },
      parts: { ...before?.parts, ...parts },
    };
    const id = `${accountId}/${region}/baseline/${version}`;
    try {
      return await writeWithEvent(
        {
          item: { ...keyOf(key), kind: "baseline", ...row },
          condition: isStill(before?.version),
        },
        `baseline/${accountId}`,
        create(Changed, { id, at, run }, { accountId, region, parts }),
      );
    } catch (error) {
      if (!(error instanceof ConflictError) || look === LOOKS) throw error;
    }
  }
}
