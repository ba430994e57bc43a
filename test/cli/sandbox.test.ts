// `rollcall sandbox`, as other people's scripts find it.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, expect, it } from "vitest";
import { begin, type Running, rollcall } from "./command.ts";

let running: Running | undefined;
afterEach(async () => {
  running?.child.kill("SIGKILL");
  await running?.ended;
});

const bare = ["sandbox", "--bare", "--port"];

it("prints two lines that a shell can export, and ends with 0 on Ctrl-C", async () => {
  running = begin([...bare, "0"]);
  await running.shows("SLACK_API_URL", "stdout");
  running.child.kill("SIGINT");
  const { code, stdout, stderr } = await running.ended;
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^AWS_ENDPOINT_URL=http:\/\/127\.0\.0\.1:(\d+)\nSLACK_API_URL=http:\/\/127\.0\.0\.1:\1\/slack\/api\/\n$/,
  );
  expect(stderr).toContain("Ctrl-C ends it");
});

it("says so when the port is taken", async () => {
  running = begin([...bare, "0"]);
  await running.shows("SLACK_API_URL", "stdout");
  const port = /127\.0\.0\.1:(\d+)/.exec(running.printed("stdout"))![1]!;
  const second = await rollcall([...bare, port]);
  expect(second).toMatchObject({ code: 1, stdout: "" });
  expect(second.stderr).toContain(`port ${port} is in use`);
  // Bare, nothing happens by chance that a program of others may not expect.
  const at = ["--endpoint", `http://127.0.0.1:${port}`];
  const { stdout } = await rollcall(["sandbox", "faults", "--json", ...at]);
  const { faults } = JSON.parse(stdout) as { faults: { name: string; now: string }[] };
  const chances = faults.filter(({ name }) => /duplicates|empty-pages/.test(name));
  expect(chances.map((one) => one.now)).toEqual(chances.map(() => "0%"));
  expect(second.stderr).toContain("--port 0");
});

it("lists the faults of a running sandbox, switches them, and keeps them over a restart", async () => {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), "rollcall-faults-"));
  const start = async (...more: string[]) => {
    running = begin([...bare, "0", "--data", data, ...more]);
    await running.shows("SLACK_API_URL", "stdout");
    return /AWS_ENDPOINT_URL=(\S+)/.exec(running.printed("stdout"))![1]!;
  };
  const faults = async (endpoint: string, ...args: string[]) => {
    const told = await rollcall(["sandbox", "faults", ...args, "--endpoint", endpoint, "--json"]);
    const { profile, faults: all, assumptions } = JSON.parse(told.stdout);
    const find = (list: { name: string }[] = [], name: string) =>
      list.find((one) => one.name === name);
    return {
      profile,
      lost: find(all, "lost-answers"),
      declined: find(assumptions, "declined-invitation-stays"),
    };
  };
  const first = await start("--profile", "hostile", "--seed", "7");
  expect(await faults(first)).toMatchObject({
    profile: "hostile",
    lost: {
      now: "1%",
      differs: false,
      profiles: { fast: "0%", realistic: "0.005%", hostile: "1%" },
      known: "observed",
    },
    declined: { holds: true },
  });
  const set = await faults(first, "set", "lost-answers", "5%");
  expect(set.lost).toMatchObject({ now: "5%", differs: true });
  await faults(first, "off", "declined-invitation-stays");
  await faults(first, "refuse", "securityhub:ListMembers", "LimitExceededException", "3");
  const wrong = await rollcall([
    "sandbox",
    "faults",
    "set",
    "lost-answers",
    "much",
    "--endpoint",
    first,
  ]);
  expect(wrong).toMatchObject({ code: 2, stdout: "" });
  expect(wrong.stderr).toContain("lost-answers takes 5% or 0.05, at most 100%, on or off");
  running!.child.kill("SIGKILL");
  await running!.ended;
  const second = await start();
  expect(await faults(second)).toMatchObject({
    profile: "hostile",
    lost: { now: "5%" },
    declined: { holds: false },
  });
  expect(await faults(second, "profile", "fast")).toMatchObject({
    profile: "fast",
    lost: { now: "0%" },
    declined: { holds: false },
  });
  const japanese = await rollcall(["sandbox", "faults", "--endpoint", second, "--lang", "ja"]);
  expect(japanese.stdout).toContain("実行の後に接続が切れ、応答が失われます");
  expect(japanese.stdout).toContain(
    "securityhub:ListMembers は、あと最大3回 LimitExceededException になります",
  );
  fs.rmSync(data, { recursive: true });
});
