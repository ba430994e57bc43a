// What runs left behind: the lease, executions that failed, messages that Slack refused.
import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  type ListExecutionsCommandInput,
  SFNClient,
} from "@aws-sdk/client-sfn";
import { ownClientOf } from "../clients.ts";
import { findLease } from "../table/lease.ts";
import { entriesOf } from "../table/outbox.ts";
import type { Finding, Look } from "./finding.ts";
import type { Deployed } from "./record.ts";
import { unless } from "./storage.ts";

const DAY = 24 * 60 * 60_000;
/** The latest executions that are looked at: more than a day has, in a stage that works. */
const LATEST = 50;

const client = () => ownClientOf(SFNClient, "states");

const nameOfMachine = (arn: string): string => arn.split(":").at(-1)!;

const executionOf = ({ machines }: Deployed, run: string): string =>
  `${machines.apply.arn.replace(":stateMachine:", ":execution:")}:${run}`;

/** The lease is free, or its holder is at work. */
export const lookAtLease: Look = async (deployed) => {
  const lease = await findLease();
  if (!lease?.holder) return { problems: [], notes: [{ code: "no-lease" }] };
  const { holder, until } = lease;
  const execution = executionOf(deployed, holder);
  const seen = await client()
    .send(new DescribeExecutionCommand({ executionArn: execution }))
    .catch(unless("ExecutionDoesNotExist"));
  const status = seen?.status ?? "MISSING";
  const { table } = deployed;
  if (status !== "RUNNING")
    return { problems: [{ code: "lease-orphaned", holder, until, status, table }], notes: [] };
  if (until <= new Date().toISOString())
    return { problems: [{ code: "lease-expired", holder, until, execution }], notes: [] };
  return { problems: [], notes: [{ code: "lease", holder, until }] };
};

async function latest(arn: string, only: Partial<ListExecutionsCommandInput> = {}) {
  const asked = { stateMachineArn: arn, maxResults: LATEST, ...only };
  const listed = await client()
    .send(new ListExecutionsCommand(asked))
    .catch(unless("StateMachineDoesNotExist"));
  const since = Date.now() - DAY;
  return (listed?.executions ?? []).filter(
    (one) => (one.stopDate ?? one.startDate ?? new Date(0)).getTime() > since,
  );
}

async function failuresOf(arn: string): Promise<Finding[]> {
  const listed = await Promise.all(
    (["FAILED", "TIMED_OUT", "ABORTED"] as const).map((statusFilter) =>
      latest(arn, { statusFilter }),
    ),
  );
  return Promise.all(
    listed.flat().map(async ({ executionArn, name, status, stopDate }) => {
      const seen = await client().send(new DescribeExecutionCommand({ executionArn }));
      const said = [seen.error, seen.cause].filter(Boolean).join(": ");
      return {
        code: "run-failed" as const,
        machine: nameOfMachine(arn),
        run: name ?? "",
        execution: executionArn ?? "",
        at: stopDate?.toISOString() ?? "",
        error: said || (status ?? ""),
      };
    }),
  );
}

/** No execution failed in the last day. */
export const lookAtExecutions: Look = async ({ machines }) => {
  const found = await Promise.all(Object.values(machines).map(({ arn }) => failuresOf(arn)));
  return { problems: found.flat(), notes: [] };
};

/** Messages that are named one by one. */
const NAMED = 20;
/** Milliseconds that a message may wait: a roll call has queued it again by then. */
const PATIENCE = 2 * 60 * 60_000;

/** Slack shows everything that it should, and refused nothing. */
export const lookAtOutbox: Look = async () => {
  const now = Date.now();
  const [failed, late] = await Promise.all([
    entriesOf("failed", { before: new Date(now + DAY).toISOString(), most: NAMED }),
    entriesOf("due", { before: new Date(now - PATIENCE).toISOString(), most: NAMED }),
  ]);
  const since = late[0]?.queuedAt;
  return {
    problems: [
      ...failed.map((one) => ({
        code: "message-failed" as const,
        message: one.key,
        channel: one.channel,
        error: one.failure ?? "",
      })),
      ...(since ? [{ code: "messages-wait" as const, count: late.length, since }] : []),
    ],
    notes: [],
  };
};
