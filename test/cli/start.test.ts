// `rollcall start` in a pipe: one document or one page on stdout, progress on stderr, and a prompt end.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, expect, it } from "vitest";
import { begin, type Running, rollcall } from "./command.ts";

const directory = fs.mkdtempSync(path.join(os.tmpdir(), "rollcall-start-"));
afterAll(() => fs.rmSync(directory, { recursive: true }));

let running: Running | undefined;
afterEach(async () => {
  running?.child.kill("SIGKILL");
  await running?.ended;
});

const file = (name: string, content: string | Buffer) => {
  const at = path.join(directory, name);
  fs.writeFileSync(at, content);
  return at;
};

const ledger = (...rows: string[]) =>
  ["account_id,account_name,email,regions,join", ...rows].join("\n");

/** An Excel workbook of before 2007 begins like this. */
const old = Buffer.from("d0cf11e0a1b11ae1", "hex");

it("tells of a rejected ledger in one document, and of progress on stderr without cursor codes", async () => {
  const args = ["start", "--once", "--json", "--ledger", file("old.xls", old)];
  const { code, stdout, stderr } = await rollcall(args);
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({
    schemaVersion: 1,
    run: { status: "rejected", execution: expect.stringContaining(":execution:rollcall-local-") },
    problems: [{ row: 0, value: "old.xls", problem: expect.stringContaining(".xls") }],
    attention: [],
  });
  expect(stderr).toContain("reading the ledger");
  expect(stderr).not.toContain("\u001b");
});

it("shows problems with file, row and column, in Japanese", async () => {
  const rows = ledger("123,Payments,,all,role", "333333333333,Web,,us-east-9,role");
  const args = ["start", "--once", "--lang", "ja", "--ledger", file("台帳.csv", rows)];
  const { code, stdout } = await rollcall(args, { FORCE_COLOR: "1" });
  expect(code).toBe(2);
  expect(stdout).toContain("台帳.csv は却下されました: エラー 2件。何も適用していません。");
  expect(stdout).toContain("台帳.csv 2行目 列「account_id (A)」");
  expect(stdout).toContain('台帳.csv 3行目 列「regions (D)」 "us-east-9"');
  expect(stdout).toContain("\u001b[1m");
  expect(stdout).not.toMatch(/\b(row|column|rejected)\b/);
});

it("ends at once when it is interrupted in the middle of a run, and leaves nothing behind", async () => {
  const rows = Array.from(
    { length: 40 },
    (_, at) => `${333333333300 + at},Account ${at},,all,role`,
  );
  const args = ["start", "--once", "--json", "--ledger", file("many.csv", ledger(...rows))];
  running = begin(args);
  await running.shows("inviting in every Region");
  const asked = performance.now();
  running.child.kill("SIGINT");
  const { code, stdout, stderr } = await running.ended;
  expect(code).toBe(130);
  expect(performance.now() - asked).toBeLessThan(5_000);
  expect(JSON.parse(stdout)).toMatchObject({
    run: { status: "interrupted" },
    failure: { error: "Interrupted" },
  });
  expect(stderr).toContain("Stopping; Ctrl-C again ends it at once.");
});

it("ends while it is still booting, too", async () => {
  running = begin(["start", "--once"]);
  await running.shows("Booting");
  running.child.kill("SIGINT");
  const { code, stdout } = await running.ended;
  expect({ code, stdout }).toEqual({ code: 130, stdout: "" });
});
