// The command line of `sandbox permissions`.
import { Command } from "commander";
import { json, language } from "../options.ts";

/** `rollcall sandbox permissions`. */
export const permissionsCommand = (): Command =>
  new Command("permissions")
    .description(
      "what each role was allowed in a running sandbox, used and never used, and refused",
    )
    .option(
      "--endpoint <url>",
      "the sandbox (default: AWS_ENDPOINT_URL, then port 4566)",
      process.env.AWS_ENDPOINT_URL ?? "http://127.0.0.1:4566",
    )
    .option("--unused", "only what was never used, and what was refused")
    .addOption(json())
    .addOption(language())
    .action(async (options) => {
      const { permissions } = await import("../permissions.ts");
      process.exitCode = await permissions(options);
    });
