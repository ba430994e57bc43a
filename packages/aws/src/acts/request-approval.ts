// A run stops here until a person has decided: its plan is kept as it stands, its row says that it waits, and others
// may have their turn meanwhile.
import { type Approval, Requested, type Standing } from "@rollcall/core/approval";
import { ConflictError, RejectedError } from "@rollcall/core/error";
import { create } from "@rollcall/core/event";
import { causesOf } from "@rollcall/core/plan";
import { isOfLedger } from "@rollcall/core/run";
import { executionPage } from "../console-links.ts";
import { settings } from "../settings.ts";
import { parkLease } from "../table/lease.ts";
import { changeRun, runOf } from "../table/runs.ts";
import { writeToken } from "../table/tokens.ts";
import { planOf, wavesOf, writePlan } from "./plan-files.ts";

const DAY = 24 * 60 * 60_000;

/**
 * Asks for a decision on a run's stored plan. Asked again, the newest token counts and nobody is told twice. `at` is
 * when the ledger was uploaded. Throws ConflictError where it has been decided since an earlier attempt: then nobody
 * will send this token.
 */
export async function requestApproval(run: string, token: string, at: string): Promise<void> {
  const plan = await planOf(run);
  if (!plan) throw new RejectedError(`run ${run} has no plan to approve`);
  const { share, twoPersons, expiryDays } = settings().approval;
  // First, so that whoever is told can decide at once.
  await writeToken(run, token);
  await writePlan(run, { ...plan, waves: await wavesOf(run) }, "plan-asked");
  await changeRun(run, (row) => {
    if (!row || row.closedAt || row.approval) return undefined;
    const now = Date.now();
    const approval: Approval = {
      standing: "waiting",
      causes: causesOf(plan, share),
      blast: plan.blast,
      twoPersons,
      requestedAt: new Date(now).toISOString(),
      expiresAt: new Date(now + expiryDays * DAY).toISOString(),
    };
    const { causes, blast, requestedAt, expiresAt } = approval;
    return {
      row: { ...row, status: "approval", approval },
      event: create(
        Requested,
        { id: `${run}/approval`, at: requestedAt, run, link: executionPage(row.execution) },
        { causes, blast, expiresAt },
      ),
    };
  });
  const standing = await standingOf(run);
  if (standing !== "waiting") throw new ConflictError(`run ${run} is ${standing} already`);
  await parkLease(run, isOfLedger(run) ? at : undefined);
}

/** How the approval of a run stands. */
export async function standingOf(run: string): Promise<Standing> {
  const { approval } = await runOf(run);
  if (!approval) throw new RejectedError(`run ${run} has not asked for a decision`);
  return approval.standing;
}
