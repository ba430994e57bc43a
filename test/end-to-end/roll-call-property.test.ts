// Whatever members do between roll calls, and whatever goes wrong in one: each loss is told exactly once, with the
// right from → to. Acts come by a seed (`ROLLCALL_SEED`, `ROLLCALL_ROUNDS`); what is told is compared with what happened.
import { label, type State } from "@rollcall/core/membership";
import { AwsError } from "@rollcall/sandbox";
import { afterAll, beforeAll, expect, it } from "vitest";
import { seeded } from "../../packages/sandbox/src/random.ts";
import { ask, comeBack, hold, lag, leave } from "./roll-calls.ts";
import { account, hub, ids, management, startWorld, type World } from "./world.ts";

const seed = Number(process.env.ROLLCALL_SEED ?? 7);
const rounds = Number(process.env.ROLLCALL_ROUNDS ?? 6);
const chance = seeded(seed);
const oneOf = <Item>(items: readonly Item[]): Item => items[Math.floor(chance() * items.length)]!;

const regions = ["us-east-1", "eu-west-1", "ap-northeast-1"] as const;
const members = ids(640_000_000_001, 6);
const keys = members.flatMap((id) => regions.map((region) => ({ id, region })));
type Key = (typeof keys)[number];
const nameOf = ({ id, region }: Key) => `${id} ${region}`;

let world: World;
/** What is wrong with the roll calls that are held now. */
const faults = {
  unread: new Set<string>(),
  /** The look is recorded, and then its file cannot be written. */
  unfiled: new Set<string>(),
  organization: false,
  close: false,
};

beforeAll(async () => {
  const administrator = { account: hub, regions };
  world = await startWorld({
    hub: { account: hub, regions },
    management,
    accounts: members.map((id) => account(id, { administrator })),
  });
  world.sandbox.gates.push(({ operation, region, input }) => {
    const written =
      operation === "PutObject" ? String(input.Key).split("/").slice(2).join("/") : "";
    const isUnfiled = [...faults.unfiled].some((one) => written === `observed/${one}.json`);
    if (
      (operation === "ListMembers" && faults.unread.has(region)) ||
      (operation === "ListAccounts" && faults.organization) ||
      isUnfiled ||
      (written === "closed.json" && faults.close)
    )
      throw new AwsError("AccessDeniedException", "not today", { status: 403 });
  });
});
afterAll(() => world?.stop());

const asHub = (region: string, operation: string, ...accounts: string[]) =>
  world.as(hub, region)("securityhub", operation, { AccountIds: accounts });

async function truth({ id, region }: Key): Promise<State> {
  const { Members = [] } = await world.as(hub, region)<{ Members?: { MemberStatus: State }[] }>(
    "securityhub",
    "GetMembers",
    { AccountIds: [id] },
  );
  return Members[0]?.MemberStatus ?? "Absent";
}

/** What members do, and what is done to them. Each leaves alone whom it does not fit. */
const acts: Record<string, (key: Key, state: State) => Promise<boolean>> = {
  async leave({ id, region }, state) {
    if (state === "Enabled") await leave(world, id, region);
    return state === "Enabled";
  },
  async remove({ id, region }, state) {
    if (state === "Enabled") await asHub(region, "DisassociateMembers", id);
    return state === "Enabled";
  },
  async delete({ id, region }, state) {
    if (state === "Enabled") await asHub(region, "DisassociateMembers", id);
    if (state !== "Absent") await asHub(region, "DeleteMembers", id);
    return state !== "Absent";
  },
  async return({ id, region }, state) {
    if (state === "Enabled") return false;
    if (state === "Absent")
      await world.as(hub, region)("securityhub", "CreateMembers", {
        AccountDetails: [{ AccountId: id }],
      });
    await asHub(region, "InviteMembers", id);
    await world.sleep(10_000);
    await comeBack(world, id, region);
    return true;
  },
};

const suspended = new Set<string>();
/** What rollcall knows of a membership, how often it was written, and whether it changed since. */
const known = new Map(keys.map((key) => [nameOf(key), { state: "Enabled" as State, version: 1 }]));
const touched = new Set<string>();
/** Losses that have been seen and not been told yet: from, to, and the version of the last. */
type Due = { key: string; from: State; to: State; flap: boolean; version: number };
let due: Due[] = [];
/** Two losses in a row, of which the second made nothing better, are one. */
function lose(key: string, to: State, flap = false): void {
  const now = known.get(key)!;
  const means = label(now.state, to);
  const version = now.version + 1;
  const before = due.find((one) => one.key === key && one.version === now.version);
  known.set(key, { state: to, version });
  if (means !== "loss" && means !== "unexpected") return;
  due = [
    ...due.filter((one) => one !== before),
    { key, from: before?.from ?? now.state, to, flap, version },
  ];
}

/** What a roll call must see now, by what is true. */
async function look(): Promise<void> {
  for (const key of keys) {
    const name = nameOf(key);
    const before = known.get(name)!.state;
    const isOut = suspended.has(key.id) && !faults.organization;
    if (isOut && ["Enabled", "Invited", "Created"].includes(before)) lose(name, "AccountSuspended");
    if (faults.unread.has(key.region)) continue;
    const [now, { state }] = [await truth(key), known.get(name)!];
    const hidden = state === "AccountSuspended" && ["Enabled", "Created", "Invited"].includes(now);
    if (state === "Enabled" && now === "Enabled" && touched.has(name)) {
      lose(name, "Unknown", true);
      lose(name, "Enabled");
    } else if (state !== now && !hidden) lose(name, now);
    touched.delete(name);
  }
}

it(`tells each loss exactly once, from what to what (seed ${seed})`, async () => {
  expect((await hold(world)).report.losses).toEqual([]);
  const story: string[] = [];
  let losses = 0;
  for (let round = 1; round <= rounds; round++) {
    const isLast = round === rounds;
    for (let act = 0; act < 7; act++) {
      const [name, key] = [oneOf(Object.keys(acts)), oneOf(keys)];
      const state = await truth(key);
      if (suspended.has(key.id) || !(await acts[name]!(key, state))) continue;
      touched.add(nameOf(key));
      story.push(`${round}: ${name} ${nameOf(key)}`);
      await world.sleep(5_000);
    }
    if (round % 3 === 0 && suspended.size < 2) {
      const id = oneOf(members.filter((one) => !suspended.has(one)));
      await world.as(management.account)("organizations", "CloseAccount", { AccountId: id });
      suspended.add(id);
      story.push(`${round}: suspend ${id}`);
    }
    faults.unread = new Set(isLast ? [] : regions.filter(() => chance() < 0.25));
    faults.unfiled = new Set(isLast ? [] : regions.filter(() => chance() < 0.12));
    faults.organization = !isLast && chance() < 0.15;
    faults.close = !isLast && chance() < 0.25;
    story.push(
      `${round}: ${JSON.stringify({ ...faults, unread: [...faults.unread], unfiled: [...faults.unfiled] })}`,
    );
    await lag(world);
    await look();
    const { row, report } = await hold(world);
    const expected = faults.close ? [] : due;
    const told = (report?.losses ?? []).map(({ accountId, region, from, to, flap }) =>
      JSON.stringify([`${accountId} ${region}`, from, to, flap]),
    );
    const wanted = expected.map(({ key, from, to, flap }) => JSON.stringify([key, from, to, flap]));
    expect(told.sort(), story.join("\n")).toEqual(wanted.sort());
    if (!faults.close) due = [];
    expect(row.status).toBe(
      faults.close
        ? "failed"
        : faults.unread.size + faults.unfiled.size > 0 || faults.organization
          ? "partial"
          : "complete",
    );
    losses += told.length;
  }
  expect(losses).toBeGreaterThan(rounds);
  for (const key of keys)
    expect(await world.stateOf(key.id, key.region)).toBe(known.get(nameOf(key))!.state);
  const now = new Date(world.sandbox.world.clock.now()).toISOString();
  const both = await Promise.all([ask(world, now), ask(world, now)]);
  expect(both[0].rollCall).toBe(both[1].rollCall);
});
