// What the events of a run have in common, and the one that ends it.
import { create } from "@rollcall/core/event";
import { Closed, type RunStatus, type Summary } from "@rollcall/core/run";
import { executionPage } from "../console-links.ts";
import type { RunRow } from "../table/runs.ts";
import type { RunRequest } from "./run-request.ts";

/** Lines of attention that travel with the event; all of them are in the run's summary file. */
const TOLD = 20;

/** The head of an event about a run, named by a word. */
export const common = (
  { run, execution }: Pick<RunRequest, "run" | "execution">,
  word: string,
) => ({
  id: `${run}/${word}`,
  at: new Date().toISOString(),
  run,
  link: executionPage(execution),
});

/** Which ledger an event is about, and whose it is. */
export const subjectOf = ({ key, versionId, uploader }: RunRequest) => ({
  ledger: key,
  versionId,
  uploader,
});

/** The event of a run that ends. */
export const closedEvent = (row: RunRow, status: RunStatus, summary?: Summary) =>
  create(Closed, common(row, "closed"), {
    status,
    seconds: (Date.now() - Date.parse(row.startedAt)) / 1000,
    ...(summary && { summary: { ...summary, attention: summary.attention.slice(0, TOLD) } }),
  });
