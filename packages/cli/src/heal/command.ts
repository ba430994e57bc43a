// The command line of `rollcall heal`.
import { Command } from "commander";
import { accountOf, collected, hintAtSilence, regionOf } from "../options.ts";
import { credentials, ofStage } from "../watch/commands.ts";

/** `rollcall heal [ACCOUNT…]`. */
export const healCommand = (): Command =>
  ofStage(new Command("heal"))
    .description("bring back memberships that were lost: those that wait for a person, or these")
    .argument("[accounts...]", "only these, whatever the policy says", collected(accountOf))
    .option("--roll-call <id>", "only what this roll call told as lost")
    .option("--region <region>", "only this Region; may be repeated", collected(regionOf))
    .option("--dry-run", "show what would be healed, and heal nothing")
    .option("--wait", "wait for its end")
    .addHelpText(
      "after",
      `\n${credentials}\nWho names accounts overrides cool-down and cap of the policy.\nExit codes: 0, 1 it failed, 4 credentials; with --wait 5 when not all is Enabled in the end`,
    )
    .action(async (accounts: string[] | undefined, options) => {
      if (options.json) hintAtSilence(process.env);
      const { heal } = await import("../heal.ts");
      process.exitCode = await heal(accounts ?? [], options);
    });
