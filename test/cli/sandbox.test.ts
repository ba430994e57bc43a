// `rollcall sandbox`, as other people's scripts find it.
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
  expect(second.stderr).toContain("--port 0");
});
