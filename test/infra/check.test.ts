import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { templateProblems } from "../../packages/infra/src/check/rules/templates.ts";
import { findings, rules } from "../../packages/infra/src/check/rules.ts";
import { doctored } from "./broken-apps.ts";
import { root, synthesized } from "./synthesized.ts";

const sound = synthesized();

describe("deploy:check", () => {
  it("finds nothing in the app as it is", () => {
    expect(findings(sound).flatMap((one) => one.problems)).toEqual([]);
  });

  it.each(doctored)("%s: notices a broken app (%#)", (rule, doctor, said) => {
    const given = structuredClone(sound);
    doctor(given);
    const problems = rules.find((one) => one.name === rule)!.problems(given);
    expect(problems.join("\n")).toMatch(said);
  });

  it("has a broken app for every rule", () => {
    const covered = new Set([...doctored.map(([rule]) => rule), "templates"]);
    expect(rules.map((rule) => rule.name).filter((name) => !covered.has(name))).toEqual([]);
  });

  it.each([
    [
      "member-role.yaml",
      "sts:ExternalId: !Ref ExternalId",
      "sts:ExternalId: any",
      /without the ExternalId/,
    ],
    [
      "member-role.yaml",
      "- securityhub:EnableSecurityHub",
      '- "securityhub:*"',
      /spell out the actions/,
    ],
    ["management-role.yaml", "  HubAccountId:", "  Hub:", /no parameter HubAccountId/],
    ["management-role.yaml", "Resources:", "Resources: [", /./],
    ["call-forwarding.yaml", "aws:SourceAccount", "aws:Other", /without aws:SourceAccount/],
    ["call-forwarding.yaml", "Action: events:PutEvents", 'Action: "events:*"', /spell out/],
  ])("templates: notices a broken %s (%#)", (file, found, put, said) => {
    const text = fs.readFileSync(path.join(root, "templates", file), "utf8");
    expect(templateProblems(text)).toEqual([]);
    expect(text).toContain(found);
    expect(templateProblems(text.replace(found, put)).join("\n")).toMatch(said);
  });

  const run = (...args: string[]) =>
    spawnSync(process.execPath, [path.join(root, "packages/infra/src/check/main.ts"), ...args], {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, ROLLCALL_SETTINGS: "" },
    });

  it("prints a line for each rule and exits with 0", () => {
    const { status, stdout } = run();
    expect(stdout.match(/^ {2}ok {3}/gm)).toHaveLength(rules.length);
    expect(status).toBe(0);
  });

  it("exits with 1 and says what is wrong, also as JSON", () => {
    // Machine names hold the stage, and Step Functions takes 80 characters.
    const { status, stdout } = run("--stage", "s".repeat(75), "--json");
    const document = JSON.parse(stdout);
    expect(status).toBe(1);
    expect(document).toMatchObject({ schemaVersion: 1, ok: false });
    expect(
      document.rules.find((one: { rule: string }) => one.rule === "names").problems,
    ).toContainEqual(expect.stringContaining("of 80 characters"));
  });

  it("exits with 2 for an option that it does not know", () => {
    expect(run("--stgae", "x").status).toBe(2);
  });
});
