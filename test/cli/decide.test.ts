// A person sees what a ledger would do, and decides on it: real commands against a real sandbox.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Credentials, signedIn } from "../end-to-end/deciding.ts";
import { account, csv, hub, ids, management, startWorld, type World } from "../end-to-end/world.ts";
import { rollcall } from "./command.ts";

const all = ids(310_000_000_001, 4) as [string, string, string, string];
const directory = fs.mkdtempSync(path.join(os.tmpdir(), "rollcall-decide-"));
const file = (name: string, rows: Record<string, string>[]) => {
  const at = path.join(directory, name);
  fs.writeFileSync(at, csv(rows));
  return at;
};
const members = all.map((account_id) => ({ account_id }));
const leaving = [{ account_id: all[0], desired: "absent" }, ...members.slice(1)];

let world: World;
beforeAll(async () => {
  world = await startWorld(
    {
      hub: { account: hub, regions: ["us-east-1"] },
      management,
      accounts: all.map((id) => account(id)),
    },
    "en",
    { approval: { share: 0.1, twoPersons: true, expiryDays: 7 } },
  );
  await world.apply(members);
});
afterAll(async () => {
  await world?.stop();
  fs.rmSync(directory, { recursive: true });
});

const environment = (who?: Credentials): NodeJS.ProcessEnv => ({
  AWS_ACCESS_KEY_ID: who?.accessKeyId ?? hub,
  AWS_SECRET_ACCESS_KEY: who?.secretAccessKey ?? "sandbox",
  ...(who?.sessionToken && { AWS_SESSION_TOKEN: who.sessionToken }),
});
const told = (args: string[], who?: Credentials) =>
  rollcall([...args, "--endpoint", world.sandbox.endpoint], environment(who));
const document = async (args: string[], who?: Credentials) => {
  const { code, stdout } = await told([...args, "--json"], who);
  return { code, told: JSON.parse(stdout) };
};

/** Calls that change something, whoever made them. */
const changing = (mark: number) =>
  world.sandbox.calls
    .since(mark)
    .filter(
      ({ operation, principal }) =>
        principal.endsWith(":root") &&
        !/^(Get|List|Describe|Query|Scan|BatchGet|AssumeRole|Head)/.test(operation),
    )
    .map(({ service, operation }) => `${service}:${operation}`);

const waits = (run: string) =>
  world.until(
    async () => ((await world.runRow(run))?.status === "approval" ? true : undefined),
    "the question",
  );

describe("rollcall plan", () => {
  it("says what a ledger would do, for people and programs, and changes nothing", async () => {
    const mark = world.sandbox.calls.mark();
    const ledger = file("leaving.csv", leaving);
    const [page, data] = await Promise.all([told(["plan", ledger]), document(["plan", ledger])]);
    expect(page).toMatchObject({ code: 0 });
    expect(page.stdout).toContain("1 of 4 members would lose 1 enabled membership");
    expect(page.stdout).toContain("It would wait for approval: accounts are off-boarded");
    expect(page.stdout).toContain("Nothing was changed.");
    expect(data.code).toBe(0);
    expect(data.told).toMatchObject({
      schemaVersion: 1,
      accepted: true,
      waits: true,
      causes: ["absent", "share"],
      additions: [],
      removals: [{ accountId: all[0], region: "us-east-1", because: "absent" }],
      forecast: { calls: { onboard: 0, offboard: 3, total: 3 } },
      prices: { region: "us-east-1" },
      organization: "now",
    });
    expect(data.told.forecast.cost.dollars).toBeGreaterThan(0);
    expect(changing(mark)).toEqual([]);
  });

  it("refuses what would be rejected, and a file that is none", async () => {
    const bad = path.join(directory, "bad.csv");
    fs.writeFileSync(bad, "account_id\n123");
    const refused = await told(["plan", bad]);
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.stdout).toContain("row 2");
    expect(await told(["plan", path.join(directory, "none.csv")])).toMatchObject({ code: 2 });
  });
});

describe("rollcall approve and reject", () => {
  it("ask for another person than the uploader, who is known by AWS alone", async () => {
    const run = await world.upload(leaving);
    await waits(run);
    const own = await document(["approve", run]);
    expect(own).toMatchObject({ code: 5, told: { verdict: "own" } });
    const stranger = await told(["approve", run], {
      accessKeyId: all[1],
      secretAccessKey: "sandbox",
    });
    expect(stranger.code).not.toBe(0);
    const alice = await signedIn(world, "Approvers", "alice@example.com");
    const yes = await told(["approve", run], alice);
    expect(yes).toMatchObject({ code: 0, stderr: "" });
    expect(yes.stdout).toContain("assumed-role/Approvers/alice@example.com");
    const again = await document(["approve", run], alice);
    expect(again).toMatchObject({ code: 0, told: { verdict: "again" } });
    const no = await told(["reject", run, "--why", "changed my mind"], alice);
    expect(no).toMatchObject({ code: 5 });
    expect(no.stdout).toContain("that stands");
    const ended = await world.ended(run);
    expect(ended.summary?.removals).toMatchObject({ approved: 1, done: 1 });
    expect(await document(["approve", "ledger-none"], alice)).toMatchObject({
      code: 1,
      told: { verdict: "no-run" },
    });
  });

  it("want a reason for a no", async () => {
    const { code, stderr } = await told(["reject", "ledger-1"]);
    expect(code).toBe(2);
    expect(stderr).toContain("--why");
  });
});

describe("rollcall offboard", () => {
  it("only shows at first, and asks with --yes; then it waits like any other", async () => {
    const mark = world.sandbox.calls.mark();
    const dry = await told(["offboard", all[1]]);
    expect(dry).toMatchObject({ code: 0 });
    expect(dry.stdout).toContain("add --yes");
    expect(changing(mark)).toEqual([]);

    const { told: asked } = await document(["offboard", all[1], "--yes"]);
    const run = String(asked.run);
    await waits(run);
    expect((await world.runRow(run))?.uploader).toBe(hub);
    // It holds no ledger up, and no ledger takes its place.
    const other = await world.apply([{ account_id: all[2] }]);
    expect(other.status).toBe("settled");
    const alice = await signedIn(world, "Approvers", "alice@example.com");
    expect(await told(["approve", run], alice)).toMatchObject({ code: 0 });
    const ended = await world.ended(run);
    expect(ended.summary?.removals).toMatchObject({ approved: 1, done: 1 });
    expect(await world.stateOf(all[1], "us-east-1")).toBe("Absent");
    expect(await world.stateOf(all[2], "us-east-1")).toBe("Enabled");
  });
});
