// What is done in an account that has left the hub, where that was asked for, and how each part of it stands.
import * as z from "zod";

/** Security Hub itself, the hub's place in GuardDuty, and the recorder of AWS Config. */
export const SidePart = z.enum(["securityHub", "guardDuty", "config"]);
export type SidePart = z.infer<typeof SidePart>;

/**
 * How a part stands. `off`: rollcall has switched it off, or left it. `kept`: it is not rollcall's, and was left alone.
 * `none`: there was nothing to switch off. `failed`: it is still on; AWS's words say why.
 */
export const SideState = z.enum(["off", "kept", "none", "failed"]);
export type SideState = z.infer<typeof SideState>;

/** The parts of one account in one Region. */
export type Side = Record<SidePart, { state: SideState; detail?: string | undefined }>;

/** Of each part, how many pairs of account and Region stand how. */
export const SideCounts = z.record(SidePart, z.record(SideState, z.int()));
export type SideCounts = z.infer<typeof SideCounts>;

/** Counts the parts. */
export function tallySides(sides: readonly Side[]): SideCounts {
  const of = (part: SidePart) => {
    const states = sides.map((side) => side[part].state);
    const count = (state: SideState) => states.filter((one) => one === state).length;
    return { off: count("off"), kept: count("kept"), none: count("none"), failed: count("failed") };
  };
  return { securityHub: of("securityHub"), guardDuty: of("guardDuty"), config: of("config") };
}

const names: Record<SidePart, string> = {
  securityHub: "Security Hub",
  guardDuty: "GuardDuty",
  config: "AWS Config",
};

/** What failed, in AWS's words; undefined where nothing did. */
export function failuresOf(side: Side): string | undefined {
  const failed = SidePart.options.flatMap((part) => {
    const { state, detail } = side[part];
    return state === "failed" ? [`${names[part]}: ${detail ?? "-"}`] : [];
  });
  return failed.length > 0 ? failed.join("; ") : undefined;
}
