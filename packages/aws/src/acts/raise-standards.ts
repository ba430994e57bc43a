// Standards in one Region of a member: only those that are not on are switched on, under the ARNs that the Region has.
import { nameOfStandard, type Standing } from "@rollcall/core/baseline";
import type { Region } from "@rollcall/core/region";
import * as Standards from "../standards.ts";

type Found = Omit<Standing, "wanted">;

/** Switches the standards on, and looks again until AWS has. Throws what concerns permissions and pace. */
export async function raiseStandards(region: Region, wanted: readonly string[]): Promise<Found> {
  const names = [...new Set(wanted.map(nameOfStandard))];
  const before = byName(await Standards.enabledStandards(region));
  // One that is being switched off can be switched on once it is gone.
  const missing = names.filter((name) => !before.has(name));
  if (missing.length === 0) return standingOf(names, before);
  const offered = new Map(
    (await Standards.offeredStandards(region)).map((arn) => [nameOfStandard(arn), arn]),
  );
  const arns = missing.flatMap((name) => offered.get(name) ?? []);
  await Standards.enableStandards(region, arns);
  const unknown = missing.filter((name) => !offered.has(name));
  if (unknown.length > 0)
    return {
      state: "failed",
      reason: "StandardsFailed",
      detail: `not offered: ${unknown.join(", ")}`,
    };
  return standingOf(names, byName(await Standards.enabledStandards(region)));
}

const byName = (all: Standards.Subscription[]): Map<string, Standards.Subscription> =>
  new Map(all.map((one) => [nameOfStandard(one.arn), one]));

/** `INCOMPLETE` could not be switched on completely, `FAILED` could not be switched off (API reference). */
function standingOf(names: string[], found: Map<string, Standards.Subscription>): Found {
  const all = names.map((name) => ({
    name,
    status: "ABSENT",
    reason: undefined,
    ...found.get(name),
  }));
  const wrong = all.filter(({ status }) => status === "INCOMPLETE" || status === "FAILED");
  if (wrong.length > 0)
    return {
      state: "failed",
      reason: "StandardsFailed",
      detail: wrong
        .map(({ name, status, reason }) => [name, status, reason].filter(Boolean).join(" "))
        .join(", "),
    };
  return { state: all.every(({ status }) => status === "READY") ? "ready" : "pending" };
}
