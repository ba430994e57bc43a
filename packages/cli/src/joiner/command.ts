// The command line of what concerns accounts that their owners bring in.
import { Command } from "commander";
import { accountOf, hintAtSilence, json, language } from "../options.ts";

/** Which stage, for every command here. */
const ofStage = (command: Command): Command =>
  command
    .option("--stage <name>", "the stage (default: production; local in a sandbox)")
    .option("--home <region>", "its home Region (default: the one of the environment or profile)")
    .option("--endpoint <url>", "a running sandbox instead of AWS")
    .addOption(language());

const argument = ["<account>", "the account, 12 digits", accountOf] as const;

/** `rollcall joiner script|start|status`. */
export const joinerCommand = (inherit: (command: Command) => Command): Command => {
  const command = new Command("joiner").description("accounts that their owners bring in");
  const all = [scriptCommand(), startCommand(), statusCommand()];
  for (const one of all) command.addCommand(inherit(one));
  return command;
};

const scriptCommand = (): Command =>
  ofStage(new Command("script"))
    .description("print the script with which the account's owner joins")
    .argument(...argument)
    .option("--powershell", "for PowerShell 7 with AWS.Tools, instead of bash with the AWS CLI")
    .addHelpText(
      "after",
      `
--lang is the language that the script speaks. The script is made from what the ledger wants and
from the settings, holds no secret, and runs in CloudShell of that account and no other:
  rollcall joiner script 123456789012 > join-123456789012.sh`,
    )
    .action(async (account, options) => {
      const { script } = await import("../joiner.ts");
      process.exitCode = await script(account, options);
    });

const startCommand = (): Command =>
  ofStage(new Command("start"))
    .description("ask the owner, unless that was done and is not over")
    .argument(...argument)
    .action(async (account, options) => {
      const { start } = await import("../joiner.ts");
      process.exitCode = await start(account, options);
    });

const statusCommand = (): Command =>
  ofStage(new Command("status"))
    .description("how far the account is")
    .argument(...argument)
    .addOption(json())
    .action(async (account, options) => {
      if (options.json) hintAtSilence(process.env);
      const { status } = await import("../joiner.ts");
      process.exitCode = await status(account, options);
    });
