// AWS and Slack on a bad day: answers that get lost, Regions that cannot be asked, and calls that are slowed down.
import { AwsError, type GatedCall, type GateHook, Hangup } from "@rollcall/sandbox";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { flawsOf } from "./flaws.ts";
import { account, hub, ids, keyOf, management, startWorld, type World } from "./world.ts";

const regions = ["us-east-1", "eu-west-1"];
const [lost, unread, off, slow, slack] = ids(910_000_000_001, 5) as [
  string,
  string,
  string,
  string,
  string,
];

let world: World;
let trouble: GateHook = () => {};

beforeAll(async () => {
  world = await startWorld({
    hub: { account: hub, regions },
    management,
    accounts: [lost, unread, off, slow, slack].map((id) => account(id)),
  });
  world.sandbox.gates.push((call) => trouble(call));
});
afterAll(() => world?.stop());
beforeEach(() => {
  trouble = () => {};
});

/** True once for each operation and Region. */
function onceEach() {
  const seen = new Set<string>();
  return ({ service, operation, region, account: caller }: GatedCall): boolean => {
    const key = `${service}:${operation}/${region}/${caller}`;
    return !seen.has(key) && seen.add(key) !== undefined;
  };
}

it("does nothing twice where answers get lost", async () => {
  const isFirst = onceEach();
  trouble = (call) => {
    if (!/^(securityhub|sts|account|organizations)$/.test(call.service) || !isFirst(call)) return;
    call.afterwards.push(() => {
      throw new Hangup();
    });
  };
  const applied = await world.apply([{ account_id: lost }]);
  expect(await flawsOf(world, applied)).toEqual([]);
  expect(applied.status).toBe("settled");
  expect(applied.transitions.map((one) => `${one.from} ${one.to}`).sort()).toEqual([
    "Absent Created", // found so, because nobody knew whether it had been created
    "Absent Created",
    "Created Invited",
    "Created Invited",
    "Invited Enabled",
    "Invited Enabled",
  ]);
});

it("joins what it can read, and names the Region that it cannot", async () => {
  trouble = ({ operation, region, context }) => {
    if (operation !== "ListMembers" || region !== "eu-west-1" || context.account !== hub) return;
    throw new AwsError("AccessDeniedException", "not authorized", { status: 403 });
  };
  const applied = await world.apply([{ account_id: unread }]);
  expect(await flawsOf(world, applied)).toEqual([]);
  expect(applied.summary!.attention).toMatchObject([
    { account: unread, region: "eu-west-1", code: "RegionUnread" },
  ]);
  expect(await world.stateOf(unread, "us-east-1")).toBe("Enabled");
  expect(world.messagesOf(applied.run)[0]!.text).toContain("attention");
});

it("names a Region in which the hub itself is off", async () => {
  trouble = ({ service, region, context }) => {
    if (service !== "securityhub" || region !== "eu-west-1" || context.account !== hub) return;
    const text = `Account ${hub} is not subscribed to AWS Security Hub`;
    throw new AwsError("InvalidAccessException", text, { status: 401 });
  };
  const applied = await world.apply([{ account_id: off }]);
  expect(applied.summary!.attention).toMatchObject([
    { account: off, region: "eu-west-1", code: "HubNotEnabled" },
  ]);
  trouble = () => {};
  const after = await world.apply([{ account_id: off }]);
  expect(await flawsOf(world, after)).toEqual([]);
  expect(after.status).toBe("settled");
});

it("asks a member again that AWS slows down for longer than a call is repeated", async () => {
  let refused = 0;
  trouble = ({ operation, region }) => {
    if (operation !== "AcceptAdministratorInvitation" || region !== "eu-west-1" || refused > 3)
      return;
    refused++;
    throw new AwsError("TooManyRequestsException", "Too Many Requests", { status: 429 });
  };
  const applied = await world.apply([{ account_id: slow }]);
  expect(refused).toBe(4);
  expect(await flawsOf(world, applied)).toEqual([]);
  expect(applied.status).toBe("settled");
});

it("names a Region in which the hub may not invite, and sends no call for each account", async () => {
  let calls = 0;
  trouble = ({ operation, region }) => {
    if (operation !== "InviteMembers" || region !== "eu-west-1") return;
    calls++;
    throw new AwsError("AccessDeniedException", "not authorized", { status: 403 });
  };
  const owned = ids(910_000_000_090, 2);
  const applied = await world.apply(
    owned.map((account_id) => ({ account_id, join: "self-service" })),
  );
  expect(calls).toBe(1);
  expect(await flawsOf(world, applied)).toEqual([]);
  const told = applied.summary!.attention.map((one) => `${one.region} ${one.code}`);
  expect(told.sort()).toEqual([
    "eu-west-1 Unexpected",
    "eu-west-1 Unexpected",
    "us-east-1 WaitsForOwner",
    "us-east-1 WaitsForOwner",
  ]);
});

it("posts each message once while Slack limits, fails and drops", async () => {
  const { faults } = world.sandbox.slack;
  faults.add({ kind: "rate-limited", method: "chat.postMessage", count: 2, retryAfter: 5 });
  faults.add({ kind: "dropped-after", method: "chat.postMessage", count: 1 });
  faults.add({ kind: "error-after", method: "chat.postMessage", count: 1 });
  faults.add({ kind: "rate-limited", method: "chat.update", count: 1, retryAfter: 20 });
  const applied = await world.apply([{ account_id: slack }]);
  expect(await flawsOf(world, applied)).toEqual([]);
  expect(faults.list()).toEqual([]);
  expect(world.messagesOf(applied.run).map(keyOf).sort()).toEqual([
    `run/${applied.run}`,
    `run/${applied.run}/closed`,
  ]);
  expect(world.messagesOf(applied.run)[0]!.text).toContain("2 of 2");
});
