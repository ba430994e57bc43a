// Looks at a deployed stage part by part and says what is wrong. It asks only: nothing is changed.
import { RetryableError } from "@rollcall/core/error";
import { lookAtHub, lookAtManagement, lookAtWay } from "./doctor/accounts.ts";
import type { Finding, Look, Note, Place } from "./doctor/finding.ts";
import {
  lookAtFunctions,
  lookAtMachines,
  lookAtMappings,
  lookAtQueues,
} from "./doctor/machinery.ts";
import { linkTo, readRecord } from "./doctor/record.ts";
import { lookAtExecutions, lookAtLease, lookAtOutbox } from "./doctor/runs.ts";
import { lookAtSlack } from "./doctor/slack.ts";
import { lookAtBucket, lookAtTable } from "./doctor/storage.ts";
import { lookAtTrail } from "./doctor/trail.ts";
import { isDenied, nameOf, textOf } from "./errors.ts";

export type { Finding, Note, Place } from "./doctor/finding.ts";
export { CredentialsError, configuredRegion, whoAsks } from "./doctor/record.ts";

/** The checks, in the order in which they are shown. */
const looks = {
  table: lookAtTable,
  bucket: lookAtBucket,
  queues: lookAtQueues,
  functions: lookAtFunctions,
  mappings: lookAtMappings,
  machines: lookAtMachines,
  trail: lookAtTrail,
  slack: lookAtSlack,
  management: lookAtManagement,
  hub: lookAtHub,
  way: lookAtWay,
  lease: lookAtLease,
  executions: lookAtExecutions,
  outbox: lookAtOutbox,
} satisfies Record<string, Look>;

/** Names of the checks; `record` is the first, and the others need what it finds. */
export type CheckName = "record" | keyof typeof looks;

/** What a check came to. */
export interface Checked {
  name: CheckName;
  problems: Finding[];
  notes: Note[];
}

/** Examines a stage in the caller's account. */
export async function examine(stage: string, place: Place): Promise<Checked[]> {
  const found = await readRecord(stage, place.region);
  if ("problem" in found) return [{ name: "record", problems: [found.problem], notes: [] }];
  const { deployed } = found;
  linkTo(deployed);
  const hub = deployed.settings.hub.account;
  const first: Checked = {
    name: "record",
    problems: hub === place.account ? [] : [{ code: "wrong-account", account: place.account, hub }],
    notes: [{ code: "named", name: `${stage} (${place.account}, ${place.region})` }],
  };
  const rest = Object.entries(looks).map(async ([name, look]) => {
    const seen = await look(deployed, place).catch((error) => ({
      problems: [unanswered(error)],
      notes: [],
    }));
    return { name: name as CheckName, ...seen };
  });
  return [first, ...(await Promise.all(rest))];
}

function unanswered(error: unknown): Finding {
  const cause = error instanceof RetryableError ? (error.cause ?? error) : error;
  const said = [nameOf(cause), textOf(cause)].filter(Boolean).join(": ");
  return { code: isDenied(cause) ? "not-permitted" : "unanswered", error: said };
}
