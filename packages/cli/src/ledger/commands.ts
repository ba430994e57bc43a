// The command lines of what makes and checks ledgers.
import { Command, Option } from "commander";
import { accountOf, collected, hintAtSilence, json, language, regionOf } from "../options.ts";

const output = (name: string) =>
  new Option("--output <file>", "the workbook to write; nothing is written over").default(name);

/** `rollcall ledger template` and `rollcall ledger check FILE`. `inheriting` makes them end as their parent does. */
export function ledgerCommand(inheriting: (command: Command) => Command): Command {
  const template = new Command("template")
    .description("write an empty ledger, with lists to choose from and explanations")
    .addOption(output("ledger.xlsx"))
    .addOption(language())
    .action(async (options) => {
      const { template } = await import("./template.ts");
      process.exitCode = await template(options);
    });
  const check = new Command("check")
    .description("what an upload would say of a ledger; asks nobody, and changes nothing")
    .argument("<file>", "the ledger, .xlsx or .csv")
    .option("--hub <id>", "the hub's account: a row with it is an error", accountOf)
    .option("--management <id>", "the organization's management account", accountOf)
    .option(
      "--region <region>",
      "a Region of the hub; may be repeated (default: every Region of AWS)",
      collected(regionOf),
    )
    .addOption(json())
    .addOption(language())
    .addHelpText("after", "\nExit codes: 0 it would be accepted, 2 it would be rejected")
    .action(async (file, options) => {
      if (options.json) hintAtSilence(process.env);
      const { check } = await import("./check.ts");
      process.exitCode = await check(file, options);
    });
  return new Command("ledger")
    .description("make a ledger, and check one")
    .addCommand(inheriting(template))
    .addCommand(inheriting(check));
}

/** `rollcall adopt`. */
export const adoptCommand = (): Command =>
  new Command("adopt")
    .description("write the ledger of a hub that exists; changes nothing")
    .addOption(output("adopted-ledger.xlsx"))
    .option("--stage <name>", "the stage (default: production; local in a sandbox)")
    .option("--home <region>", "its home Region (default: the one of the environment or profile)")
    .option("--endpoint <url>", "a running sandbox instead of AWS")
    .addOption(json())
    .addOption(language())
    .addHelpText(
      "after",
      `
Uses the credentials of the environment, in the hub account. Applying the ledger plans nothing.
Exit codes: 0, 4 credentials, 5 a Region or the organization could not be read`,
    )
    .action(async (options) => {
      if (options.json) hintAtSilence(process.env);
      const { adopt } = await import("../adopt.ts");
      process.exitCode = await adopt(options);
    });
