// The command line of `sandbox play`.
import { Argument, Command } from "commander";
import { accountOf, countOf, estate, language, regionOf } from "../options.ts";

/** `rollcall sandbox play SCENARIO`. */
export const playCommand = (): Command =>
  new Command("play")
    .description("play a member against a running sandbox: leave, be removed, be suspended …")
    .addArgument(new Argument("[scenario]", "what happens; --list shows them all"))
    .option("--list", "show the scenarios")
    .option(
      "--endpoint <url>",
      "the sandbox (default: AWS_ENDPOINT_URL, then port 4566)",
      process.env.AWS_ENDPOINT_URL ?? "http://127.0.0.1:4566",
    )
    .option("--account <id>", "who plays (default: the first one that fits)", accountOf)
    .option("--region <region>", "where (default: the hub's first Region)", regionOf)
    .option("--other <id>", "another administrator (default: the management account)", accountOf)
    .option("--count <number>", "how many play, where many do", countOf, 500)
    .addOption(estate())
    .addOption(language())
    .addHelpText(
      "after",
      "\nStart it with npm run sandbox; name the estate that it was started with, unless it is the sample's.",
    )
    .action(async (scenario, _options, command) => {
      const { play } = await import("../play.ts");
      // `sandbox` has --lang and --estate as well, and takes them wherever they stand.
      process.exitCode = await play(scenario, command.optsWithGlobals());
    });
