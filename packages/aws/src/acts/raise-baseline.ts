// The baseline of one account: it is entered once, and its Regions are raised side by side. Only members that are
// Enabled are raised; whatever becomes of a part, the membership stays as it is.
import type { AccountId } from "@rollcall/core/account";
import {
  missing,
  type Part,
  type Standing,
  type Standings,
  wantedText,
} from "@rollcall/core/baseline";
import type { Region } from "@rollcall/core/region";
import { actingAs } from "../clients.ts";
import { isDenied, nameOf, textOf } from "../errors.ts";
import { createConfigRole } from "../iam.ts";
import { settings } from "../settings.ts";
import { assumeRole } from "../sts.ts";
import { baselinesAt, writeStandings } from "../table/baselines.ts";
import { membershipsAt } from "../table/memberships.ts";
import { raiseConfig } from "./raise-config.ts";
import { raiseGuardDuty } from "./raise-guard-duty.ts";
import { raiseStandards } from "./raise-standards.ts";

/** How often a role may refuse us: by then one that was just made has spread (assumed: within a minute). */
const ROLE_ATTEMPTS = 3;

type Found = Omit<Standing, "wanted">;

/** One account of a wave, with the parts that each Region lacks. */
export interface Asked {
  run: string;
  accountId: AccountId;
  baseline: { region: Region; parts: Part[] }[];
  attempt: number;
}

/** What is to be raised in a Region, and how all of it stood before. */
interface Work {
  region: Region;
  parts: Part[];
  before: Standings;
}

/** Raises what is lacking. `pending`: AWS is at it, look again. Throws only what concerns the table. */
export async function raiseBaseline(asked: Asked): Promise<"settled" | "pending" | "failed"> {
  const work = await workOf(asked);
  if (work.length === 0) return "settled";
  const found = await enter(asked, work);
  await Promise.all(
    found.map(({ region, parts }) =>
      writeStandings({ accountId: asked.accountId, region }, parts, asked.run),
    ),
  );
  const all = found.flatMap(({ parts }) => Object.values(parts));
  const isOpen = all.some(({ state }) => state === "pending");
  if (isOpen && asked.attempt < settings().pace.joinAttempts) return "pending";
  return isOpen || all.some(({ state }) => state === "failed") ? "failed" : "settled";
}

async function workOf({ accountId, baseline, attempt }: Asked): Promise<Work[]> {
  const keys = baseline.map(({ region }) => ({ accountId, region }));
  const [memberships, recorded] = await Promise.all([membershipsAt(keys), baselinesAt(keys)]);
  const members = new Set(
    memberships.filter(({ state }) => state === "Enabled").map(({ region }) => region),
  );
  const before = new Map(recorded.map((one) => [one.region, one.parts]));
  return baseline
    .filter(({ region }) => members.has(region))
    .map(({ region, parts }) => {
      const seen = before.get(region) ?? {};
      const lacking = missing(parts, seen, wantedText(settings().baseline, region));
      // The hub's side comes first in every run: what it says is why nothing waits to be accepted here.
      const isEnlisted = seen.guardDuty?.state === "pending";
      return {
        region,
        before: seen,
        parts: lacking.filter(
          (part) =>
            (part !== "guardDuty" || isEnlisted) &&
            // What has ended is not tried again by the same run.
            (attempt === 1 || (seen[part]?.state ?? "pending") === "pending"),
        ),
      };
    })
    .filter(({ parts }) => parts.length > 0);
}

async function enter(
  { run, accountId, attempt }: Asked,
  work: Work[],
): Promise<{ region: Region; parts: Standings }[]> {
  try {
    const credentials = await assumeRole(
      { account: accountId, ...settings().memberRole },
      `rollcall-${run}`,
    );
    return await actingAs(credentials, () => {
      let made: Promise<void> | undefined;
      const linkedRole = () => {
        made ??= createConfigRole();
        return made;
      };
      return Promise.all(work.map((one) => raise(accountId, one, linkedRole)));
    });
  } catch (error) {
    const isFinal = isDenied(error) && attempt >= ROLE_ATTEMPTS;
    const standing: Found = isFinal ? standingAfter(error) : { state: "pending" };
    return work.map(({ region, parts }) => ({
      region,
      parts: labelled(region, Object.fromEntries(parts.map((part) => [part, standing]))),
    }));
  }
}

/** Config comes before standards: without it every check of theirs is an error (D51). */
async function raise(
  accountId: AccountId,
  { region, parts, before }: Work,
  linkedRole: () => Promise<void>,
): Promise<{ region: Region; parts: Standings }> {
  const { config, standards } = settings().baseline;
  const found: Partial<Record<Part, Found>> = {};
  const attempt = async (part: Part, act: () => Promise<Found>) => {
    if (parts.includes(part)) found[part] = await act().catch(standingAfter);
  };
  await Promise.all([
    attempt("config", () => raiseConfig(region, accountId, config!, linkedRole)),
    attempt("guardDuty", () => raiseGuardDuty(region, settings().hub.account)),
  ]);
  await attempt("standards", async () => {
    const base = found.config ?? before.config;
    if (base?.state === "failed") return { state: "waits" };
    if (base?.state === "pending") return { state: "pending" };
    return raiseStandards(region, standards);
  });
  return { region, parts: labelled(region, found) };
}

/** What an error means for a part. Unknown ones are asked again, until the attempts are used up. */
function standingAfter(error: unknown): Found {
  if (isDenied(error)) return { state: "failed", reason: "BaselineRefused", detail: textOf(error) };
  if (nameOf(error) === "RetryableError") return { state: "pending" };
  return { state: "pending", detail: textOf(error) };
}

function labelled(region: Region, found: Partial<Record<Part, Found>>): Standings {
  const wanted = wantedText(settings().baseline, region);
  return Object.fromEntries(
    Object.entries(found).map(([part, standing]) => [
      part,
      { ...standing, wanted: wanted[part as Part] },
    ]),
  );
}
