import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { missing } from "../../packages/infra/src/synth/handlers.ts";
import { App } from "../../packages/sandbox/src/app/manifest.ts";
import { read, root, settingsFile, synth, synthesized } from "./synthesized.ts";

const hub = (account: string, homeRegion: string) =>
  settingsFile({ homeRegion, hub: { account }, management: null });

describe("synthesis", () => {
  it("writes what the sandbox reads", () => {
    expect(() => App.parse(synthesized().app)).not.toThrow();
  });

  it("puts account and Region of the settings into every ARN", () => {
    const { file } = synth("--settings", hub("333333333333", "ap-northeast-1"));
    const text = fs.readFileSync(file, "utf8");
    expect(read(file).app).toMatchObject({ account: "333333333333", region: "ap-northeast-1" });
    expect(text).not.toContain("us-east-1:");
    expect(text).not.toContain("111111111111");
    expect(text).toContain("arn:aws:lambda:ap-northeast-1:333333333333:function:");
  });

  it("keeps two settings apart, and the functions' bundles in common", () => {
    const one = synth();
    const other = synth("--settings", hub("333333333333", "ap-northeast-1"));
    expect(path.dirname(one.file)).not.toBe(path.dirname(other.file));
    const bundles = (file: string) => read(file).app.functions.map((each) => each.bundle);
    expect(bundles(one.file)).toEqual(bundles(other.file));
  });

  it("can run twice at once with the same result", async () => {
    const stage = `test-${process.pid}`; // nobody has made this one before
    const main = path.join(root, "packages/infra/src/synth/main.ts");
    const runs = [1, 2].map(async () => {
      const child = spawn(process.execPath, [main, "--stage", stage]);
      let printed = "";
      child.stdout.on("data", (chunk) => {
        printed += chunk;
      });
      const [code] = await once(child, "close");
      return { code, printed };
    });
    const [first, second] = await Promise.all(runs);
    expect(first!.code).toBe(0);
    expect(second).toEqual(first);
    expect(fs.existsSync(first!.printed.trim())).toBe(true);
    fs.rmSync(path.dirname(first!.printed.trim()), { recursive: true });
  });

  it("copies the app to --out", () => {
    const out = path.join(path.dirname(settingsFile({})), "below/app.json");
    expect(synth("--out", out).file).toBe(out);
    expect(App.parse(JSON.parse(fs.readFileSync(out, "utf8"))).name).toBe("rollcall");
  });

  it("grants nothing in the management account when there is none", () => {
    const { file } = synth("--settings", hub("333333333333", "ap-northeast-1"));
    const text = JSON.stringify(read(file).app.roles);
    expect(text).toContain(":role/rollcall-member");
    expect(text).not.toContain("rollcall-management");
  });

  it("says clearly what is wrong with the settings, and writes nothing", () => {
    const { status, file, stderr } = synth("--settings", settingsFile({ hub: { acount: "1" } }));
    expect({ status, file }).toEqual({ status: 1, file: "" });
    expect(stderr).toMatch(/hub\.acount is not a setting; did you mean "account"\?/);
  });

  it("makes the same app with traces as without", () => {
    const stage = `traces-${process.pid}`; // nobody has made this one before
    const { file } = synth("--stage", stage, "--traces");
    const traced = read(file);
    fs.rmSync(path.dirname(file), { recursive: true });
    expect(read(synth("--stage", stage).file)).toEqual(traced);
    fs.rmSync(path.dirname(file), { recursive: true });
  });

  it("takes no option that it does not know", () => {
    expect(synth("--settngs", "x")).toMatchObject({ status: 2, file: "" });
  });

  it("names handlers that are not there", () => {
    const handlers = { "functions/post": { bundle: "/x", exports: ["handler"] } };
    expect(missing(handlers, "functions/post.handler")).toBeUndefined();
    expect(missing(handlers, "functions/send.handler")).toBe("functions/send.ts does not exist");
    expect(missing(handlers, "functions/post.main")).toBe("functions/post.ts exports no main");
  });
});
