// What a data directory promises: one process at a time, time that stands still for unfinished work, and an
// estate that is put in once.
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import {
  DirectoryInUse,
  parseEstate,
  type Sandbox,
  startSandbox,
} from "../../packages/sandbox/src/index.ts";
import { Store } from "../../packages/sandbox/src/store.ts";

const DAY = 24 * 60 * 60_000;
const here = { account: "111111111111", region: "us-east-1" };
const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

function directory(): string {
  const made = fs.mkdtempSync(path.join(os.tmpdir(), "kept-state-"));
  undo.push(() => fs.rmSync(made, { recursive: true, force: true }));
  return made;
}

async function opened(dataDirectory: string, more: object = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ dataDirectory, ...more });
  undo.push(() => sandbox.stop());
  return sandbox;
}

describe("the lock", () => {
  const stranger = () => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    undo.push(() => child.kill("SIGKILL"));
    return child.pid!;
  };

  it("refuses a directory that another process works on, and names it", () => {
    const data = directory();
    const pid = stranger();
    fs.writeFileSync(path.join(data, "process"), `${pid} `);
    expect(() => new Store(data)).toThrow(DirectoryInUse);
    expect(() => new Store(data)).toThrow(`in use by process ${pid}`);
  });

  it("takes over from a process that is gone, also when its id was given again", () => {
    const data = directory();
    fs.writeFileSync(path.join(data, "process"), `${2 ** 22 + 1} 12345`);
    new Store(data).close();
    // On Linux a process is known by its birth as well.
    if (process.platform !== "linux") return;
    fs.writeFileSync(path.join(data, "process"), `${stranger()} 1`);
    const store = new Store(data);
    expect(fs.readFileSync(path.join(data, "process"), "utf8")).toMatch(`${process.pid} `);
    store.close();
    expect(fs.existsSync(path.join(data, "process"))).toBe(false);
  });
});

describe("a kill", () => {
  it("tears at most the last line, which was never acknowledged", () => {
    const data = directory();
    const store = new Store(data);
    store.collection("things").set("one", 1);
    store.close();
    fs.appendFileSync(path.join(data, "journal.jsonl"), '[["things","two",');
    const after = new Store(data);
    expect([...after.collection("things").entries()]).toEqual([["one", 1]]);
    after.close();
  });

  it("leaves bytes alone until the change that let go of them is written", () => {
    const data = directory();
    const store = new Store(data);
    undo.push(() => store.close());
    store.putBlob("bytes", Buffer.from("kept"));
    store.collection("names").set("it", "other");
    store.deleteBlob("bytes");
    expect(store.getBlob("bytes")?.toString()).toBe("kept");
    store.flush();
    expect(store.getBlob("bytes")).toBeUndefined();
  });
});

describe("time, while no process runs", () => {
  const sleepFor = (data: string, milliseconds: number) => {
    const store = new Store(data);
    store.collection<number>("sandbox/time").set("now", Date.now() - milliseconds);
    store.close();
  };
  const QueueUrl = `${here.account}/left`;

  it("stands still for what is unfinished, and catches up when nothing is", async () => {
    const data = directory();
    const before = await opened(data);
    await before.world.call("sqs", "CreateQueue", { QueueName: "left" }, here);
    await before.world.call("sqs", "SendMessage", { QueueUrl, MessageBody: "hello" }, here);
    await before.stop();
    // Outside, longer than the four days after which a queue forgets.
    sleepFor(data, 5 * DAY);
    const after = await opened(data);
    expect(Date.now() - after.world.clock.now()).toBeGreaterThan(4 * DAY);
    await after.world.call("sqs", "PurgeQueue", { QueueUrl }, here);
    await after.stop();
    const later = await opened(data);
    expect(Math.abs(Date.now() - later.world.clock.now())).toBeLessThan(60_000);
  });
});

describe("an estate that is given again", () => {
  const estateOf = (...ids: string[]) => {
    const read = parseEstate(
      JSON.stringify({
        hub: { account: here.account },
        management: { account: "222222222222" },
        accounts: ids.map((id) => ({ id, name: `account ${id}`, email: `aws+${id}@example.com` })),
      }),
    );
    if ("problems" in read) throw new Error(JSON.stringify(read.problems));
    return read.estate;
  };

  it("adds the accounts that are new, and leaves the others as they became", async () => {
    const data = directory();
    const management = { account: "222222222222", region: "us-east-1" };
    const before = await opened(data, { estate: estateOf("333333333333") });
    const closed = { AccountId: "333333333333" };
    await before.world.call("organizations", "CloseAccount", closed, management);
    await before.stop();
    const after = await opened(data, { estate: estateOf("333333333333", "444444444444") });
    expect(after.model.accounts.get("444444444444")?.state).toBe("ACTIVE");
    expect(after.model.accounts.get("333333333333")?.state).not.toBe("ACTIVE");
  });
});
