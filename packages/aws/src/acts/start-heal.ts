// Heals begin here: after each roll call as far as the policy goes, and whenever somebody asks for one.
import { createHash } from "node:crypto";
import { create } from "@rollcall/core/event";
import { type By, chosen, Decided, healOf, type Treatment, weigh } from "@rollcall/core/healing";
import type { Row } from "@rollcall/core/ledger";
import { Resource } from "sst";
import { atMost } from "../at-most.ts";
import { settings } from "../settings.ts";
import { startExecution } from "../step-functions.ts";
import { beginHeal, noteWeighed } from "../table/heals.ts";
import { findRollCall, lastRollCall } from "../table/roll-calls.ts";
import { runOf } from "../table/runs.ts";
import { appliedLedger } from "./applied-rows.ts";
import { keepDecision, keepHealFile } from "./heal-file.ts";
import { everLost, lossesToldByAll } from "./losses-file.ts";
import { type OpenLosses, openLosses } from "./open-losses.ts";
import type { RunRequest } from "./run-request.ts";

/** Accounts whose beginning is written side by side. */
const AT_ONCE = 20;

/** What somebody asks for. */
export interface HealRequest {
  /** Losses of this roll call only; without: all that are open. */
  rollCall?: string | undefined;
  accounts: string[];
  regions: string[];
  /** Who asks, as STS names them. */
  actor: string;
  /** Show what would be healed, and heal nothing. */
  dryRun: boolean;
}

/** What became of it. `nothing`: there is nothing to heal that was asked for. */
export interface HealStarted {
  outcome: "started" | "nothing" | "planned";
  run?: string | undefined;
  /** What is (or would be) healed. */
  heal: Treatment[];
  /** What else is open in the accounts and Regions that were asked for. */
  left: Treatment[];
}

/** Weighs the open losses once a roll call has closed, and starts to heal what the policy allows. */
export async function healAfter(rollCall: string): Promise<"started" | "nothing"> {
  const [row, last] = await Promise.all([findRollCall(rollCall), lastRollCall()]);
  const losses = row ? await lossesToldByAll(last?.open ?? []) : [];
  if (!row || losses.length === 0) return "nothing";
  const at = row.closedAt;
  const run = healOf(rollCall);
  const found = await openLosses(losses, rollCall, at);
  // Of an earlier attempt of this same decision nothing counts as a heal before it.
  const earlier = found.earlier.filter((one) => one.run !== run);
  const treatments = [
    ...weigh(settings().healing, found.candidates, earlier, at),
    ...found.persons,
  ];
  const now = treatments.filter((one) => one.kind === "now");
  const begun = await begin({ run, at, by: "policy", actor: "roll call" }, now, found);
  await keepDecision(rollCall, { at, run, treatments });
  const count = (kind: Treatment["kind"]) => treatments.filter((one) => one.kind === kind).length;
  await noteWeighed(
    rollCall,
    create(
      Decided,
      { id: `${rollCall}/healing`, at: new Date().toISOString(), run: rollCall },
      { now: count("now"), ask: count("ask"), held: count("held") },
    ),
  );
  return begun.length > 0 ? "started" : "nothing";
}

/** Heals what somebody asks for, as far as the plan has a command for it; or says what that would be. */
export async function healOnRequest(request: HealRequest): Promise<HealStarted> {
  const { rollCall, accounts, regions, actor, dryRun } = request;
  const last = await lastRollCall();
  if (!last) return { outcome: "nothing", heal: [], left: [] };
  const at = new Date().toISOString();
  const told = await lossesToldByAll(rollCall ? [rollCall] : last.open);
  // Who names accounts means whatever they have lost, however long ago.
  const losses = rollCall ? told : [...told, ...(await everLost(accounts))];
  const found = await openLosses(losses, last.rollCall, at);
  const treatments = [
    ...weigh(settings().healing, found.candidates, found.earlier, at),
    ...found.persons,
  ];
  const heal = chosen(treatments, { accounts, regions });
  const asked = treatments.filter(
    (one) =>
      (accounts.length === 0 || accounts.includes(one.accountId)) &&
      (regions.length === 0 || regions.includes(one.region)),
  );
  const left = asked.filter((one) => !heal.includes(one));
  if (dryRun) return { outcome: heal.length > 0 ? "planned" : "nothing", heal, left };
  const run = runNameOf(heal, found);
  const begun = await begin({ run, at, by: "person", actor }, heal, found);
  return begun.length > 0
    ? { outcome: "started", run, heal: begun, left }
    : { outcome: "nothing", heal: [], left };
}

/**
 * The same wish twice is one heal; once that has ended, the next one is another. Hence the last heals in the name.
 */
function runNameOf(heal: readonly Treatment[], { candidates, earlier }: OpenLosses): string {
  const key = (one: { accountId: string; region: string }) => `${one.accountId}/${one.region}`;
  const versions = new Map(candidates.map((one) => [key(one), one.version]));
  const runs = new Map(earlier.map((one) => [key(one), one.run]));
  const lines = heal.map((one) =>
    [key(one), versions.get(key(one)), runs.get(key(one)) ?? ""].join(" "),
  );
  return `heal-${createHash("sha256").update(lines.sort().join("\n")).digest("hex").slice(0, 24)}`;
}

interface Heal {
  run: string;
  at: string;
  by: By;
  actor: string;
}

/** Remembers and tells what begins to be healed, then starts its run. Returns what is this heal's. */
async function begin(
  heal: Heal,
  treatments: Treatment[],
  { candidates, rows }: OpenLosses,
): Promise<Treatment[]> {
  const ledger = await appliedLedger();
  if (treatments.length === 0 || ledger === undefined) return [];
  const lost = new Map(candidates.map((one) => [`${one.accountId}/${one.region}`, one.version]));
  const ours = new Set<Treatment>();
  const byAccount = [...Map.groupBy(treatments, (one) => one.accountId)];
  await atMost(AT_ONCE, byAccount, async ([accountId, own]) => {
    const memberships = own.map(({ region, state, command }) => {
      return { region, state, command, lost: lost.get(`${accountId}/${region}`) ?? 0 };
    });
    const regions = await beginHeal({ ...heal, accountId, memberships });
    for (const one of own) if (regions.includes(one.region)) ours.add(one);
  });
  // In the order in which they were found, whichever was written first.
  const begun = treatments.filter((one) => ours.has(one));
  if (begun.length > 0) await start(heal, begun, rows, ledger);
  return begun;
}

async function start(
  { run, at, by, actor }: Heal,
  begun: Treatment[],
  rows: Row[],
  ledger: string,
): Promise<void> {
  await keepHealFile(
    run,
    rows,
    begun.map(({ accountId, region }) => ({ accountId, region })),
  );
  const { bucket, ledger: key, versionId = "null" } = await runOf(ledger);
  const accounts = new Set(begun.map((one) => one.accountId)).size;
  const input: Omit<RunRequest, "execution"> = {
    run,
    bucket,
    key,
    versionId,
    uploader: actor,
    at,
    heal: { ledger, by, accounts, memberships: begun.length },
  };
  await startExecution(Resource.Apply.arn, run, input);
}
