// What must hold after every run, in any world: each wanted pair is a member or has a line that says why and
// what to do, the table says what the hub says, every step is on record and was told, and nothing broke.

import type { OutboxEntry } from "@rollcall/aws/table/outbox";
import type { Membership, Transition } from "@rollcall/core/membership";
import { type Applied, keyOf, type World } from "./world.ts";

/** States that only rollcall knows: the hub's row says something else, or there is none. */
const unseen = new Set(["RegionDisabled", "AccountSuspended"]);

/** Everything that does not hold after a run, one sentence each. */
export async function flawsOf(world: World, applied: Applied): Promise<string[]> {
  const [memberships, transitions, outbox] = await Promise.all([
    world.memberships(),
    world.transitions(),
    world.outbox(),
  ]);
  const told = new Set(world.told);
  return [
    ...pairFlaws(world, applied),
    ...memberFlaws(world, memberships, transitions),
    ...transitions.filter(({ id }) => !told.has(id)).map(({ id }) => `${id} was not told`),
    ...deliveryFlaws(world, outbox),
    ...executionFlaws(world),
    ...(await world.waiting(/dead/i)).map((url) => `${url} is not empty`),
  ];
}

/** What the hub itself has, whatever its listing shows at the moment. */
export function hubsWord(world: World, accountId: string, region: string): string {
  const { model } = world.sandbox;
  return model.securityHub.memberships.get(world.hub, region, accountId)?.status ?? "Absent";
}

/** Where the table says something else than the hub, or its transitions do not lead there. */
export const memberFlaws = (
  world: World,
  memberships: Membership[],
  transitions: Transition[],
): string[] => [
  ...memberships.flatMap((one) => tableFlaws(world, one)),
  ...chainFlaws(memberships, transitions),
];

/** What Slack should show and does not, or shows twice, or shows as it was, or shows and nobody wants. */
export function deliveryFlaws(world: World, outbox: OutboxEntry[]): string[] {
  const uploads = new Set(outbox.map(({ upload }) => upload));
  const files = world.messages.flatMap((one) => one.files ?? []);
  return [
    ...outbox.flatMap((entry) => entryFlaws(world, entry)),
    ...files.filter((id) => !uploads.has(id)).map((id) => `the file ${id} is shown again`),
  ];
}

function entryFlaws(world: World, { key, content, delivery, upload, parent }: OutboxEntry) {
  if (delivery !== "sent") return [`${key} is ${delivery}`];
  const shown = world.messages.filter((one) =>
    upload ? one.files?.includes(upload) : keyOf(one) === key,
  );
  if (shown.length !== 1) return [`${key} is shown ${shown.length} times`];
  if (!upload && shown[0]!.text !== JSON.parse(content).text)
    return [`${key} is not shown as it is wanted`];
  const root = parent && rootOf(world, parent);
  return shown[0]!.threadTs === root ? [] : [`${key} is in another thread`];
}

/** The ts of the thread in which the replies to an outbox key stand. */
function rootOf(world: World, key: string): string | undefined {
  const parent = world.messages.find((one) => keyOf(one) === key);
  return parent?.threadTs ?? parent?.ts;
}

/** Wanted memberships that are neither there nor named in the run's summary. */
export function pairFlaws(world: World, { summary, status, plan, rows }: Applied): string[] {
  if (!summary || !plan) return [];
  const flaws: string[] = [];
  const { wanted, enabled, pending, attention } = summary.memberships;
  if (wanted !== enabled + pending + attention) flaws.push(`${wanted} do not add up`);
  if ((status === "settled") !== (summary.attention.length === 0))
    flaws.push(`${status} with ${summary.attention.length} lines of attention`);
  const lines = new Map(summary.attention.map((one) => [`${one.account}/${one.region}`, one]));
  for (const { account, region, reason, next } of summary.attention)
    if (!reason.en || !reason.ja || !next.en || !next.ja)
      flaws.push(`${account}/${region} has no reason, or no next act`);
  const emails = new Map(plan.resolved.map((one) => [one.row, one.accountId]));
  for (const row of rows.filter((one) => one.desired === "member"))
    for (const { region } of plan.regions) {
      if (row.regions !== "all" && !row.regions.includes(region)) continue;
      const id = row.accountId ?? emails.get(row.row) ?? world.accountOf(row.email ?? "");
      const said = id === undefined ? "nothing" : hubsWord(world, id, region);
      const isNamed = [id, row.email].some(
        (name) => lines.has(`${name}/${region}`) || lines.has(`${name}/all`),
      );
      if (said !== "Enabled" && !isNamed)
        flaws.push(`row ${row.row} in ${region} is ${said} in the hub, and not named`);
    }
  return flaws;
}

function tableFlaws(world: World, { accountId, region, state }: Membership): string[] {
  const said = hubsWord(world, accountId, region);
  return unseen.has(state) || said === state
    ? []
    : [`${accountId}/${region} is ${state} in the table and ${said} in the hub`];
}

/** The transitions of each membership, oldest first, lead to its state without a gap. */
function chainFlaws(memberships: Membership[], transitions: Transition[]): string[] {
  const chains = Map.groupBy(transitions, (one) => `${one.accountId}/${one.region}`);
  return memberships.flatMap(({ accountId, region, state, version }) => {
    const key = `${accountId}/${region}`;
    const chain = (chains.get(key) ?? []).sort((one, other) => one.version - other.version);
    let from = "Absent";
    for (const [at, one] of chain.entries()) {
      if (one.version !== at + 1 || one.from !== from) return [`${key} breaks at ${one.id}`];
      from = one.to;
    }
    return from === state && chain.length === version ? [] : [`${key} does not end as ${state}`];
  });
}

/** What the platform does to a function on a day that is rough; the workflow asks again. */
const FORGIVEN = /"error":"(Runtime\.ExitError|Sandbox\.Timedout|RetryableError|ConflictError)"/;

function executionFlaws(world: World): string[] {
  const rough = world.sandbox.world.faults.profile !== "fast";
  return world.executions.flatMap(({ arn, status, error, cause }) => {
    const failed = world
      .history(arn)
      .filter(({ type }) => type === "TaskFailed" || type === "TaskTimedOut")
      .filter((one) => !(rough && FORGIVEN.test(JSON.stringify(one.taskFailedEventDetails ?? ""))))
      .map((one) => `${arn}: ${JSON.stringify(one.taskFailedEventDetails ?? one.type)}`);
    // Owners are waited for long after a run has closed.
    const waits = status === "RUNNING" && /-await-joiner:/.test(arn);
    return status === "SUCCEEDED" || waits
      ? failed
      : [`${arn} ${status}: ${error} ${cause}`, ...failed];
  });
}
