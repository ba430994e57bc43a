// Worlds in which members get lost and are healed.
import type { HealingFile } from "@rollcall/aws/acts/heal-file";
import { rollcall } from "../cli/command.ts";
import { type Called, comeBack, hold, lag } from "./roll-calls.ts";
import { type Applied, hub, type LedgerRow, management, startWorld, type World } from "./world.ts";

export const regions = ["us-east-1", "eu-west-1"];

/** A world with a ledger applied, and a roll call that knows it. */
export async function settledWorld(
  healing: object,
  estate: { accounts: object[]; hub?: object },
  ledger: LedgerRow[],
): Promise<World> {
  const whole = { management, ...estate, hub: { account: hub, regions, ...estate.hub } };
  const world = await startWorld(whole, "en", { healing });
  await world.apply(ledger);
  await lag(world);
  await hold(world);
  return world;
}

/** What a roll call decided. */
export const decisionOf = async (world: World, { row }: Called) =>
  (await world.file<HealingFile>(row.rollCall, "healing.json"))?.treatments ?? [];

/** The heal that a roll call began, at its end. */
export const healed = (world: World, { row }: Called): Promise<Applied> =>
  world.ended(`heal-${row.rollCall}`);

/** Heals under way or done, by name. */
export const heals = (world: World): string[] => [
  ...new Set(
    world.executions
      .filter((one) => /:heal-[^:]*$/.test(one.arn) && /-apply:/.test(one.arn))
      .map((one) => one.name),
  ),
];

/** Everything that a message says. */
export const shown = (message: { text: string; blocks?: unknown } | undefined): string =>
  `${message?.text} ${JSON.stringify(message?.blocks)}`;

/** An account becomes a member without rollcall. */
export async function join(world: World, id: string, region: string): Promise<void> {
  const byHub = world.as(hub, region);
  await byHub("securityhub", "CreateMembers", { AccountDetails: [{ AccountId: id }] });
  await byHub("securityhub", "InviteMembers", { AccountIds: [id] });
  await world.as(id, region)("securityhub", "EnableSecurityHub");
  await world.sleep(10_000);
  await comeBack(world, id, region);
}

/** What the bucket's rules do to files of this prefix in time: of roll calls they are gone after 30 days. */
export async function expire(world: World, prefix: string): Promise<void> {
  const Bucket = String(world.link("Ledgers").name);
  const { Contents } = await world.asHub<{ Contents: { Key: string }[] }>("s3", "ListObjectsV2", {
    Bucket,
    Prefix: prefix,
  });
  for (const { Key } of Contents) await world.asHub("s3", "DeleteObject", { Bucket, Key });
}

/** The hub takes a member out. */
export const remove = (world: World, id: string, region: string) =>
  world.as(hub, region)("securityhub", "DisassociateMembers", { AccountIds: [id] });

/** The hub takes a member out and forgets it. */
export async function erase(world: World, id: string, region: string): Promise<void> {
  await remove(world, id, region);
  await world.as(hub, region)("securityhub", "DeleteMembers", { AccountIds: [id] });
}

/** The real command `heal` against this world; its document. */
export async function healCommand(world: World, ...args: string[]) {
  const endpoint = ["--endpoint", world.sandbox.endpoint];
  const { code, stdout, stderr } = await rollcall(["heal", ...args, ...endpoint, "--json"]);
  return { code, stderr, told: JSON.parse(stdout) };
}
