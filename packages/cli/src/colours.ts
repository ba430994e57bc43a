// Colours for a stream: none where nobody looks, unless somebody insists.
import pc from "picocolors";

/** The functions that colour text, or leave it alone. */
export type Colours = ReturnType<typeof pc.createColors>;

/**
 * Colours of a stream. `NO_COLOR` (any text, no-color.org) wins over `FORCE_COLOR` (any text but 0 and
 * false); otherwise a terminal has colours and a pipe has none, whatever else the environment says.
 */
export function coloursOf(
  stream: { isTTY?: boolean },
  environment: NodeJS.ProcessEnv = process.env,
  argv: readonly string[] = process.argv,
): Colours {
  const { NO_COLOR, FORCE_COLOR, TERM } = environment;
  if (NO_COLOR || argv.includes("--no-color")) return pc.createColors(false);
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== "")
    return pc.createColors(!["0", "false"].includes(FORCE_COLOR));
  return pc.createColors(stream.isTTY === true && TERM !== "dumb");
}
