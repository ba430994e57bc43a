// Owners whose accounts are not complete, over weeks: on which days they are told what, where, and until when.
import type { SetupRow } from "@rollcall/aws/table/setups";
import { daysLater } from "@rollcall/core/day";
import { fits, type Message } from "@rollcall/core/message";
import { afterAll, beforeAll, expect, it } from "vitest";
import { rollcall } from "../cli/command.ts";
import { healed } from "./heals.ts";
import { comeBack, hold, lag, leave } from "./roll-calls.ts";
import { account, BEGINS, hub, ids, keyOf, management, startWorld, type World } from "./world.ts";

const regions = ["us-east-1", "ap-northeast-1"];
const [closed, own, lone, fine, asked] = ids(640_000_000_001, 5) as [
  string,
  string,
  string,
  string,
  string,
];
const today = new Date(BEGINS).toISOString().slice(0, 10);
const mika = "mika@example.com";

let world: World;

beforeAll(async () => {
  world = await startWorld(
    {
      hub: { account: hub, regions },
      management,
      accounts: [
        account(closed, { role: undefined, name: "Closed shop" }),
        account(own, { role: undefined }),
        account(lone, { role: undefined }),
        account(fine),
        account(asked),
      ],
    },
    "en",
    {
      slack: {
        channel: "#security-hub",
        locale: "en",
        channels: { "#payments": { locale: "ja" } },
      },
      healing: {
        states: { Resigned: "auto", Removed: "off", Deleted: "off", Absent: "off" },
      },
      digest: { schedule: "cron(0 0 1 1 ? 2099)", timezone: "UTC" },
      setupCheck: {
        schedule: "cron(0 0 1 1 ? 2099)",
        timezone: "UTC",
        skipDays: [],
        holidays: [daysLater(today, 14)],
      },
    },
  );
  const { workspace } = world.sandbox.slack;
  workspace.addChannel({ name: "payments" });
  workspace.addUser({ email: mika, name: "Mika", id: "U0MIKA" });
  await world.apply(
    [
      "account_id,account_name,join,owner_email,slack_channel,regions",
      `${closed},Closed shop,role,Mika@Example.com,#payments,all`,
      `${own},Own hands,role,${mika},#payments,all`,
      `${lone},<!channel> & co,role,,,us-east-1`,
      `${fine},Fine,role,${mika},#payments,all`,
      `${asked},Asked,self-service,${mika},#payments,us-east-1`,
    ].join("\n"),
  );
  await lag(world);
});
afterAll(() => world?.stop());

/** Holds the check of a day, so many times; `day` counts from the first. */
async function check(day: number, times = 1) {
  const { Functions } = await world.asHub<{ Functions: { FunctionName: string }[] }>(
    "lambda",
    "ListFunctions",
  );
  const { FunctionName } = Functions.find((one) => /CheckSetup/.test(one.FunctionName))!;
  const Payload = Buffer.from(JSON.stringify({ at: `${daysLater(today, day)}T23:59:00.000Z` }));
  const answers = await Promise.all(
    Array.from({ length: times }, () =>
      world.asHub<{ Payload: Uint8Array; FunctionError?: string }>("lambda", "Invoke", {
        FunctionName,
        Payload,
      }),
    ),
  );
  for (const { FunctionError, Payload: said } of answers)
    expect(FunctionError, Buffer.from(said).toString("utf8")).toBeUndefined();
  await world.sleep(15_000);
  await world.quiet();
}

const told = (channel: string) => {
  const { id } = world.sandbox.slack.workspace.channel(channel)!;
  return world.messages.filter((one) => one.channel === id && keyOf(one).startsWith("set-up/"));
};
const shown = (message: { text: string; blocks?: unknown } | undefined) =>
  JSON.stringify(message?.blocks);

/** The texts that Slack looks for mentions in; in all others a mention is letters. */
function parsed(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  const { type, text } = value as { type?: string; text?: unknown };
  if (type === "mrkdwn") return [String(text)];
  return Object.values(value).flatMap(parsed);
}

it("says nothing before the third day", async () => {
  for (const day of [0, 1, 2]) await check(day);
  expect([...told("payments"), ...told("security-hub")]).toEqual([]);
  const rows = (await world.items()).filter(
    ({ kind }) => kind === "setup",
  ) as unknown as SetupRow[];
  expect(rows.map((one) => one.owner).sort()).toEqual(["", mika]);
});

it("goes by the ledger, and not by a heal, which knows a part of it", async () => {
  await leave(world, fine, "us-east-1");
  await lag(world);
  const { wanted, enabled } = (await healed(world, await hold(world))).summary!.memberships;
  expect([wanted, enabled]).toEqual([1, 1]);
  await check(2);
  const rows = (await world.items()).filter(({ kind }) => kind === "setup");
  expect(rows.flatMap(({ since }) => Object.keys(since)).sort()).toEqual([closed, own, lone]);
});

it("tells each owner once on day 3: accounts, missing steps, commands, in the channel's language (D58, D36)", async () => {
  await check(3, 2);
  const [message, ...more] = told("payments");
  expect(more).toEqual([]);
  expect(message!.text).toMatch(/^<@U0MIKA> mika@example\.com の2アカウントで連携セットアップが/);
  const json = shown(message);
  for (const part of [closed, own, "RoleRefused", "us-east-1", today]) expect(json).toContain(part);
  expect(json).toContain("aws cloudformation deploy --stack-name rollcall-member");
  expect(json).not.toContain(fine);
  // Whose owner has a script is reminded by the workflow that waits for it.
  expect(json).not.toContain(asked);
  const [soc, ...others] = told("security-hub");
  expect(others).toEqual([]);
  expect(soc!.text).toContain("1 account without owner");
  expect(soc!.text).toContain("&lt;!channel&gt; &amp; co");
  for (const one of [message, soc]) expect(fits(one as unknown as Message)).toEqual([]);
});

it("is silent between reminders, and mentions nobody but the owner, once (D117)", async () => {
  const calls = () => world.sandbox.slack.counts();
  const before = calls();
  for (const day of [4, 5, 6]) await check(day);
  expect(calls()).toEqual(before);
  expect(shown(told("payments")[0])!.match(/<@/g)).toHaveLength(1);
  for (const one of world.messages)
    expect([one.text, ...parsed(one.blocks)].join("\n")).not.toMatch(/<!(channel|here|everyone)/);
});

it("tells the hub's team too on day 7, without a mention", async () => {
  // Who the owner is was asked on day 3; the answer holds for 24 hours of the sandbox's clock.
  world.sandbox.slack.faults.add({ kind: "error-before", method: "users.lookupByEmail" });
  await check(7, 2);
  world.sandbox.slack.faults.clear();
  expect(told("payments")).toHaveLength(2);
  expect(told("payments")[1]!.text).toMatch(/^<@U0MIKA> /);
  const soc = told("security-hub");
  expect(soc).toHaveLength(3);
  const copy = soc.filter((one) => one.text.includes(mika));
  expect(copy).toHaveLength(1);
  expect(copy[0]!.text).toMatch(
    /^The set-up of 2 accounts of mika@example\.com is not complete, the longest for 7 days/,
  );
  expect(shown(copy[0])).not.toContain("<@");
});

it("drops who is complete from the message in place, without another mention", async () => {
  for (const region of regions) {
    await world.as(own, region)("securityhub", "EnableSecurityHub");
    await comeBack(world, own, region);
  }
  await lag(world);
  await hold(world);
  await check(8);
  const messages = told("payments");
  expect(messages).toHaveLength(2);
  expect(shown(messages[1])).not.toContain(own);
  expect(shown(messages[1])).toContain("1アカウントが完了しました");
  expect(shown(messages[1])).not.toContain("<@");
  expect(shown(messages[0])).toContain("<@U0MIKA>");
});

it("goes on without the mention when Slack cannot be asked who the owner is", async () => {
  const person = await world.item<{ user: string }>(`PERSON#${mika}`, "PERSON");
  expect(person?.user).toBe("U0MIKA");
  await forget(mika);
  world.sandbox.slack.faults.add({ kind: "error-before", method: "users.lookupByEmail" });
  await check(14);
  expect(told("payments")).toHaveLength(2);
  // Day 14 is a holiday: the reminder comes the day after, once.
  await check(15, 2);
  await check(16);
  const messages = told("payments");
  expect(messages).toHaveLength(3);
  expect(messages[2]!.text).toMatch(/^mika@example\.com の1アカウント/);
  world.sandbox.slack.faults.clear();
});

it("prints the e-mail of somebody who has left Slack", async () => {
  const { workspace } = world.sandbox.slack;
  workspace.users.set("U0MIKA", { ...workspace.users.get("U0MIKA")!, deleted: true });
  await check(21);
  const messages = told("payments");
  expect(messages).toHaveLength(4);
  expect(messages[3]!.text).toMatch(/^mika@example\.com の/);
  expect(await world.item<{ user?: string }>(`PERSON#${mika}`, "PERSON")).not.toHaveProperty(
    "user",
  );
});

it("ends by itself: the last message says so, and nothing follows", async () => {
  await world.apply(
    [
      "account_id,account_name,join,owner_email,slack_channel,regions",
      `${own},Own hands,self-service,${mika},#payments,all`,
      `${fine},Fine,role,${mika},#payments,all`,
    ].join("\n"),
  );
  await lag(world);
  for (const day of [22, 28, 35, 42]) await check(day);
  const messages = told("payments");
  expect(messages).toHaveLength(4);
  expect(messages[3]!.text).toContain("連携セットアップ完了");
  expect(shown(messages[3])).toContain("1アカウントは台帳の対象外になりました");
  const copy = told("security-hub").filter((one) => one.text.includes(mika));
  expect(copy).toHaveLength(1);
  expect(copy[0]!.text).toContain("Nothing is left to do for mika@example.com");
});

it("names the step that a heal has found missing", async () => {
  await leave(world, fine, "ap-northeast-1");
  const iam = (operation: string, more = {}) =>
    world.as(fine)<{ PolicyNames: string[] }>("iam", operation, {
      RoleName: "rollcall-member",
      ...more,
    });
  for (const PolicyName of (await iam("ListRolePolicies")).PolicyNames)
    await iam("DeleteRolePolicy", { PolicyName });
  await iam("DeleteRole");
  await lag(world);
  const heal = await healed(world, await hold(world));
  expect(heal.summary!.attention).toMatchObject([{ account: fine, code: "RoleRefused" }]);
  const endpoint = ["--endpoint", world.sandbox.endpoint];
  const { stdout } = await rollcall(["setup-check", "--json", ...endpoint]);
  const { owners } = JSON.parse(stdout) as { owners: { accounts: object[] }[] };
  expect(owners.flatMap((one) => one.accounts)).toMatchObject([
    { account: fine, regions: [{ region: "ap-northeast-1", code: "RoleRefused" }] },
  ]);
});

/** Takes an answer of Slack's out of the table. */
async function forget(email: string): Promise<void> {
  const TableName = (await world.asHub<{ TableNames: string[] }>("dynamodb", "ListTables"))
    .TableNames[0];
  const Key = { pk: { S: `PERSON#${email}` }, sk: { S: "PERSON" } };
  await world.asHub("dynamodb", "PutItem", {
    TableName,
    Item: { ...Key, kind: { S: "person" }, at: { S: "2020-01-01T00:00:00.000Z" } },
  });
}
