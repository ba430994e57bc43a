#!/usr/bin/env node
// The rollcall command.
import { realpathSync } from "node:fs";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import pc from "picocolors";
import { CommandError, exit } from "./exit.ts";

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new InvalidArgumentError("a port is a number from 0 to 65535.");
  return port;
}

/** --lang, then ROLLCALL_LANG, then the locale of the terminal. */
function languageOf(environment: NodeJS.ProcessEnv): "en" | "ja" {
  const said = environment.ROLLCALL_LANG || environment.LC_ALL || environment.LANG || "";
  return said.toLowerCase().startsWith("ja") ? "ja" : "en";
}

const language = () =>
  new Option("--lang <language>", "language of messages")
    .choices(["en", "ja"])
    .default(languageOf(process.env));
const estate = () => new Option("--estate <file>", "JSON file of what already exists in this AWS");
const data = () => new Option("--data <directory>", "keep the sandbox's state here");

/** Ctrl-C and a polite kill; a second one ends the process at once. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(exit.interrupted);
      controller.abort();
    });
  return controller.signal;
}

const program = new Command("rollcall")
  .description("A control plane for AWS Security Hub membership")
  .option("--debug", "show the stack of an error")
  .exitOverride()
  .showHelpAfterError("(--help shows what there is)")
  .addHelpText(
    "after",
    "\nExit codes: 0 settled, 1 failure, 2 wrong usage or ledger rejected, 4 credentials, 5 somebody has to act, 130 interrupted",
  );

program
  .command("start")
  .description("boot everything on this machine, apply a ledger, and show how it went")
  .option("--ledger <file>", "the ledger, .xlsx or .csv (default: the sample)")
  .addOption(estate())
  .addOption(data())
  .option("--port <port>", "port of the AWS endpoint (default: a free one)", portOf)
  .option("--once", "exit when the run has closed")
  .option("--json", "one JSON document on stdout, progress on stderr")
  .addOption(language())
  .action(async (options) => {
    const { start } = await import("./start.ts");
    const signal = interruption();
    const code = await start(options, signal);
    process.exitCode = signal.aborted && options.once ? exit.interrupted : code;
  });

program
  .command("sandbox")
  .description("start AWS and Slack on this machine, with rollcall deployed in them")
  .option("--port <port>", "port of the AWS endpoint", portOf, 4566)
  .option("--bare", "without rollcall")
  .addOption(estate())
  .addOption(data())
  .addOption(language())
  .action(async (options) => {
    const { sandbox } = await import("./sandbox.ts");
    process.exitCode = await sandbox(options, interruption());
  });

/** Runs the command line and sets the exit code. */
async function run(): Promise<void> {
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      // commander has told already; help and --version are no errors.
      process.exitCode = error.exitCode === 0 ? exit.ok : exit.usage;
      return;
    }
    const { code } = error instanceof CommandError ? error : { code: exit.failure };
    const told =
      program.opts().debug && error instanceof Error
        ? error.stack
        : String((error as Error).message ?? error);
    process.stderr.write(`${pc.red("rollcall:")} ${told}\n`);
    process.exitCode = code;
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === import.meta.filename) await run();
