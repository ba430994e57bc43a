// What an owner is given: scripts that a shell can read whatever is put into them, and a time to run them.
import { execFileSync } from "node:child_process";
import { pauseAfter, reminderDue, statusOf } from "@rollcall/core/joiner";
import {
  fits,
  type JoinerView,
  joinerEnd,
  joinerMessage,
  joinerReminder,
} from "@rollcall/core/message";
import {
  bashQuoted,
  bashScript,
  type Order,
  powershellQuoted,
  powershellScript,
} from "@rollcall/core/self-service";
import { entriesOf, languages, widthOf } from "@rollcall/core/self-service/texts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const order: Order = {
  account: "333333333333",
  hub: "111111111111",
  partition: "aws",
  regions: ["us-east-1", "ap-northeast-1"],
  standards: ["arn:aws:securityhub:us-east-1::standards/pci-dss/v/3.2.1"],
  defaultStandards: false,
  config: true,
  guardDuty: true,
  locale: "ja",
};
const bash = (script: string, ...options: string[]) =>
  execFileSync("bash", ["-s", "--", ...options], { input: script, encoding: "utf8" });

describe("quoting", () => {
  const nasty = fc.string({
    unit: fc.constantFrom("'", '"', "$", "`", "\\", "\n", "!", "(", "é", "名", "a", "\u2019"),
    maxLength: 20,
  });

  it("gives bash one word of exactly the text, whatever it is", () => {
    fc.assert(
      fc.property(fc.array(nasty, { minLength: 1, maxLength: 100 }), (texts) => {
        const script = texts.map((text) => `printf '%s\\0' ${bashQuoted(text)}`).join("\n");
        expect(bash(script).split("\0").slice(0, -1)).toEqual(texts);
      }),
      { numRuns: 20 },
    );
  });

  it("leaves no way out of a PowerShell string", () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const quoted = powershellQuoted(text);
        // By its grammar a string ends at the first quote, of whichever kind, that is not doubled.
        const inner = quoted.slice(1, -1);
        expect(inner.replace(/(['\u2018\u2019\u201a\u201b]){2}/g, "")).not.toMatch(
          /['\u2018-\u201b]/,
        );
        expect(inner.replace(/(['\u2018-\u201b])\1/g, "$1")).toBe(text);
      }),
    );
  });

  it.each([
    { account: "12345; rm -rf /" },
    { hub: "$(id)" },
    { regions: ["us-east-1'; id; '"] },
    { standards: ["arn:aws:securityhub:us-east-1::standards/x' y"] },
    { regions: [] },
  ])("makes no script for %j", (wrong) => {
    expect(() => bashScript({ ...order, ...wrong } as Order)).toThrow();
    expect(() => powershellScript({ ...order, ...wrong } as Order)).toThrow();
  });
});

describe("the scripts", () => {
  it("is bash that parses, and explains itself in both languages", () => {
    expect(execFileSync("bash", ["-n"], { input: bashScript(order) }).toString()).toBe("");
    expect(bash(bashScript(order), "--help")).toContain("使い方");
    const help = bash(bashScript(order), "--help", "--lang", "en");
    expect(help).toContain(
      "Makes account 333333333333 a member of the Security Hub of account 111111111111",
    );
    expect(help).not.toMatch(/\{\d\}/);
  });

  it("stays within what bash 3.2 of a Mac understands", () => {
    const newer =
      /\bmapfile\b|\breadarray\b|declare -A|local -A|wait -n|\$\{\w+[,^]{1,2}|\|&|&>>|local -n/;
    expect(bashScript(order)).not.toMatch(newer);
  });

  it("says only what is in the catalogue, and everything that is in it", () => {
    const names = Object.keys(languages.en.texts);
    const script = bashScript(order);
    const body = script.slice(script.indexOf("fill() {"));
    const said = [...body.matchAll(/\b(?:fill|tell|refuse) ([a-zA-Z]+)/g)].map(([, name]) => name);
    expect([...new Set([...said, "region"])].toSorted()).toEqual(names.toSorted());
    const powershell = powershellScript(order);
    const spoken = [
      ...powershell.matchAll(/(?:Get-Sentence|Write-Line|Stop-Early) ([a-z][a-zA-Z]+)/g),
    ];
    for (const [, name] of spoken) expect(names).toContain(name);
  });

  it("has balanced brackets in PowerShell, which nothing here can parse", () => {
    const code = powershellScript({ ...order, standards: [] })
      .replace(/'(?:[^']|'')*'/g, "''")
      .replace(/#.*$/gm, "")
      .replace(/"(?:[^"`]|`.)*"/g, '""');
    for (const [open, close] of ["()", "{}", "[]"].map((pair) => [...pair]))
      expect([open, code.split(open!).length]).toEqual([open, code.split(close!).length]);
  });

  it.each(["en", "ja"] as const)("fills the words of its table up to one width in %s", (locale) => {
    const widths = entriesOf(locale)
      .filter(([name]) => name.startsWith("W_"))
      .map(([, text]) => widthOf(text));
    expect(new Set(widths).size).toBe(1);
  });

  it("has the same places to fill in, in both languages", () => {
    const places = (text: string) => [...new Set(text.match(/\{\d\}/g))].sort();
    for (const [name, text] of Object.entries(languages.en.texts)) {
      const other = languages.ja.texts[name as keyof typeof languages.ja.texts];
      expect([name, places(other)]).toEqual([name, places(text)]);
    }
  });
});

describe("waiting", () => {
  const asked = "2026-01-01T00:00:00.000Z";
  const later = (days: number) => new Date(Date.parse(asked) + days * 86_400_000).toISOString();

  it("looks often at first, then rarely, and never beyond the end", () => {
    expect(pauseAfter(asked, later(30), later(0.01))).toBe(300);
    expect(pauseAfter(asked, later(30), later(1))).toBe(3600);
    expect(pauseAfter(asked, later(30), later(8))).toBe(3 * 3600);
    expect(pauseAfter(asked, later(30), later(30 - 1 / 1440))).toBe(60);
    expect(pauseAfter(asked, later(30), later(31))).toBe(1);
  });

  it("reminds on day 3, on day 7, then weekly (D58)", () => {
    expect(
      [0, 2.9, 3, 6.9, 7, 13.9, 14, 29].map((days) => reminderDue(asked, later(days))),
    ).toEqual([0, 0, 3, 3, 7, 7, 14, 28]);
  });

  it("takes what could not be read neither for joined nor for the end", () => {
    const seen = { isWanted: true, expiresAt: later(30), now: later(1) };
    expect(statusOf({ ...seen, states: ["Enabled", undefined] })).toBe("waiting");
    expect(statusOf({ ...seen, states: ["Enabled", "Enabled"] })).toBe("verified");
    expect(statusOf({ ...seen, states: ["Invited"], now: later(30) })).toBe("expired");
    expect(statusOf({ ...seen, isWanted: false, states: [] })).toBe("withdrawn");
  });
});

describe("the owner's message", () => {
  const view = fc.record<JoinerView>({
    accountId: fc.constant("333333333333"),
    accountName: fc.option(fc.string({ unit: "grapheme", maxLength: 300 }), { nil: undefined }),
    owner: fc.option(fc.string({ unit: "grapheme", maxLength: 400 }), { nil: undefined }),
    hub: fc.constant("111111111111"),
    status: fc.constantFrom("waiting", "verified", "expired", "withdrawn"),
    enabled: fc.subarray(["us-east-1", "eu-west-1"]),
    wanted: fc.constant(["us-east-1", "eu-west-1", "ap-northeast-1"]),
    askedAt: fc.constant("2026-01-01T00:00:00.000Z"),
    expiresAt: fc.constant("2026-01-31T00:00:00.000Z"),
    cloudShell: fc.constantFrom("https://x.example/cloudshell", "javascript:alert(1)"),
    quickCreate: fc.option(fc.constant("https://x.example/stack"), { nil: undefined }),
  });

  it("fits Slack whatever an account is called, and links only to pages", () => {
    fc.assert(
      fc.property(view, fc.constantFrom("en" as const, "ja" as const), (one, locale) => {
        const all = [
          joinerMessage(one, locale),
          joinerReminder(one, 3, locale),
          joinerEnd(one, locale),
        ];
        for (const message of all) {
          if (!message) continue;
          expect(fits(message)).toEqual([]);
          expect(JSON.stringify(message)).not.toContain("<javascript");
        }
      }),
    );
  });
});
