// The command line of `sandbox faults`.
import { Command } from "commander";
import { json, language } from "../options.ts";

const endpoint = [
  "--endpoint <url>",
  "the sandbox (default: AWS_ENDPOINT_URL, then port 4566)",
  process.env.AWS_ENDPOINT_URL ?? "http://127.0.0.1:4566",
] as const;

const common = (command: Command): Command =>
  command
    .option(...endpoint)
    .addOption(json())
    .addOption(language());

/** `rollcall sandbox faults`, `… set NAME STRENGTH`, `… off [NAME]`, `… profile NAME`, `… refuse OPERATION ERROR`. */
export function faultsCommand(inheriting: (command: Command) => Command): Command {
  const faults = common(
    new Command("faults").description("list what goes wrong in a running sandbox, and switch it"),
  )
    .addHelpText(
      "after",
      "\nStrengths are written 5%, 300ms, 2s, 4x, on or off. A guess about AWS is on, or off for its opposite.",
    )
    .action(async (_options, command) => {
      const { showFaults } = await import("../faults.ts");
      // `sandbox` has --lang as well, and takes it wherever it stands.
      process.exitCode = await showFaults(command.optsWithGlobals());
    });
  const change = (
    usage: string,
    about: string,
    changeOf: (first: string, second: string, third?: string) => object,
  ) =>
    faults.addCommand(
      inheriting(
        common(
          new Command(usage.split(" ")[0])
            .description(about)
            .arguments(usage.split(" ").slice(1).join(" ")),
        ),
      ).action(async (...given) => {
        const { changeFaults } = await import("../faults.ts");
        const [first, second, third] = given.slice(0, -2) as [string, string, string?];
        process.exitCode = await changeFaults(
          changeOf(first, second, third),
          given.at(-1).optsWithGlobals(),
        );
      }),
    );
  change("set <name> <strength>", "set one fault, or one guess", (name, strength) => ({
    set: { [name]: strength },
  }));
  change("off [name]", "switch one fault off, or all of them", (name) =>
    name === undefined ? { off: true } : { set: { [name]: "off" } },
  );
  change(
    "profile <name>",
    "fast, realistic or hostile, with all that belongs to it",
    (profile) => ({
      profile,
    }),
  );
  change(
    "refuse <operation> <error> [times]",
    "end the next calls of an operation in an error, such as: securityhub:ListMembers LimitExceededException 3",
    (operation, code, times) => ({ refuse: { operation, code, ...(times && { times }) } }),
  );
  return faults;
}
