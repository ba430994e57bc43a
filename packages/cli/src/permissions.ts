// `rollcall sandbox permissions`: what roles were allowed in a running sandbox, what of it was used, and what was refused.
import type { Locale } from "@rollcall/core/locale";
import type { HeldUsage } from "@rollcall/sandbox";
import { coloursOf } from "./colours.ts";
import { exit } from "./exit.ts";
import { sandboxAt } from "./loopback.ts";
import { permissionsPage } from "./permissions/page.ts";
import { permissionsWords } from "./permissions/words.ts";

export interface PermissionsOptions {
  endpoint: string;
  unused?: boolean | undefined;
  json?: boolean | undefined;
  lang: Locale;
}

/** Runs the command; resolves to the exit code. */
export async function permissions(options: PermissionsOptions): Promise<number> {
  const endpoint = await sandboxAt(options.endpoint, options.lang);
  const answer = await fetch(`${endpoint}/_sandbox/permissions.json`);
  const report = (await answer.json()) as { schemaVersion: number; roles: HeldUsage[] };
  const words = permissionsWords(options.lang);
  process.stdout.write(
    options.json
      ? `${JSON.stringify(report, null, 2)}\n`
      : permissionsPage(report.roles, options.unused ?? false, words, coloursOf(process.stdout)),
  );
  return exit.ok;
}
