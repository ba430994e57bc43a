// A whole world for a question: the synthesized app in a sandbox, ledgers in by the front door, and every
// means to look at what became of them. The sandbox's clock skips what nobody needs to wait for.
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { runNameOf } from "@rollcall/aws/acts/start-run";
import type { OutboxEntry } from "@rollcall/aws/table/outbox";
import type { RunRow } from "@rollcall/aws/table/runs";
import type { Problem, Row } from "@rollcall/core/ledger";
import type { Membership, Transition } from "@rollcall/core/membership";
import type { Plan } from "@rollcall/core/plan";
import type { Summary } from "@rollcall/core/run";
import {
  type Estate,
  type GatedCall,
  parseEstate,
  type Sandbox,
  type SandboxOptions,
} from "@rollcall/sandbox";
import { forwardCalls } from "../../packages/cli/src/forwarding.ts";
import { startLocal } from "../../packages/cli/src/local.ts";
import type { ExecutionRecord } from "../../packages/sandbox/src/services/states/record.ts";
import { countsOf } from "./counts.ts";
import { csv, type LedgerRow } from "./estate.ts";
import { storedPlan } from "./stored-plan.ts";

export { countsOf, total } from "./counts.ts";
export { account, csv, hub, ids, type LedgerRow, management, role } from "./estate.ts";

/** An event of an execution's history. */
export interface HistoryEvent {
  id: number;
  type: string;
  [details: string]: unknown;
}

/** A run that has ended, with everything that it left behind. */
export interface Applied {
  run: string;
  row: RunRow;
  /** Rows of the ledger, as they were read. */
  rows: Row[];
  status: RunRow["status"];
  plan: Plan | undefined;
  summary: Summary | undefined;
  problems: Problem[];
  /** Calls of the services whose calls are the work itself, such as `securityhub:InviteMembers`. */
  calls: Record<string, number>;
  transitions: Transition[];
}

interface ReadFile {
  rows: Row[];
  problems: Problem[];
}

/** Roll calls are held when a test asks for one: the clock runs ahead, and a schedule with it. */
const onDemand = { rollCall: { schedule: "rate(300 days)", timezone: "UTC" } };

/**
 * When every world begins, at whatever hour its test runs: no daily schedule falls among a test's messages, and what
 * hangs on the calendar is the same each time. A Wednesday, after the day's digest and setup check.
 */
export const BEGINS = Date.parse("2031-03-05T11:00:00Z");

/** Starts the synthesized app in an estate. */
export async function startWorld(
  estate: object,
  locale: "en" | "ja" = "en",
  settings: object = {},
  chance: Pick<SandboxOptions, "profile" | "seed" | "faults" | "assumptions" | "begins"> = {},
): Promise<World> {
  const parsed = parseEstate(JSON.stringify(estate));
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  const local = { estate: parsed.estate, locale, settings: { ...onDemand, ...settings } };
  return new World(await startLocal({ begins: BEGINS, ...local, ...chance }), parsed.estate);
}

/** Starts what a data directory has kept, as the command would; `estate` is the one that it began with. */
export async function reopenWorld(estate: object, dataDirectory: string): Promise<World> {
  const parsed = parseEstate(JSON.stringify(estate));
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  const local = { estate: parsed.estate, locale: "en" as const, settings: onDemand, dataDirectory };
  return new World(await startLocal(local), parsed.estate);
}

export class World {
  readonly sandbox: Sandbox;
  readonly #local;
  readonly #estate: Estate;
  /** Ids of the events that reached the bus, each as often as it came. */
  readonly told: string[] = [];
  /** Counts what may have changed the table or `told`. */
  #changes = 0;

  constructor(local: Awaited<ReturnType<typeof startLocal>>, estate: Estate) {
    this.#local = local;
    this.#estate = estate;
    this.sandbox = local.sandbox;
    this.sandbox.gates.push((call) => this.#listen(call));
  }

  /** Calls AWS as an account's administrator. */
  as(account: string, region = this.#local.region) {
    return <Answer = Record<string, unknown>>(
      service: string,
      operation: string,
      input: object = {},
    ) => this.sandbox.world.call(service, operation, input, { account, region }) as Promise<Answer>;
  }

  get hub(): string {
    return this.#local.account;
  }

  /** The account with this e-mail, if there is one. */
  accountOf(email: string): string | undefined {
    const all = this.sandbox.model.accounts.known();
    return [...all].find((one) => one.email.toLowerCase() === email.toLowerCase())?.id;
  }

  /** Calls AWS as the hub's administrator, in rollcall's own Region. */
  get asHub() {
    return this.as(this.#local.account);
  }

  /** What the app's functions know of one of its parts. */
  link = (name: string): Record<string, unknown> => this.#local.links[name]!;

  /** Uploads a ledger and returns its run. */
  async upload(ledger: LedgerRow[] | Buffer | string, name = "ledger.csv"): Promise<string> {
    const Body = Buffer.from(Array.isArray(ledger) ? csv(ledger) : ledger);
    const bucket = String(this.#local.links.Ledgers!.name);
    const key = `ledgers/${name}`;
    const put = { Bucket: bucket, Key: key, Body };
    const { VersionId } = await this.asHub<{ VersionId: string }>("s3", "PutObject", put);
    return runNameOf({ bucket, key, versionId: VersionId });
  }

  /** Uploads a ledger and follows its run to the end, and until Slack and the bus know of it. */
  async apply(ledger: LedgerRow[] | Buffer | string, name?: string): Promise<Applied> {
    const mark = this.sandbox.calls.mark();
    return this.ended(await this.upload(ledger, name), mark);
  }

  /** Waits for the end of a run. */
  async ended(run: string, mark = 0): Promise<Applied> {
    const row = await this.until(async () => {
      const now = await this.runRow(run);
      return now?.closedAt ? now : undefined;
    }, `the end of ${run}`);
    const calls = countsOf(this.sandbox.calls.since(mark));
    await this.#shown(row.status === "rejected" ? `run/${run}` : `run/${run}/closed`);
    await this.quiet();
    const { problems = [], rows = [] } =
      (await this.file<Partial<ReadFile>>(run, "problems.json")) ??
      (await this.file<Partial<ReadFile>>(run, "ledger.json")) ??
      {};
    return {
      run,
      row,
      rows,
      status: row.status,
      plan: await storedPlan(this, run),
      summary: (await this.file<Summary | null>(run, "summary.json")) ?? undefined,
      problems,
      calls,
      transitions: (await this.transitions()).filter((one) => one.run === run),
    };
  }

  /** Waits until every event is on the bus and Slack shows what it should. */
  async quiet(): Promise<void> {
    let seen = -1;
    await this.until(async () => {
      if (seen === this.#changes) return undefined;
      seen = this.#changes;
      const items = await this.items();
      const told = new Set(this.told);
      const events = items.flatMap(({ kind, ...one }) =>
        kind === "event" ? [one.event.id] : kind === "transition" ? [one.id] : [],
      );
      const outbox = items.filter(({ kind }) => kind === "outbox") as unknown as OutboxEntry[];
      const isShown = ({ sent, revision, delivery }: OutboxEntry) =>
        sent >= revision || delivery === "failed";
      return events.every((id) => told.has(id)) && outbox.every(isShown) ? true : undefined;
    }, "Slack and the bus");
  }

  /** Waits until Slack shows the message of this key. */
  #shown = (key: string) =>
    this.until(async () => {
      const found = await this.item<OutboxEntry>(`OUTBOX#${key}`, "OUTBOX");
      return found && found.sent >= found.revision ? found : undefined;
    }, `the message ${key}`);

  /** The row of a run. */
  runRow = (run: string) => this.item<RunRow>(`RUN#${run}`, "RUN");

  /** An object of the ledger bucket. */
  async bytes(Key: string): Promise<Buffer> {
    const Bucket = String(this.#local.links.Ledgers!.name);
    const { Body } = await this.asHub<{ Body: Uint8Array }>("s3", "GetObject", { Bucket, Key });
    return Buffer.from(Body);
  }

  /** An object of the ledger bucket as text. */
  async text(Key: string): Promise<string | undefined> {
    try {
      return (await this.bytes(Key)).toString("utf8");
    } catch {
      return undefined;
    }
  }

  /** An object of the ledger bucket as JSON. */
  async json<Content>(Key: string): Promise<Content | undefined> {
    const text = await this.text(Key);
    return text === undefined ? undefined : JSON.parse(text);
  }

  /** One item of the table. */
  async item<Item>(pk: string, sk: string): Promise<Item | undefined> {
    const TableName = String(this.#local.links.Table!.name);
    const Key = { pk: { S: pk }, sk: { S: sk } };
    const { Item } = await this.asHub<{ Item?: never }>("dynamodb", "GetItem", { TableName, Key });
    return Item && (unmarshall(Item) as Item);
  }

  /** Everything in the table. */
  // biome-ignore lint/suspicious/noExplicitAny: items of all kinds
  async items(): Promise<Record<string, any>[]> {
    const TableName = String(this.#local.links.Table!.name);
    const found: Record<string, unknown>[] = [];
    let ExclusiveStartKey: unknown;
    do {
      const page = await this.asHub<{ Items: never[]; LastEvaluatedKey?: unknown }>(
        "dynamodb",
        "Scan",
        { TableName, ExclusiveStartKey },
      );
      found.push(...page.Items.map((item) => unmarshall(item)));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    return found;
  }

  async #ofKind<Item>(kind: string): Promise<Item[]> {
    return (await this.items()).filter((one) => one.kind === kind) as Item[];
  }

  memberships = () => this.#ofKind<Membership>("membership");
  transitions = () => this.#ofKind<Transition>("transition");
  outbox = () => this.#ofKind<OutboxEntry>("outbox");

  /** The state that the table has for an account in a Region. */
  async stateOf(accountId: string, region: string): Promise<string> {
    const all = await this.memberships();
    return all.find((one) => one.accountId === accountId && one.region === region)?.state ?? "none";
  }

  /** One of a run's files. */
  file = <Content>(run: string, name: string) => this.json<Content>(`runs/${run}/${name}`);

  /** Messages that Slack shows, the oldest first. */
  get messages() {
    return [...this.sandbox.slack.workspace.messages.values()];
  }

  /** Messages of a run: its parent, then the replies in its thread. */
  messagesOf(run: string) {
    return this.messages.filter((one) => keyOf(one).startsWith(`run/${run}`));
  }

  /** Every execution so far, children of Maps included. */
  get executions(): ExecutionRecord[] {
    return [...this.sandbox.world.store.collection<ExecutionRecord>("states/executions").values()];
  }

  /** The events of an execution, in order. */
  history(arn: string) {
    const events = this.sandbox.world.store.collection<HistoryEvent>(`states/history/${arn}`);
    return [...events.values()];
  }

  /** Messages that wait in queues of this kind of name. */
  async waiting(name: RegExp): Promise<string[]> {
    const { QueueUrls = [] } = await this.asHub<{ QueueUrls?: string[] }>("sqs", "ListQueues");
    const filled: string[] = [];
    for (const QueueUrl of QueueUrls.filter((url) => name.test(url))) {
      const AttributeNames = ["ApproximateNumberOfMessages"];
      const asked = { QueueUrl, AttributeNames };
      const { Attributes } = await this.asHub<{ Attributes: Record<string, string> }>(
        "sqs",
        "GetQueueAttributes",
        asked,
      );
      if (Attributes.ApproximateNumberOfMessages !== "0") filled.push(QueueUrl);
    }
    return filled;
  }

  /** Sets up the forwarding of CloudTrail's events in these accounts, by the template. */
  forward(accounts: string[]): Promise<void> {
    const { trailBusArn } = this.#local;
    const regions = this.#estate.hub.regions;
    return forwardCalls(this.sandbox, {
      trailBusArn,
      management: this.#estate.management?.account,
      accounts: accounts.map((id) => ({ id, regions })),
    });
  }

  /** Lets the sandbox's clock go on. */
  sleep = (milliseconds: number) => this.sandbox.world.clock.sleep(milliseconds);

  stop = () => this.sandbox.stop();

  #listen({ service, operation, input, endings }: GatedCall): void {
    const isRead = /^(Get|BatchGet|Query|Scan)/.test(operation);
    if (service === "dynamodb" && !isRead) endings.push(() => void this.#changes++);
    if (service !== "events" || operation !== "PutEvents") return;
    this.#changes++;
    for (const { Detail } of input.Entries as { Detail: string }[])
      this.told.push(JSON.parse(Detail).id);
  }

  /** Looks again until there is an answer; an hour of the sandbox's time at most. */
  async until<Answer>(look: () => Promise<Answer | undefined>, what: string): Promise<Answer> {
    const { clock } = this.sandbox.world;
    const until = clock.now() + 60 * 60_000;
    while (clock.now() < until) {
      const answer = await look();
      if (answer !== undefined) return answer;
      await clock.sleep(500);
    }
    throw new Error(`${what} did not come`);
  }
}

/** The outbox key that a message carries; a file that was shown carries none. */
export const keyOf = (message: { metadata?: unknown }): string =>
  (message.metadata as { event_payload?: { outbox_id?: string } } | undefined)?.event_payload
    ?.outbox_id ?? "";
