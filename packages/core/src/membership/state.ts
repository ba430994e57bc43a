import * as z from "zod";

/**
 * Security Hub's own status (`Member.MemberStatus`), and three of ours: `Absent` (the hub has no
 * record), `RegionDisabled` (the account has not opted in) and `Unknown` (AWS used another word).
 */
export const State = z.enum([
  "Absent",
  "Created",
  "Invited",
  "Enabled",
  "Removed",
  "Resigned",
  "Deleted",
  "AccountSuspended",
  "RegionDisabled",
  "Unknown",
]);
export type State = z.infer<typeof State>;

/**
 * `gain`: it became a member. `progress`: one documented step, in or out. `loss`: cover or ground was
 * lost, and somebody should look. `unexpected`: no documented way leads there.
 */
export const Label = z.enum(["gain", "progress", "loss", "unexpected"]);
export type Label = z.infer<typeof Label>;
