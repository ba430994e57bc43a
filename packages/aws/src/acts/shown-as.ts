// The name under which people see a file of a run.
import { dayIn } from "@rollcall/core/day";
import { fileNameOf } from "@rollcall/core/run/file-name";
import { settings } from "../settings.ts";
import type { RunRow } from "../table/runs.ts";
import { askedIn } from "./start-run.ts";

/** What a run's files are named after. */
export type NamedRun = Pick<RunRow, "run" | "ledger" | "startedAt">;

/** The name of a run's file; what was asked for by account has no ledger to be named after. */
export const shownAs = ({ run, ledger, startedAt }: NamedRun, what: string): string =>
  fileNameOf(
    { run, ledger: askedIn(run) ?? ledger },
    dayIn(settings().digest.timezone, startedAt),
    what,
  );
