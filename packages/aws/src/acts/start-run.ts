// A run begins with an upload, and is named after it: the same upload told twice is one run.
import { createHash } from "node:crypto";
import { Resource } from "sst";
import { type LedgerVersion, REQUESTS, type RequestKind } from "../s3.ts";
import { startExecution } from "../step-functions.ts";

/** The run of an uploaded ledger. The same file uploaded again is another version, and another run. */
export function runNameOf({ bucket, key, versionId }: LedgerVersion): string {
  const identity = createHash("sha256").update(`${bucket}\n${key}\n${versionId}`);
  const kind = requestKinds.find((one) => key.startsWith(REQUESTS[one])) ?? "ledger";
  return `${kind}-${identity.digest("hex").slice(0, 24)}`;
}

const requestKinds = Object.keys(REQUESTS) as RequestKind[];

/** What a run was asked for by account, by its name; undefined for a ledger's or a heal's. */
export const askedIn = (run: string): RequestKind | undefined =>
  requestKinds.find((one) => run.startsWith(`${one}-`));

/** Starts the run of an upload; one that was started before goes on as it is. `at` is an ISO time. */
export async function startRun(
  ledger: LedgerVersion,
  uploader: string,
  at: string,
): Promise<string> {
  const run = runNameOf(ledger);
  await startExecution(Resource.Apply.arn, run, { run, ...ledger, uploader, at });
  return run;
}
