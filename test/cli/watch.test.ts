// A member is played over the wire, and `status`, `roll-call` and `timeline` tell of it: real commands against a
// real sandbox with a ledger applied.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type ScenarioName,
  scenario,
  scenarioNames,
} from "../../packages/cli/src/play/scenarios.ts";
import { type Cast, Scene } from "../../packages/cli/src/play/scene.ts";
import { playWords } from "../../packages/cli/src/play/words.ts";
import { account, hub, ids, management, startWorld, type World } from "../end-to-end/world.ts";
import { rollcall } from "./command.ts";

const regions = ["us-east-1", "ap-east-1"];
const all = ids(300000000001, 16);
const member = (at: number) => all[at]!;
/** In the estate, and in no ledger. */
const [stranger, decliner] = ids(400000000001, 2) as [string, string];

const estate = {
  hub: { account: hub, regions },
  management,
  accounts: [...all, stranger, decliner].map((id) => account(id, { regions })),
};
const directory = fs.mkdtempSync(path.join(os.tmpdir(), "rollcall-watch-"));
const estateFile = path.join(directory, "estate.json");

let world: World;
beforeAll(async () => {
  fs.writeFileSync(estateFile, JSON.stringify(estate));
  // Commands go by the clock of whoever gives them.
  world = await startWorld(estate, "en", {}, { begins: Date.now() });
  await world.apply(all.map((id) => ({ account_id: id, account_name: `名前${id.slice(-2)}` })));
  process.env.AWS_ENDPOINT_URL = world.sandbox.endpoint;
});
afterAll(async () => {
  delete process.env.AWS_ENDPOINT_URL;
  await world?.stop();
  fs.rmSync(directory, { recursive: true });
});

const told = (args: string[], environment?: NodeJS.ProcessEnv) =>
  rollcall([...args, "--endpoint", world.sandbox.endpoint], environment);

const document = async (...args: string[]) => {
  const { code, stdout, stderr } = await told([...args, "--json"]);
  return { code, stderr, told: JSON.parse(stdout) };
};

describe("the command", () => {
  it("plays a member that leaves, holds a roll call, and tells who left", async () => {
    const left = ["sandbox", "play", "leave", "--estate", estateFile, "--account", member(0)];
    const played = await told(left);
    expect(played).toMatchObject({ code: 0, stderr: "" });
    expect(played.stdout).toContain(
      `\nAWS_ACCESS_KEY_ID=${member(0)} aws securityhub disassociate-from-administrator-account --region us-east-1\n`,
    );

    await world.sleep(3_000); // listings lag
    const call = await document("roll-call", "--now");
    expect(call.code).toBe(5);
    expect(call.stderr).toMatch(/^Holding roll-call-/);
    const loss = { accountId: member(0), region: "us-east-1", from: "Enabled", to: "Resigned" };
    expect(call.told).toMatchObject({ schemaVersion: 1, losses: [loss], unread: [] });

    const [status, line, elsewhere, japanese] = await Promise.all([
      document("status", "--exit-code", "--region", "us-east-1"),
      document("timeline", member(0)),
      told(["status", "--exit-code", "--region", "ap-east-1"]),
      told(["status", "--lang", "ja"], { FORCE_COLOR: "1" }),
    ]);
    expect(status.code).toBe(3);
    expect(status.told).toMatchObject({
      stage: "local",
      wanted: 16,
      counts: { Enabled: 15, Resigned: 1 },
      accounts: [{ accountId: member(0), memberships: [{ state: "Resigned" }] }],
    });
    const changes = line.told.transitions.map((one: Record<string, string>) =>
      [one.region, one.from, one.to, one.who].join(" "),
    );
    expect(changes.at(-1)).toBe("us-east-1 Enabled Resigned ");
    expect(changes).toContain("us-east-1 Invited Enabled rollcall");
    expect(line.told.transitions.at(-1)).toMatchObject({
      label: "loss",
      run: call.told.rollCall.id,
      who: null,
    });
    expect(elsewhere).toMatchObject({ code: 0, stderr: "" });
    expect(elsewhere.stdout).toContain("Every wanted membership is Enabled.");
    expect(japanese.stdout).toMatch(/名前01 {2}\S*R/);
  });

  it("tells whose set-up is not complete, and holds a check when asked (D58)", async () => {
    const [found, japanese] = await Promise.all([
      document("setup-check", "--now"),
      told(["setup-check", "--lang", "ja"]),
    ]);
    expect(found).toMatchObject({
      code: 5,
      stderr: "A check was held; 0 owners reminded.\n",
      told: {
        schemaVersion: 1,
        stage: "local",
        complete: false,
        owners: [
          {
            owner: null,
            channel: null,
            reminded: null,
            due: false,
            accounts: [
              {
                account: member(0),
                regions: [{ region: "us-east-1", state: "Resigned", code: "Outside" }],
              },
            ],
          },
        ],
      },
    });
    const { lastCheck, owners } = found.told;
    expect(Date.parse(lastCheck)).not.toBeNaN();
    expect(owners[0].next).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(owners[0].accounts[0].regions[0].next.en).toContain(`rollcall timeline ${member(0)}`);
    expect(japanese.code).toBe(5);
    expect(japanese.stdout).toContain("連携セットアップが未完了のアカウント: 1件");
    expect(japanese.stdout).toMatch(/担当者なし {2}リマインド前、次回 \d{4}-/);
    expect(japanese.stdout).toMatch(/名前01 {2}Outside {2}\d{4}-\d{2}-\d{2} {2}use1\n/);
  });

  it("refuses what it does not know, and says what there is", async () => {
    const [account, region, unheld, nowhere, list] = await Promise.all([
      told(["timeline", "999999999999"]),
      told(["status", "--region", "eu-west-1"]),
      // An address that was exported, as the sandbox prints it, needs no credentials.
      rollcall(["heal", "--roll-call", "roll-call-20200101T000000Z"], {
        AWS_ENDPOINT_URL: world.sandbox.endpoint,
      }),
      rollcall(["sandbox", "play", "leave", "--endpoint", "https://securityhub.amazonaws.com"]),
      rollcall(["sandbox", "play", "--list", "--lang", "ja"]),
    ]);
    expect(account).toMatchObject({ code: 1, stdout: "" });
    expect(account.stderr).toContain("999999999999 is not known");
    expect(region.code).toBe(2);
    expect(region.stderr).toContain("none of this stage's Regions: us-east-1, ap-east-1");
    expect(unheld).toMatchObject({ code: 1, stdout: "" });
    expect(unheld.stderr).toContain("roll-call-20200101T000000Z is not on record");
    expect(nowhere).toMatchObject({ code: 2, stdout: "" });
    expect(nowhere.stderr).toContain("is no sandbox");
    expect(list.stdout.trimEnd().split("\n")).toHaveLength(scenarioNames.length);
    expect(list.stdout).toContain("mass-leave");
  });
});

describe("scenarios", () => {
  const play = (name: ScenarioName, more: Partial<Cast> = {}) => {
    const cast = { hub, management: management.account, regions, count: 500, ...more };
    const scene = new Scene(cast, playWords("en"), () => {});
    return scenario(name)(scene);
  };
  const stateOf = (id: string, region = "us-east-1") =>
    world.sandbox.world.store
      .collection<{ now: { status: string } | null }>("securityhub/members")
      .get(`${hub}/${region}/${id}`)?.now?.status;

  it("leave each account in the state that AWS's documents say", async () => {
    const played: Partial<Record<ScenarioName, [id: string, state: string | undefined]>> = {
      leave: [member(1), "Resigned"],
      return: [member(0), "Enabled"],
      "leave-everywhere": [member(2), "Resigned"],
      "leave-and-return": [member(3), "Enabled"],
      decline: [decliner, "Resigned"],
      "be-removed": [member(4), "Removed"],
      "be-removed-and-return": [member(5), "Enabled"],
      "be-deleted": [member(6), undefined],
      "disable-hub": [member(7), "Resigned"],
      "join-another-hub": [member(8), "Resigned"],
      "join-unasked": [stranger, "Enabled"],
    };
    // Side by side: invitations take their time to arrive.
    const states = await Promise.all(
      Object.entries(played).map(async ([name, [id]]) => {
        const { accounts } = await play(name as ScenarioName, { account: id });
        expect(accounts).toEqual([id]);
        return [name, [id, stateOf(id)]];
      }),
    );
    expect(Object.fromEntries(states)).toEqual(played);
    expect(stateOf(member(2), "ap-east-1")).toBe("Resigned");
  });

  it("close an account, and take one out of the organization", async () => {
    await play("suspend", { account: member(9) });
    await play("leave-organization", { account: member(10) });
    const { accounts } = world.sandbox.model;
    expect(["PENDING_CLOSURE", "SUSPENDED"]).toContain(accounts.get(member(9))!.state);
    expect(accounts.managementOf(member(10))).toBeUndefined();
  });

  it("switch off the Region that can be switched off", async () => {
    expect(await play("close-region", { account: member(11) })).toMatchObject({
      regions: ["ap-east-1"],
    });
    await play("close-hub-region");
    const { accounts } = world.sandbox.model;
    for (const id of [member(11), hub])
      expect(accounts.regionStatus(id, "ap-east-1")).toMatch(/^DISABL/);
    await expect(play("close-region", { regions: ["us-east-1"] })).rejects.toThrow("ap-east-1");
  });

  it("let as many leave as asked", async () => {
    const { accounts } = await play("mass-leave", { count: 3 });
    expect(accounts).toHaveLength(3);
    expect(accounts.map((id) => stateOf(id))).toEqual(["Resigned", "Resigned", "Resigned"]);
  });

  it("say in AWS's words why somebody refuses, with the command that was refused", async () => {
    await expect(play("leave", { account: member(4) })).rejects.toThrow(
      /aws securityhub disassociate-from-administrator-account .*\n.*Exception: /,
    );
    await expect(play("suspend", { management: undefined })).rejects.toThrow("management account");
  });
});
