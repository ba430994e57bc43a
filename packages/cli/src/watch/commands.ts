// The command lines of what looks at a stage's memberships.
import { Command } from "commander";
import { accountOf, collected, hintAtSilence, json, language, regionOf } from "../options.ts";

/** Which stage, for every command here. */
export const ofStage = (command: Command): Command =>
  command
    .option("--stage <name>", "the stage (default: production; local in a sandbox)")
    .option("--home <region>", "its home Region (default: the one of the environment or profile)")
    .option("--endpoint <url>", "a running sandbox instead of AWS")
    .addOption(json())
    .addOption(language());

/** Said by each of them. */
export const credentials = "Uses the credentials of the environment, in the hub account.";

/** `rollcall status`. */
export const statusCommand = (): Command =>
  ofStage(new Command("status"))
    .description("accounts by Regions: counts, and who is not Enabled")
    .option("--account <id>", "only this account; may be repeated", collected(accountOf))
    .option("--region <region>", "only this Region; may be repeated", collected(regionOf))
    .option("--all", "also what is Enabled")
    .option("--exit-code", "end with 3 when something wanted is not Enabled")
    .addHelpText("after", `\n${credentials}\nExit codes: 0, 3 with --exit-code, 4 credentials`)
    .action(async (options) => {
      if (options.json) hintAtSilence(process.env);
      const { status } = await import("../status.ts");
      process.exitCode = await status(options);
    });

/** `rollcall timeline ACCOUNT`. */
export const timelineCommand = (): Command =>
  ofStage(new Command("timeline"))
    .description("everything that was recorded of an account, the oldest first")
    .argument("<account>", "the account, 12 digits", accountOf)
    .option("--region <region>", "only this Region", regionOf)
    .addHelpText("after", `\n${credentials}`)
    .action(async (account, options) => {
      if (options.json) hintAtSilence(process.env);
      const { timeline } = await import("../timeline.ts");
      process.exitCode = await timeline(account, options);
    });

/** `rollcall roll-call`. */
export const rollCallCommand = (): Command =>
  ofStage(new Command("roll-call"))
    .description("what the last roll call found")
    .option("--now", "hold one now, and show what it finds")
    .addHelpText(
      "after",
      `\n${credentials}\nExit codes: 0, 1 it failed, 4 credentials, 5 something was lost or could not be read`,
    )
    .action(async (options) => {
      if (options.json) hintAtSilence(process.env);
      const { rollCall } = await import("../roll-call.ts");
      process.exitCode = await rollCall(options);
    });

/** `rollcall setup-check`. */
export const setupCheckCommand = (): Command =>
  ofStage(new Command("setup-check"))
    .description("whose set-up is not complete, the missing step, and when the owner is reminded")
    .option("--now", "hold a check now, which may remind owners, and show what it finds")
    .addHelpText(
      "after",
      `\n${credentials}\nExit codes: 0 all is complete, 4 credentials, 5 somebody has to act`,
    )
    .action(async (options) => {
      if (options.json) hintAtSilence(process.env);
      const { setupCheck } = await import("../setup-check.ts");
      process.exitCode = await setupCheck(options);
    });
