// The stages of a run as a person sees them: done, under way, still to come.
import * as z from "zod";

/** What a person sees moving, in this order. */
export const Stage = z.enum([
  "read",
  "observe",
  "plan",
  "create",
  "invite",
  "join",
  "verify",
  "baseline",
  "remove",
  "closure",
  "close",
]);
export type Stage = z.infer<typeof Stage>;

/**
 * `approval`: it waits for a person; `discarded`: the person said no, or nothing in time.
 * `attention`: it ran to its end, and somebody has to act. `superseded`: a newer version of the ledger
 * took its place before it began.
 */
export const RunStatus = z.enum([
  "waiting",
  "running",
  "approval",
  "settled",
  "attention",
  "rejected",
  "superseded",
  "discarded",
  "failed",
]);
export type RunStatus = z.infer<typeof RunStatus>;

export const Unit = z.enum(["rows", "regions", "accounts", "memberships", "parts"]);
export type Unit = z.infer<typeof Unit>;

/** How far one stage is: `done` of `total`, in the stage's own unit. A total of 0 is not shown. */
export const Progress = z.object({
  stage: Stage,
  status: z.enum(["pending", "running", "done", "failed", "skipped"]),
  done: z.int().nonnegative(),
  total: z.int().nonnegative(),
  unit: Unit,
});
export type Progress = z.infer<typeof Progress>;

/** How much of a stage is done, where that is known. */
export type Numbers = Partial<Record<Stage, { done: number; total: number }>>;

const units: Record<Stage, Unit> = {
  read: "rows",
  observe: "regions",
  plan: "memberships",
  create: "accounts",
  invite: "memberships",
  join: "memberships",
  verify: "memberships",
  baseline: "parts",
  remove: "memberships",
  closure: "accounts",
  close: "accounts",
};

/**
 * The stages of a run that has reached `stage`. Stages that have nothing to do are skipped; a baseline, and the closing
 * of accounts, are not mentioned where there is none.
 */
export function stagesAt(stage: Stage, status: RunStatus, numbers: Numbers = {}): Progress[] {
  const reached = Stage.options.indexOf(stage);
  const isOver = !["running", "waiting", "approval"].includes(status);
  const isFine = status === "settled" || status === "attention";
  return Stage.options.flatMap((one, index): Progress[] => {
    if ((one === "baseline" || one === "closure") && !numbers[one]?.total) return [];
    const { done, total } = numbers[one] ?? { done: 0, total: 0 };
    const isIdle = numbers[one] !== undefined && total === 0;
    const at = index < reached ? "done" : index > reached ? "pending" : "running";
    const ended = isFine
      ? "done"
      : at === "running"
        ? "failed"
        : at === "pending"
          ? "skipped"
          : "done";
    const now = isOver ? ended : at;
    return [{ stage: one, status: isIdle ? "skipped" : now, done, total, unit: units[one] }];
  });
}
