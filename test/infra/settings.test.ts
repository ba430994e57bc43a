import { describe, expect, it } from "vitest";
import { defaults as defaultRegions } from "../../packages/core/src/region.ts";
import { defaults, loadSettings, SettingsError } from "../../packages/infra/src/settings.ts";
import { settingsFile } from "./synthesized.ts";

const load = (content: unknown) => loadSettings(settingsFile(content));

describe("settings", () => {
  it("are the defaults without a file, and with an empty one", () => {
    expect(loadSettings(undefined)).toEqual(defaults);
    expect(load({})).toEqual(defaults);
  });

  it("mean by default the Regions that every account has", () => {
    expect([...defaults.regions].sort()).toEqual([...defaultRegions].sort());
    expect(load({ regions: "hub" }).regions).toEqual(defaults.regions);
  });

  it("are overridden field by field", () => {
    const settings = load({
      hub: { account: "333333333333" },
      management: null,
      memberRole: { externalId: "other-id" },
      regions: ["eu-west-1", "ap-northeast-1"],
      slack: { locale: "ja", channels: { "#soc": { locale: "en" } } },
      consoleLinks: { portal: "https://example.awsapps.com/start", role: "Auditor" },
      rollCall: { schedule: "cron(0/2 8-20 ? * MON-FRI *)", timezone: "Asia/Tokyo" },
      healing: { states: { Resigned: "auto" }, coolDownHours: 0.5 },
      trail: { organizationId: "o-abcde12345" },
      digest: { noChange: "weekly" },
      pace: { joinAttempts: 5 },
    });
    expect(settings).toEqual({
      ...defaults,
      hub: { account: "333333333333" },
      management: null,
      memberRole: { name: defaults.memberRole.name, externalId: "other-id" },
      regions: ["eu-west-1", "ap-northeast-1"],
      slack: { ...defaults.slack, locale: "ja", channels: { "#soc": { locale: "en" } } },
      consoleLinks: { portal: "https://example.awsapps.com/start", role: "Auditor" },
      rollCall: { schedule: "cron(0/2 8-20 ? * MON-FRI *)", timezone: "Asia/Tokyo" },
      healing: {
        states: { Resigned: "auto", Removed: "ask", Deleted: "ask", Absent: "ask" },
        coolDownHours: 0.5,
        atOnce: 20,
      },
      trail: { organizationId: "o-abcde12345" },
      digest: { ...defaults.digest, noChange: "weekly" },
      pace: { ...defaults.pace, joinAttempts: 5 },
    });
  });

  it.each([
    [{ homeRegoin: "eu-west-1" }, 'homeRegoin is not a setting; did you mean "homeRegion"?'],
    [{ slack: { chanel: "#a" } }, 'slack.chanel is not a setting; did you mean "channel"?'],
    [
      { digest: { noChange: "never" } },
      'digest.noChange must be "post", "weekly" or "silent", but is "never"',
    ],
    [{ zebra: 1 }, "zebra is not a setting; known are homeRegion, hub, "],
    [{ toString: 1 }, "toString is not a setting"],
    [
      { hub: { account: 111111111111 } },
      "hub.account must be an account id: a string of 12 digits, but is 111111111111",
    ],
    [{ hub: null }, "hub must be an object"],
    [{ management: "222222222222" }, "management must be an object or null"],
    [
      { regions: ["eu-west-1", "eu-west-1"] },
      'regions must be "hub", or a list of different Regions',
    ],
    [{ regions: [] }, "regions must be"],
    [{ regions: ["tokyo"] }, "regions must be"],
    [
      { healing: { states: { Resigned: "yes" } } },
      'healing.states.Resigned must be "off", "ask" or "auto", but is "yes"',
    ],
    [
      { healing: { states: { AccountSuspended: "auto" } } },
      "healing.states.AccountSuspended is not a setting; known are Resigned, Removed,",
    ],
    [{ healing: { atOnce: 0 } }, "healing.atOnce must be a whole number from 1 to 1000"],
    [{ healing: { coolDownHours: -1 } }, "healing.coolDownHours must be a number of hours"],
    [{ defaultStandards: "no" }, 'defaultStandards must be true or false, but is "no"'],
    [
      { memberRole: { externalId: "x" } },
      "memberRole.externalId must be an ExternalId of 2 to 1224 characters",
    ],
    [{ slack: { channels: { "#a": { locale: "de" } } } }, "slack.channels must be a table"],
    [{ pace: { joinAttempts: 0 } }, "pace.joinAttempts must be a whole number from 1 to 1000"],
    [{ rollCall: { schedule: "every 5 minutes" } }, "rollCall.schedule must be a schedule such as"],
    [{ rollCall: { schedule: "rate(1 minutes)" } }, "rollCall.schedule must be a schedule such as"],
    [
      { rollCall: { timezone: "Tokyo" } },
      "rollCall.timezone must be a time zone such as Asia/Tokyo",
    ],
    [{ setupCheck: { skipDays: ["Sat"] } }, "setupCheck.skipDays must be a list of different days"],
    [
      { setupCheck: { skipDays: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"] } },
      "and not of all of them",
    ],
    [
      { setupCheck: { holidays: ["2026-02-30"] } },
      'setupCheck.holidays must be a list of dates such as ["2026-12-31"]',
    ],
    [{ consoleLinks: { portal: "https://a.example" } }, "consoleLinks.role is missing"],
    [{ trail: {} }, "trail must be null, "],
    [{ trail: { organizationId: "abc" } }, "trail must be null, "],
    [{ trail: { accounts: [] } }, "trail must be null, "],
    [{ trail: { accounts: [111111111111] } }, "trail must be null, "],
    [
      { trail: { organizationId: "o-abcde12345", accounts: ["111111111111"] } },
      "trail must be null, ",
    ],
    [{ baseline: { standards: ["FSBP"] } }, "baseline.standards must be a list of standards such"],
    [{ baseline: { config: { bucket: "archive" } } }, "baseline.config must be null, or"],
    [
      { baseline: { config: { bucket: "UPPER", globalRegion: "us-east-1" } } },
      "baseline.config must be null, or",
    ],
    [{ baseline: { guardDuty: "yes" } }, "baseline.guardDuty must be true or false"],
    [
      {
        defaultStandards: true,
        baseline: { config: { bucket: "archive", globalRegion: "us-east-1" } },
      },
      "defaultStandards must be false where baseline.config is set",
    ],
    [[], "the file must be an object"],
    ["{", "JSON"],
  ])("refuses %j", (content, message) => {
    const refused = () => load(content);
    expect(refused).toThrow(SettingsError);
    expect(refused).toThrow(message);
  });

  it("lists every problem with the file's name", () => {
    const file = settingsFile({ a: 1, hub: { account: "1" } });
    expect(() => loadSettings(file)).toThrow(
      new RegExp(`^${file}: a is not a setting.*\\n${file}: hub\\.account must be`),
    );
  });

  it("says which file is not there", () => {
    expect(() => loadSettings("/nowhere/settings.json")).toThrow(
      /\/nowhere\/settings\.json: ENOENT/,
    );
  });
});
