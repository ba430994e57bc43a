// A person's word on a plan that waits: judged, written down with its event, and only then passed on to the execution.
// Whatever is lost after the writing, the same command again passes it on.
import {
  type Approval,
  Decided,
  type Decision,
  judge,
  type Person,
  type Verdict,
} from "@rollcall/core/approval";
import { create } from "@rollcall/core/event";
import { executionPage } from "../console-links.ts";
import { sendTaskSuccess } from "../step-functions.ts";
import { forgetParked } from "../table/lease.ts";
import { changeRun, findRun, type RunRow } from "../table/runs.ts";
import { findToken } from "../table/tokens.ts";

/**
 * The answer to a decision. `stranded`: it stands, and its execution does not wait at this moment: it takes the word up
 * if it is about to ask again, and cannot go on otherwise.
 * `no-run`: there is no such run.
 */
export interface Answer {
  verdict: Verdict | "no-run" | "stranded";
  status?: RunRow["status"] | undefined;
  ledger?: string | undefined;
  uploader?: string | undefined;
  approval?: Approval | undefined;
}

/** Decides on a run as `person`, whom AWS named. */
export async function decideRun(decision: Decision, person: Person): Promise<Answer> {
  const { run, word } = decision;
  let verdict = "not-waiting" as Verdict;
  const changed = await changeRun(run, (row) => {
    const now = new Date().toISOString();
    verdict = judge(word, {
      approval: row?.approval,
      uploader: row?.uploader,
      caller: person.caller,
      now,
    });
    if (!row?.approval || verdict !== "decided") return undefined;
    const why = "why" in decision ? { why: decision.why } : {};
    const standing = word === "approve" ? ("approved" as const) : ("rejected" as const);
    return {
      row: { ...row, approval: { ...row.approval, standing, by: person, decidedAt: now, ...why } },
      event: create(
        Decided,
        { id: `${run}/decided`, at: now, run, link: executionPage(row.execution) },
        { word, by: person, ...why },
      ),
    };
  });
  const row = changed ?? (await findRun(run));
  if (!row) return { verdict: "no-run" };
  const { status, ledger, uploader, approval } = row;
  const told = { status, ledger, uploader, approval };
  // Also again: the first time may have been lost between the table and the execution.
  const waits = status === "approval" && (verdict === "decided" || verdict === "again");
  if (!waits) return { verdict, ...told };
  const outcome = word === "approve" ? "approved" : "rejected";
  const passed = await passOn(run, outcome);
  // An execution that has taken the word already does not take it twice, and its row moves on a moment later.
  return { verdict: passed || verdict === "again" ? verdict : "stranded", ...told };
}

/** Lets the execution of a run end whose place a newer ledger has taken. */
export async function endDisplaced(run: string): Promise<void> {
  const row = await findRun(run);
  if (row?.status === "superseded") await passOn(run, "superseded");
  await forgetParked(run);
}

/** Tells the execution. False: nobody waits for it any more, or the token is not there. */
async function passOn(run: string, outcome: "approved" | "rejected" | "superseded") {
  const token = await findToken(run);
  return token !== undefined && (await sendTaskSuccess(token, { outcome }));
}
