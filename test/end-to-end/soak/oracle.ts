// What must hold in any world. It knows AWS's words and the table's, and nothing of how rollcall decides.
import type { RunRow } from "@rollcall/aws/table/runs";
import { deliveryFlaws, hubsWord, memberFlaws, pairFlaws } from "../flaws.ts";
import { type Applied, hub, management, role, type World } from "../world.ts";
import type { Line } from "./actors.ts";
import { idOf } from "./deeds.ts";
import type { Stage } from "./stage.ts";
import type { Story } from "./story.ts";
import type { Watch } from "./watch.ts";

/** What must hold when a run has ended and nobody disturbed it. */
export async function duringFlaws(world: World, applied: Applied): Promise<string[]> {
  return pairFlaws(world, applied).map((one) => `${applied.run}: ${one}`);
}

/** What must hold at the end of time: the last ledger was applied again, and a roll call looked at everything. */
export async function endFlaws(
  world: World,
  { regions, watch }: Stage,
  story: Story,
  wanted: readonly Line[] | undefined,
  applied: Applied | undefined,
): Promise<string[]> {
  const items = await world.items();
  const of = (kind: string) => items.filter((one) => one.kind === kind) as never[];
  const told = new Set(world.told);
  const events = [
    ...(of("event") as { event: { id: string } }[]).map(({ event }) => event.id),
    ...(of("transition") as { id: string }[]).map(({ id }) => id),
  ];
  return [
    ...(applied ? pairFlaws(world, applied) : []),
    ...memberFlaws(world, of("membership"), of("transition")),
    ...hiddenFlaws(world, of("membership")),
    ...unknownFlaws(world, of("membership"), regions),
    ...events.filter((id) => !told.has(id)).map((id) => `${id} did not reach the bus`),
    ...deliveryFlaws(world, of("outbox")),
    ...(wanted && applied ? await joinableFlaws(world, story, wanted, regions, applied) : []),
    ...leftoverFlaws(world, of("run"), items, wornOut(of("run"), story, watch)),
    ...(await world.waiting(/dead/i)).map((url) => `${url} is not empty`),
    ...accountFlaws(world),
  ];
}

/** Regions that are off and accounts that are suspended are on record as such only where they are. */
function hiddenFlaws(
  world: World,
  memberships: { accountId: string; region: string; state: string }[],
): string[] {
  const { accounts } = world.sandbox.model;
  return memberships.flatMap(({ accountId, region, state }) => {
    const account = accounts.get(accountId);
    if (state === "RegionDisabled" && accounts.isOn(accountId, region))
      return [`${accountId}/${region} is RegionDisabled in the table, and the Region is on`];
    if (
      state === "AccountSuspended" &&
      account?.state === "ACTIVE" &&
      hubsWord(world, accountId, region) !== "AccountSuspended"
    )
      return [`${accountId}/${region} is AccountSuspended in the table, and the account is active`];
    return [];
  });
}

/** The hub has no member that the table does not know. */
function unknownFlaws(
  world: World,
  memberships: { accountId: string; region: string }[],
  regions: readonly string[],
): string[] {
  const known = new Set(memberships.map((one) => `${one.accountId}/${one.region}`));
  return regions.flatMap((region) =>
    world.sandbox.model.securityHub.memberships
      .of(hub, region)
      .filter((id) => !known.has(`${id}/${region}`))
      .map((id) => `${id}/${region} is in the hub and not in the table`),
  );
}

/** Who can be joined has joined, and who is to be out is out. */
async function joinableFlaws(
  world: World,
  story: Story,
  wanted: readonly Line[],
  regions: readonly string[],
  { run, summary }: Applied,
): Promise<string[]> {
  const flaws: string[] = [];
  for (const line of wanted) {
    const actor = story.actors[line.actor]!;
    const id = idOf(world, actor);
    const own =
      line.regions.length === 0 ? regions : regions.filter((one) => line.regions.includes(one));
    if (line.desired === "unnamed") continue;
    if (!id) {
      if (line.desired === "member") flaws.push(`${actor.email} was not created`);
      continue;
    }
    for (const region of regions) {
      const isMember = hubsWord(world, id, region) === "Enabled";
      const isWanted = line.desired === "member" && own.includes(region);
      if (isWanted && !isMember && !line.selfService && (await isJoinable(world, id, region)))
        flaws.push(
          `${id}/${region} could be joined, and is ${hubsWord(world, id, region)}; ${run} says ${JSON.stringify(
            summary?.attention.filter((one) => one.account === id && one.region === region),
          )}`,
        );
      if (
        !isWanted &&
        isMember &&
        line.desired === "absent" &&
        world.sandbox.model.accounts.get(id)?.state === "ACTIVE"
      )
        flaws.push(`${id}/${region} is to be out, and is in`);
    }
  }
  return flaws;
}

/** Nothing stands in the way of the account's membership. */
async function isJoinable(world: World, id: string, region: string): Promise<boolean> {
  const { accounts, securityHub } = world.sandbox.model;
  const account = accounts.get(id);
  if (account?.state !== "ACTIVE" || !accounts.isOn(id, region)) return false;
  const administrator = securityHub.administratorOf(id, region);
  if (administrator && administrator.account !== hub) return false;
  if (account.organization && securityHub.delegate(management.account, region) === hub) return true;
  return world
    .asHub("sts", "AssumeRole", {
      RoleArn: `arn:aws:iam::${id}:role/${role.name}`,
      RoleSessionName: "oracle",
      ExternalId: role.externalId,
    })
    .then(
      () => true,
      () => false,
    );
}

/** What AWS's machinery may do to a call so often that no retry is left; the run then says so and can be asked for again. */
const MISFORTUNE = /^(RetryableError|Runtime\.ExitError|Sandbox\.Timedout|Lambda\.\w+)$/;

/** Runs that a hostile day has worn out, in this story or in one before it in the same world. */
function wornOut(runs: RunRow[], { profile }: Story, { wornOut: known }: Watch): Set<string> {
  if (profile === "hostile")
    for (const { run, failure } of runs) if (MISFORTUNE.test(failure?.error ?? "")) known.add(run);
  return known;
}

/**
 * Nothing is left open: no run, no lease, no execution but those that wait for an owner. Nothing has failed but what is
 * excused.
 */
function leftoverFlaws(
  world: World,
  runs: RunRow[],
  // biome-ignore lint/suspicious/noExplicitAny: items of all kinds
  items: Record<string, any>[],
  excused: ReadonlySet<string>,
): string[] {
  return [
    ...runs.flatMap(({ run, failure }) =>
      failure && !excused.has(run) ? [`${run} failed: ${failure.error} ${failure.cause}`] : [],
    ),
    ...runs.filter((one) => !one.closedAt).map((one) => `${one.run} is open as ${one.status}`),
    ...items
      .filter(({ sk, holder }) => sk === "LEASE" && holder)
      .map(({ pk, holder }) => `${pk} is held by ${holder}`),
    ...world.executions
      .filter(({ status, arn }) => status === "RUNNING" && !/-await-joiner:/.test(arn))
      .map(({ arn }) => `${arn} is still running`),
    ...world.executions
      .filter(({ status, name }) => !/^(RUNNING|SUCCEEDED)$/.test(status) && !excused.has(name))
      .map(({ arn, status, error, cause }) => `${arn} ${status}: ${error} ${cause}`),
  ];
}

/** No account was created twice. */
function accountFlaws(world: World): string[] {
  const made = world.sandbox.world.store.collection<{ email: string; state: string }>(
    "organizations/creations",
  );
  const done = [...made.values()].filter(({ state }) => state === "SUCCEEDED");
  const emails = [...world.sandbox.model.accounts.known()].map(({ email }) => email.toLowerCase());
  return [...twice(done.map(({ email }) => email.toLowerCase())), ...twice(emails)].map(
    (email) => `${email} has two accounts`,
  );
}

const twice = (all: string[]): string[] => all.filter((one, at) => all.indexOf(one) < at);
