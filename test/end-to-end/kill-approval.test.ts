// Killed while a plan waits for a person: what was asked stays asked, and the answer counts once.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { decide, root } from "./deciding.ts";
import { start } from "./kill/start.ts";
import { account, csv, hub, ids, keyOf, reopenWorld } from "./world.ts";

const region = "us-east-1";
const [stays, leaves] = ids(940_000_000_001, 2) as [string, string];
const home = fs.mkdtempSync(path.join(os.tmpdir(), "rollcall-approval-"));
const data = path.join(home, "data");
const [estateFile, ledgerFile] = [path.join(home, "estate.json"), path.join(home, "ledger.csv")];
const options = ["--data", data, "--ledger", ledgerFile, "--estate", estateFile];
const estate = {
  hub: { account: hub, regions: [region] },
  accounts: [stays, leaves].map((id) => account(id)),
};
afterAll(() => fs.rmSync(home, { recursive: true, force: true }));

it("goes on after SIGKILL at the approval: approved in another process, it is done once", {
  timeout: 300_000,
}, async () => {
  fs.writeFileSync(estateFile, JSON.stringify(estate));
  fs.writeFileSync(ledgerFile, csv([{ account_id: stays }, { account_id: leaves }]));
  expect((await start(options)).code).toBe(0);
  fs.writeFileSync(
    ledgerFile,
    csv([{ account_id: stays }, { account_id: leaves, desired: "absent" }]),
  );
  const killed = await start(options, { on: /"approval\.requested"/, written: "all" });
  expect(killed.code).toBe(null);

  const world = await reopenWorld(estate, data);
  try {
    const waiting = async () =>
      (await world.items()).find((one) => one.kind === "run" && one.status === "approval");
    const { run } = await world.until(waiting, "the run that waits");
    // Nothing was done before anybody agreed, and nothing is because of the kill.
    expect(await world.stateOf(leaves, region)).toBe("Enabled");
    const said = async () => (await decide(world, { run, word: "approve" }, root(hub))).body;
    expect((await said()).verdict).toBe("decided");
    expect((await said()).verdict).toBe("again");
    const row = await world.until(async () => {
      const now = await world.runRow(run);
      const isTold = world.messagesOf(run).some((one) => keyOf(one) === `run/${run}/closed`);
      return now?.closedAt && isTold ? now : undefined;
    }, "the end of the run");
    expect(row.status).toBe("settled");
    expect(row.summary?.removals).toMatchObject({ approved: 1, done: 1 });
    expect(await world.stateOf(leaves, region)).not.toBe("Enabled");
    expect(await world.stateOf(stays, region)).toBe("Enabled");
    expect((await said()).verdict).toBe("again");
    // Every message once, and one execution that went on.
    const keys = world.messagesOf(run).map(keyOf);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toEqual(expect.arrayContaining([`run/${run}`, `run/${run}/closed`]));
    expect(JSON.stringify(world.messagesOf(run)[0]!.blocks)).toContain(
      `Approved by arn:aws:iam::${hub}:root`,
    );
    const own = world.executions.filter((one) => one.name.startsWith(`${run}-offboard`));
    expect(own.map((one) => one.status)).toEqual(["SUCCEEDED"]);
  } finally {
    await world.stop();
  }
});
