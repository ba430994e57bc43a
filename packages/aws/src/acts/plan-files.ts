// What a run works from, as it is stored: the rows of its ledger, its plans, and what others have to read of those alone.
// A plan lies in two files: `plan.json` without its waves, which is small however many join, and who joins in
// `plan-joiners.json`, a line for each account.
import type { AccountId } from "@rollcall/core/account";
import { RejectedError } from "@rollcall/core/error";
import type { Row } from "@rollcall/core/ledger";
import { endLine, entryLine, headLine } from "@rollcall/core/lined";
import type { Joiner, Outline, Plan, Wave } from "@rollcall/core/plan";
import { sharing } from "@rollcall/core/sharing";
import { readRunFile, writeRunFile } from "../s3.ts";
import { LinesUpload } from "../s3-lines.ts";
import { type LinedFile, openLined } from "./lined-file.ts";

/** Which plan: that of the ledger, as it was when a person was asked, or that of the accounts that were created since. */
type Kind = "plan" | "plan-asked" | "plan-created";

/** Someone who joins, as a line has it. */
type Entry = Joiner & { wave: number };

const joinersKey = (run: string, kind: Kind) => `runs/${run}/${kind}-joiners.json`;

/** Stores a plan and, beside it, the accounts that nobody but their owners can bring in: few, where a plan is large. */
export async function writePlan(run: string, plan: Plan, kind: Kind = "plan"): Promise<void> {
  const { waves, ...outline } = plan;
  const owned = plan.escalations.flatMap(({ reason, account }) =>
    reason === "WaitsForOwner" ? [account] : [],
  );
  await Promise.all([
    writeRunFile(run, `${kind}-owned.json`, [...new Set(owned)]),
    writeJoiners(run, waves, kind),
    writeRunFile(run, `${kind}.json`, outline),
  ]);
}

async function writeJoiners(run: string, waves: readonly Wave[], kind: Kind): Promise<void> {
  const upload = new LinesUpload(joinersKey(run, kind));
  await upload.add(headLine({ run }, "joiners", "[]"));
  let at = 0;
  for (const { number: wave, accounts } of waves)
    for (const joiner of accounts) {
      const entry: Entry = { wave, ...joiner };
      await upload.add(entryLine(at++, JSON.stringify(entry)));
    }
  await upload.add(endLine("[]"));
  await upload.end();
}

/** Accounts that a run leaves to their owners, by all of its plans. */
export async function ownedIn(run: string): Promise<AccountId[]> {
  const kinds: Kind[] = ["plan", "plan-created"];
  const files = kinds.map((kind) => readRunFile<AccountId[]>(run, `${kind}-owned.json`));
  return [...new Set((await Promise.all(files)).flatMap((one) => one ?? []))];
}

/**
 * The stored plan of a run, without its waves; undefined when it has not come that far, and where an older rollcall has
 * stored it in another shape: a run that was under way meanwhile ends, and its ledger is uploaded again.
 */
export async function planOf(run: string): Promise<Outline | undefined> {
  const plan = await readRunFile<Outline>(run, "plan.json");
  return plan && "joining" in plan ? plan : undefined;
}

/** The waves of a run's stored plan. Throws RejectedError where there is none. */
export async function wavesOf(run: string): Promise<Wave[]> {
  const waves = new Map<number, Joiner[]>();
  const share = sharing<Joiner["regions"][number]>();
  const file = await openLined(joinersKey(run, "plan"));
  if (!file) throw new RejectedError(`run ${run} has no plan of who joins`);
  for await (const { wave, ...joiner } of entriesIn(file)) {
    const accounts = waves.get(wave) ?? [];
    accounts.push({ ...joiner, regions: joiner.regions.map(share) });
    waves.set(wave, accounts);
  }
  return [...waves].map(([number, accounts]) => ({ number, accounts }));
}

/** Everybody who joins by a run's plans, one at a time. */
export async function* joinersIn(run: string): AsyncGenerator<Joiner, void, undefined> {
  const kinds: Kind[] = ["plan", "plan-created"];
  for (const kind of kinds) {
    const file = await openLined(joinersKey(run, kind));
    if (file) yield* entriesIn(file);
  }
}

async function* entriesIn({ entries }: LinedFile<unknown>): AsyncGenerator<Entry, void, undefined> {
  for await (const some of entries) for (const one of some) yield JSON.parse(one) as Entry;
}

/** The plan of the accounts that a run has created, without its waves; undefined where it has created none. */
export const planCreatedOf = (run: string): Promise<Outline | undefined> =>
  readRunFile<Outline>(run, "plan-created.json");

/** The rows of a run's ledger. */
export async function rowsOf(run: string): Promise<Row[]> {
  const ledger = await readRunFile<{ rows: Row[] }>(run, "ledger.json");
  return ledger?.rows ?? [];
}
