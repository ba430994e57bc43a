// The set-up check: looks at every owner's accounts, and tells where something has changed or a reminder is due.
import { createHash } from "node:crypto";
import { dayIn } from "@rollcall/core/day";
import { ConflictError } from "@rollcall/core/error";
import { create } from "@rollcall/core/event";
import type { SetupView } from "@rollcall/core/message";
import {
  type Checked,
  checked,
  type Day,
  type Group,
  grouped,
  keyOf,
  ownerOf,
  SetupChecked,
} from "@rollcall/core/setup";
import { atMost } from "../at-most.ts";
import { log } from "../log.ts";
import { writeRunFile } from "../s3.ts";
import { settings } from "../settings.ts";
import {
  lastSetupCheck,
  noteSetupCheck,
  type SetupRow,
  setupRows,
  writeSetup,
} from "../table/setups.ts";
import { lookAtSetup, type SetupSeen } from "./look-at-setup.ts";

/** Owners that are written side by side. */
const AT_ONCE = 5;

/** Where the facts of the messages lie: `runs/set-up/<group>.json`, always as the last check found them. */
export const FOLDER = "set-up";

/** What a check came to. `unknown`: no ledger has been applied yet. */
export interface CheckedSetup {
  outcome: "checked" | "unknown";
  /** Accounts that are not complete, and owners who are reminded by this check. */
  accounts: number;
  reminded: number;
}

/** What a person is shown of an owner; kept in a file, which may be long. */
export type StoredView = SetupView & { channel: string; soc?: string | undefined };

/** Holds the check that was due at an ISO time. Held twice, it tells once: a day is answered by one reminder. */
export async function checkSetup(at: string): Promise<CheckedSetup> {
  const seen = await lookAtSetup();
  // Silence: what is not known is neither complete nor missing.
  if (!seen) return { outcome: "unknown", accounts: 0, reminded: 0 };
  const last = await lastSetupCheck();
  const checks = await checksAt(at, seen, last?.at);
  const reminded = checks.filter((one) => one.now.reminded).length;
  await atMost(AT_ONCE, checks, (one) => keep(one, dayOf(at)));
  await noteSetupCheck(at, last?.version).catch(unlessConflict);
  return { outcome: "checked", accounts: seen.incomplete.length, reminded };
}

/** An owner, as they were and as they are. */
export interface OwnerCheck {
  before: SetupRow | undefined;
  now: Checked;
}

/** Checks every owner who has something to do, or had; changes nothing. */
export async function checksAt(
  at: string,
  { rows, incomplete }: SetupSeen,
  last: string | undefined,
): Promise<OwnerCheck[]> {
  const { skipDays, holidays } = settings().setupCheck;
  const day: Day = {
    today: dayOf(at),
    before: last === undefined ? undefined : dayOf(last),
    quiet: { skipDays, holidays },
    dayOf,
  };
  const wanted = new Map<string, Set<string>>();
  for (const row of rows) {
    if (row.desired !== "member") continue;
    const key = keyOf(ownerOf(row));
    const names = wanted.get(key) ?? new Set();
    wanted.set(key, names);
    for (const name of [row.accountId, row.email]) if (name) names.add(name);
  }
  const known = new Map((await setupRows()).map((row) => [keyOf(row), row]));
  const groups = new Map<string, Group>(grouped(incomplete).map((one) => [keyOf(one), one]));
  for (const [key, { owner, channel }] of known)
    if (!groups.has(key)) groups.set(key, { owner, channel, accounts: [] });
  return [...groups].map(([key, group]) => {
    const before = known.get(key);
    return { before, now: checked(before, group, wanted.get(key) ?? new Set(), day) };
  });
}

const dayOf = (at: string): string => dayIn(settings().setupCheck.timezone, at);

/** Keeps what was found, unless it is what was known. The message's facts are there before its event. */
async function keep({ before, now }: OwnerCheck, day: string): Promise<void> {
  const { watch, accounts, reminded, next } = now;
  const { owner, channel, reminder } = watch;
  const group = before?.group ?? hashOf(keyOf(watch)).slice(0, 16);
  const view = reminder && { owner, channel, reminder, soc: reminder.soc, accounts, next };
  const content = hashOf(JSON.stringify([watch, view, accounts]));
  if (before?.content === content) return;
  if (view) await writeRunFile(FOLDER, `${group}.json`, view satisfies StoredView);
  const event = create(
    SetupChecked,
    {
      id: `set-up/${group}/${(before?.version ?? 0) + 1}`,
      at: new Date().toISOString(),
      run: FOLDER,
    },
    {
      group,
      owner,
      day,
      accounts: accounts.length,
      memberships: accounts.reduce((sum, one) => sum + one.regions.length, 0),
      reminded,
    },
  );
  await writeSetup({ ...watch, group, content }, before?.version, event).catch(unlessConflict);
}

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");

/** The same check, delivered twice, is held side by side: the other one has found the same. */
function unlessConflict(error: unknown): void {
  if (!(error instanceof ConflictError)) throw error;
  log.info({}, "another check was faster");
}
