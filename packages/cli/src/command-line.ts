// The commands that rollcall has, and how one ends.
import { Command, CommanderError } from "commander";
import { coloursOf } from "./colours.ts";
import {
  approveCommand,
  closeAccountCommand,
  offboardCommand,
  planCommand,
  rejectCommand,
  restoreCommand,
} from "./decide/commands.ts";
import { CommandError, exit } from "./exit.ts";
import { faultsCommand } from "./faults/command.ts";
import { healCommand } from "./heal/command.ts";
import { joinerCommand } from "./joiner/command.ts";
import { adoptCommand, ledgerCommand } from "./ledger/commands.ts";
import { data, estate, hintAtSilence, json, language, portOf, profile, seed } from "./options.ts";
import { permissionsCommand } from "./permissions/command.ts";
import { playCommand } from "./play/command.ts";
import {
  rollCallCommand,
  setupCheckCommand,
  statusCommand,
  timelineCommand,
} from "./watch/commands.ts";

/** Ctrl-C and a polite kill; a second one ends the process at once. */
async function interruption(language: "en" | "ja"): Promise<AbortSignal> {
  const said = (await import("./words.ts")).words(language);
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(exit.interrupted);
      process.stderr.write(`\n${said.stopping}\n`);
      controller.abort();
    });
  return controller.signal;
}

/** A command that is made elsewhere takes over how its parent ends and helps. */
const inheriting = (command: Command): Command => command.copyInheritedSettings(program);

const program = new Command("rollcall")
  .description("A control plane for AWS Security Hub membership")
  .option("--debug", "show the stack of an error")
  .option("--no-color", "no colours, as with NO_COLOR; FORCE_COLOR=1 is the opposite")
  .exitOverride()
  .showHelpAfterError("(--help shows what there is)")
  .addHelpText(
    "after",
    `
Exit codes: 0 settled, 1 failure, 2 wrong usage or ledger rejected, 3 not settled (status
--exit-code), 4 credentials, 5 somebody has to act, 130 interrupted

Through npm, options follow two dashes: npm start -- --ledger FILE. npm prints two lines of
its own on stdout; where a program reads it, use npm start --silent -- --once --json`,
  );

program
  .command("start")
  .description("boot everything on this machine, apply a ledger, and show how it went")
  .option("--ledger <file>", "the ledger, .xlsx or .csv (default: the sample)")
  .addOption(estate())
  .addOption(data())
  .option("--port <port>", "port of the AWS endpoint (default: a free one)", portOf)
  .option("--once", "exit when the run has closed")
  .addOption(profile())
  .addOption(seed())
  .addOption(json())
  .addOption(language())
  .action(async (options) => {
    const { start } = await import("./start.ts");
    if (options.json) hintAtSilence(process.env);
    const signal = await interruption(options.lang);
    const code = await start(options, signal);
    process.exitCode = signal.aborted && options.once ? exit.interrupted : code;
  });

program
  .command("sandbox")
  .enablePositionalOptions()
  .description("start AWS and Slack on this machine, with rollcall deployed in them")
  .option("--port <port>", "port of the AWS endpoint; 0 is any free one", portOf, 4566)
  .option("--bare", "without rollcall")
  .addOption(profile())
  .addOption(seed())
  .addOption(estate())
  .addOption(data())
  .addOption(language())
  .addHelpText("after", "\nIt runs until Ctrl-C, which is its normal end: exit code 0.")
  .addCommand(inheriting(playCommand()))
  .addCommand(inheriting(faultsCommand(inheriting)))
  .addCommand(inheriting(permissionsCommand()))
  .action(async (options) => {
    const { sandbox } = await import("./sandbox.ts");
    process.exitCode = await sandbox(options, await interruption(options.lang));
  });

program
  .command("doctor")
  .description("look at a deployed stage, say what is wrong and what to do; changes nothing")
  .option("--stage <name>", "the stage", "production")
  .option("--region <region>", "its home Region (default: the one of the environment or profile)")
  .addOption(json())
  .addOption(language())
  .addHelpText(
    "after",
    `
Uses the credentials of the environment, in the hub account. For the sandbox, set the two
variables that it prints, AWS_ACCESS_KEY_ID to the hub's account id, and --stage local.
Exit codes: 0 all right, 1 something is wrong, 4 credentials`,
  )
  .action(async (options) => {
    if (options.json) hintAtSilence(process.env);
    const { doctor } = await import("./doctor.ts");
    process.exitCode = await doctor(options);
  });

for (const command of [
  planCommand(),
  approveCommand(),
  rejectCommand(),
  offboardCommand(),
  restoreCommand(),
  closeAccountCommand(),
  statusCommand(),
  timelineCommand(),
  rollCallCommand(),
  setupCheckCommand(),
  healCommand(),
  ledgerCommand(inheriting),
  adoptCommand(),
  joinerCommand(inheriting),
])
  program.addCommand(inheriting(command));

/** A reader that has seen enough, such as `head`, is no failure. */
function forgiveClosedPipe(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(process.exitCode ?? exit.ok);
  });
}

/** Commands that look at a stage, or at a running sandbox; a failed one prints where it failed and no more. */
const ofStages = new Set([
  "sandbox",
  "status",
  "timeline",
  "roll-call",
  "setup-check",
  "heal",
  "ledger",
  "adopt",
  "joiner",
  "plan",
  "approve",
  "reject",
  "offboard",
  "restore",
  "close-account",
]);

/** With --json, a command that fails still prints its one document. */
async function tellFailure(argv: readonly string[], error: string, cause: string): Promise<void> {
  if (!argv.includes("--json")) return;
  const [command = ""] = argv.filter((one) => !one.startsWith("-"));
  const failure = { error, cause };
  const document =
    command === "doctor"
      ? { schemaVersion: 1, healthy: false, checks: [], failure }
      : ofStages.has(command)
        ? { schemaVersion: 1, failure }
        : (await import("./report.ts")).documentOfFailure(error, cause);
  process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
}

const words: Record<number, string> = {
  [exit.usage]: "Usage",
  [exit.credentials]: "Credentials",
  [exit.interrupted]: "Interrupted",
};

/** Runs the command line and sets the exit code. */
export async function run(argv: readonly string[]): Promise<void> {
  forgiveClosedPipe();
  try {
    await program.parseAsync(argv, { from: "user" });
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    if (error instanceof CommanderError) {
      // commander has told already; help and --version are no errors.
      process.exitCode = error.exitCode === 0 ? exit.ok : exit.usage;
      if (error.exitCode !== 0) await tellFailure(argv, "Usage", cause);
      return;
    }
    const code = error instanceof CommandError ? error.code : exit.failure;
    await tellFailure(argv, words[code] ?? "Failure", cause);
    const told = program.opts().debug && error instanceof Error ? error.stack : cause;
    // A person who interrupts has been told that it is stopping.
    if (code !== exit.interrupted)
      process.stderr.write(`${coloursOf(process.stderr).red("rollcall:")} ${told}\n`);
    process.exitCode = code;
  }
}
