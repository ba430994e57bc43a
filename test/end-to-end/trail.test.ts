// Who left is known within seconds and by name where CloudTrail's events are forwarded, by the template that an
// operator deploys; elsewhere the roll call alone finds out, and nobody knows who it was.
import type { Transition } from "@rollcall/core/membership";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { called, happened, session } from "../core/trail-events.ts";
import { comeBack, hold, lag, leave } from "./roll-calls.ts";
import { Watch } from "./soak/watch.ts";
import { account, hub, ids, keyOf, management, startWorld, type World } from "./world.ts";

const regions = ["us-east-1", "eu-west-1"];
const members = ids(620_000_000_001, 7);
const [leaves, flaps, removed, silent, closes, late, twice] = members as [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
];

let world: World;
/** When all were members, ISO time. */
let settled: string;
beforeAll(async () => {
  world = await startWorld({
    hub: { account: hub, regions },
    management,
    accounts: members.map((id) => account(id)),
  });
  await world.forward([hub, management.account, leaves, flaps, removed, closes]);
  const applied = await world.apply(members.map((account_id) => ({ account_id })));
  expect(applied.status).toBe("settled");
  await lag(world);
  await hold(world);
  settled = new Date(now()).toISOString();
  await apart();
});
afterAll(() => world?.stop());

/** After this, events may start a roll call again. */
async function apart(): Promise<void> {
  await world.sleep(100_000);
  await world.sleep(40_000);
}

const changes = async (id: string): Promise<Transition[]> =>
  (await world.transitions())
    .filter((one) => one.accountId === id && one.at > settled)
    .sort((a, b) => a.version - b.version);

/** Parent messages about losses that name an account, as text. */
const losses = (id: string): string[] =>
  world.messages
    .filter((one) => /^roll-call\/[^/]+$/.test(keyOf(one)) && JSON.stringify(one).includes(id))
    .map((one) => JSON.stringify(one));

/** Waits until Slack tells of an account. */
const toldOf = (id: string, what: RegExp) =>
  world.until(async () => losses(id).find((one) => what.test(one)), `a message about ${id}`);

/** Hands events to the function as the queue does; gives the number of those that it could not take. */
async function note(...events: object[]): Promise<number> {
  const { Functions } = await world.asHub<{ Functions: { FunctionName: string }[] }>(
    "lambda",
    "ListFunctions",
  );
  const { FunctionName } = Functions.find((one) => /NoteCall/.test(one.FunctionName))!;
  const Records = events.map((body, at) => ({ messageId: `${at}`, body: JSON.stringify(body) }));
  const asked = { FunctionName, Payload: Buffer.from(JSON.stringify({ Records })) };
  const { Payload } = await world.asHub<{ Payload: Uint8Array }>("lambda", "Invoke", asked);
  return JSON.parse(Buffer.from(Payload).toString("utf8")).batchItemFailures.length;
}

const callsOf = async (id: string) =>
  (await world.items()).filter((one) => one.kind === "call" && one.accountId === id);

const now = (): number => world.sandbox.world.clock.now();
const by = (id: string, role: string, name: string) => ({
  account: id,
  region: "us-east-1",
  principal: `arn:aws:sts::${id}:assumed-role/${role}/${name}`,
});

describe("with forwarding", () => {
  it("can be set up again, as by a sandbox that goes on with what it kept", async () => {
    await world.forward([hub, leaves]);
  });

  it("makes no noise of what rollcall does itself", async () => {
    for (const id of members) expect(await callsOf(id)).toEqual([]);
    expect(await world.waiting(/Calls|Unnoted|Undelivered/)).toEqual([]);
  });

  it("knows within seconds who left, and tells it by a roll call ahead of its time (D13, D86, D87)", async () => {
    const left = now();
    const name = "DisassociateFromAdministratorAccount";
    await world.sandbox.world.call("securityhub", name, {}, by(leaves, "Admin", "al<ce"));
    const message = await toldOf(leaves, /Resigned/);
    // The schedule holds one every 300 days in this world.
    expect(now() - left).toBeLessThan(60_000);
    expect(message).toContain("(Admin) 620000000001 203.0.113.");
    expect(message).toContain("al&lt;ce");
    expect(await changes(leaves)).toMatchObject([
      {
        from: "Enabled",
        to: "Resigned",
        source: "trail",
        cause: name,
        actor: `arn:aws:sts::${leaves}:assumed-role/Admin/al<ce`,
        sourceIp: expect.stringMatching(/^203\.0\.113\./),
      },
    ]);
  });

  it("tells it once: the next roll calls see the same and say nothing", async () => {
    await lag(world);
    const called = await hold(world);
    expect(called.report.losses).toEqual([]);
    expect(losses(leaves)).toHaveLength(1);
  });

  it("records both changes of a member that leaves and returns within seconds (D11)", async () => {
    await leave(world, flaps, "us-east-1");
    await world.sleep(2_500);
    await comeBack(world, flaps, "us-east-1");
    const recorded = await world.until(async () => {
      const all = await changes(flaps);
      return all.length > 1 ? all : undefined;
    }, "two changes");
    expect(recorded).toMatchObject([
      { from: "Enabled", to: "Resigned", actor: `arn:aws:iam::${flaps}:root` },
      { from: "Resigned", to: "Enabled", actor: `arn:aws:iam::${flaps}:root` },
    ]);
    await lag(world);
    const { report } = await hold(world);
    expect(report.losses).toMatchObject([{ accountId: flaps, from: "Enabled", to: "Resigned" }]);
    await hold(world);
    expect(losses(flaps)).toHaveLength(1);
    expect(await changes(flaps)).toHaveLength(2);
  });

  it("names who removed a member from the hub, beside rollcall (D13)", async () => {
    await apart();
    // Of what the stories of a soak are watched for, this is what rollcall itself never does.
    const watch = new Watch();
    watch.attach(world);
    const given = { AccountIds: [removed] };
    await world.sandbox.world.call(
      "securityhub",
      "DisassociateMembers",
      given,
      by(hub, "Ops", "bob"),
    );
    expect(watch.flaws).toContainEqual(
      expect.stringContaining(`takes ${removed} out, which nobody approved`),
    );
    await toldOf(removed, /bob \(Ops\) 111111111111/);
    expect(await changes(removed)).toMatchObject(
      [{ to: "Removed", cause: "DisassociateMembers", source: "listing", actor: /bob/ }].map(
        (one) => ({ ...one, actor: expect.stringMatching(one.actor) }),
      ),
    );
  });

  it("looks at once when an account was closed, and names who closed it (D88)", async () => {
    await apart();
    const before = now();
    await world.as(management.account)("organizations", "CloseAccount", { AccountId: closes });
    const message = await toldOf(closes, /AccountSuspended/);
    expect(now() - before).toBeLessThan(180_000);
    expect(message).toContain("root 222222222222");
  });
});

describe("without forwarding", () => {
  it("says that nobody knows who it was (D13)", async () => {
    await leave(world, silent, "us-east-1");
    await lag(world);
    await hold(world);
    const message = await toldOf(silent, /Resigned/);
    const cells = JSON.parse(message).blocks.find((one: { type: string }) => one.type === "table");
    const row = cells.rows.find((one: { text: string }[]) => one[0]!.text === silent);
    expect(row.map((one: { text: string }) => one.text)).toContain("unknown");
    expect((await changes(silent))[0]).not.toHaveProperty("actor");
  });

  it("names them when the event comes after the message", async () => {
    await leave(world, late, "us-east-1");
    const eventTime = new Date(now()).toISOString();
    await lag(world);
    await hold(world);
    expect(await toldOf(late, /Resigned/)).not.toContain("carol");
    const event = called("securityhub", late, "DisassociateFromAdministratorAccount", {
      eventTime,
      userIdentity: session(late, "Admin", "carol"),
    });
    expect(await note(event)).toBe(0);
    await toldOf(late, /carol \(Admin\)/);
    expect(losses(late)).toHaveLength(1);
  });
});

describe("events as they come", () => {
  const at = (seconds: number) => new Date(now() + seconds * 1_000).toISOString();
  const left = (more: object) =>
    called("securityhub", twice, "DisassociateFromMasterAccount", { eventID: "left", ...more });
  const returned = (more: object) =>
    called("securityhub", twice, "AcceptInvitation", {
      eventID: "returned",
      requestParameters: { MasterId: hub, InvitationId: "0".repeat(32) },
      ...more,
    });

  it("are noted once, and in the order in which it happened (D11)", async () => {
    const first = left({ eventTime: at(-20) });
    const second = returned({ eventTime: at(-15) });
    expect(await note(second, second, first, first, second)).toBe(0);
    expect(await callsOf(twice)).toHaveLength(2);
    const recorded = await changes(twice);
    expect(recorded.map(({ from, to }) => [from, to])).toEqual([
      ["Enabled", "Resigned"],
      ["Resigned", "Enabled"],
    ]);
    expect(await world.stateOf(twice, "us-east-1")).toBe("Enabled");
  });

  it("of one second are two changes all the same, in whatever order they come and come again (D11)", async () => {
    const known = (await changes(twice)).length;
    const eventTime = `${at(-5).slice(0, 19)}Z`;
    const first = left({ eventTime, eventID: "z-left" });
    const second = returned({ eventTime, eventID: "a-returned" });
    expect(await note(second, first, first, second)).toBe(0);
    const recorded = (await changes(twice)).slice(known);
    expect(recorded.map(({ from, to }) => [from, to])).toEqual([
      ["Enabled", "Resigned"],
      ["Resigned", "Enabled"],
    ]);
    expect(await world.stateOf(twice, "us-east-1")).toBe("Enabled");
  });

  it("of a call that was refused, or of nobody we know, change nothing", async () => {
    const before = (await world.items()).length;
    const stranger = "999999999999";
    const foreign = ["DisassociateFromAdministratorAccount", "DisableSecurityHub"].map((name) =>
      called("securityhub", stranger, name),
    );
    expect(await note(left({ errorCode: "AccessDenied" }), ...foreign)).toBe(0);
    expect((await world.items()).length).toBe(before);
  });

  it("that are forged, or that nobody understands, come back until somebody looks (D75)", async () => {
    const before = (await world.items()).length;
    const forged = left({ eventTime: at(0), recipientAccountId: silent });
    const unknown = called("securityhub", twice, "AcceptHandShake");
    const good = happened("CreateAccountResult", { createAccountStatus: { state: "SUCCEEDED" } });
    expect(await note(forged, unknown, good, { detail: {} })).toBe(3);
    expect((await world.items()).length).toBe(before);
  });

  it("never come from a bus that another account fills with its own events", async () => {
    const asked = { NamePrefix: "rollcall-local-TrailBus" };
    const { EventBuses } = await world.asHub<{ EventBuses: { Arn: string }[] }>(
      "events",
      "ListEventBuses",
      asked,
    );
    const entry = { EventBusName: EventBuses[0]!.Arn, DetailType: "x", Detail: "{}" };
    const put = (Source: string) =>
      world.as(leaves)<{ Entries: { ErrorCode?: string }[] }>("events", "PutEvents", {
        Entries: [{ ...entry, Source }],
      });
    const { Entries } = await put("aws.securityhub");
    expect(Entries).toMatchObject([{ ErrorCode: "NotAuthorizedForSourceException" }]);
  });
});
