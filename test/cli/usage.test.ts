// Wrong usage: exit code 2, one clear sentence, and nothing on stdout but the document of --json.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { rollcall } from "./command.ts";

const directory = fs.mkdtempSync(path.join(os.tmpdir(), "rollcall-usage-"));
afterAll(() => fs.rmSync(directory, { recursive: true }));

const file = (name: string, content: string) => {
  const at = path.join(directory, name);
  fs.writeFileSync(at, content);
  return at;
};

describe.concurrent("the command line", () => {
  it.each([
    [["start", "--ledgr", "x"], "unknown option '--ledgr'\n(Did you mean --ledger?)"],
    [["strat"], "unknown command 'strat'\n(Did you mean start?)"],
    [["start", "here.xlsx"], "too many arguments for 'start'"],
    [["start", "--port", "x"], "A port is a number from 0 to 65535"],
    [["sandbox", "--port", "70000"], "A port is a number from 0 to 65535"],
    [["sandbox", "play", "leaf"], "there is no scenario leaf; there are: leave, leave-everywhere"],
    [["sandbox", "--profile", "wild"], "Allowed choices are fast, realistic, hostile."],
    [["sandbox", "faults", "sett"], "too many arguments for 'faults'"],
    [["sandbox", "leave"], "too many arguments for 'sandbox'"],
    [["timeline", "12345"], "An account is 12 digits"],
    [["status", "--region", "us-east-9"], "There is no such Region"],
    [["heal", "12345"], "An account is 12 digits"],
    [["heal", "--roll-call", "yesterday"], "is no roll call: one is named like roll-call-2026"],
    [["start", "--port", "1e3"], "A port is a number from 0 to 65535"],
    [["start", "--lang", "fr"], "Allowed choices are en, ja."],
    [
      ["start", "--ledger", "missing.xlsx"],
      "cannot read the ledger missing.xlsx: there is no such",
    ],
    [["start", "--ledger", directory], "it is a directory"],
    [
      ["start", "--estate", "missing.json"],
      "cannot read the estate missing.json: there is no such",
    ],
  ])("refuses %j", async (args, sentence) => {
    const { code, stdout, stderr } = await rollcall(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain("    at "); // no stack
  });

  it("speaks Japanese where a command of the sandbox is asked to", async () => {
    const { stdout } = await rollcall(["sandbox", "play", "--list", "--lang", "ja"]);
    expect(stdout).toContain("メンバーが1つのリージョンでハブから離脱します");
  });

  it("names every wrong field of an estate by its path", async () => {
    const wrong = { hub: { account: "1" }, accounts: [{ id: "x", name: "a", email: "no" }] };
    const estate = file("estate.json", JSON.stringify(wrong));
    const { code, stderr } = await rollcall(["start", "--estate", estate]);
    expect(code).toBe(2);
    expect(stderr).toContain("  hub.account: an account id has 12 digits\n");
    expect(stderr).toMatch(/^ {2}accounts\[0\]\.id: /m);
    expect(stderr).toMatch(/^ {2}accounts\[0\]\.email: /m);
  });

  it("says where the JSON of an estate breaks", async () => {
    const { code, stderr } = await rollcall(["start", "--estate", file("broken.json", "{")]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/\n {2}not JSON: .*line 1/);
  });

  it("speaks Japanese where asked, or where the terminal does", async () => {
    const args = ["start", "--ledger", "missing.xlsx"];
    const asked = await rollcall([...args, "--lang", "ja"]);
    const found = await rollcall(args, { LANG: "ja_JP.UTF-8" });
    expect(asked.stderr).toContain("台帳 missing.xlsx を読み込めません: ファイルがありません");
    expect(found.stderr).toBe(asked.stderr);
  });

  it.each([[["start", "--json", "--ledger", "missing.xlsx"]], [["start", "--json", "--nonsense"]]])(
    "prints one document on stdout also for %j",
    async (args) => {
      const { code, stdout } = await rollcall(args);
      expect(code).toBe(2);
      expect(JSON.parse(stdout)).toMatchObject({
        schemaVersion: 1,
        run: { id: "", status: "failed" },
        memberships: { wanted: 0 },
        failure: { error: "Usage" },
      });
    },
  );

  it("colours a terminal's messages only, unless told", async () => {
    const args = ["start", "--ledger", "missing.xlsx"];
    const red = "\u001b[31mrollcall:";
    const told = async (more: string[], environment?: NodeJS.ProcessEnv) =>
      (await rollcall([...args, ...more], environment)).stderr.includes(red);
    expect(await told([], { CI: "1" })).toBe(false);
    expect(await told([], { FORCE_COLOR: "1" })).toBe(true);
    expect(await told(["--no-color"], { FORCE_COLOR: "1" })).toBe(false);
  });

  it("says in its help what the exit codes mean, and how npm is kept quiet", async () => {
    const { code, stdout, stderr } = await rollcall(["--help"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("2 wrong usage or ledger rejected, 3 not settled (status");
    expect(stdout).toContain("npm start --silent -- --once --json");
  });
});
