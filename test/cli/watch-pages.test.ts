// Pages of `status`, `timeline` and `roll-call`: what stands where, in columns that hold for Japanese names.
import { stripVTControlCharacters } from "node:util";
import type { OwnerCheck } from "@rollcall/aws/acts/check-setup";
import type { Transition } from "@rollcall/core/membership";
import type { Standings } from "@rollcall/core/standing";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { coloursOf } from "../../packages/cli/src/colours.ts";
import { awsCommand } from "../../packages/cli/src/play/aws-command.ts";
import { table } from "../../packages/cli/src/watch/columns.ts";
import { shortRegion } from "../../packages/cli/src/watch/marks.ts";
import { rollCallPage } from "../../packages/cli/src/watch/roll-call-page.ts";
import { setupDocument, setupPage } from "../../packages/cli/src/watch/setup-page.ts";
import { statusDocument, statusPage } from "../../packages/cli/src/watch/status-page.ts";
import { timelineDocument, timelinePage } from "../../packages/cli/src/watch/timeline-page.ts";

const plain = coloursOf({ isTTY: false }, {}, []);
const place = { stage: "trial", account: "111111111111", region: "us-east-1" };
const at = "2026-11-22T10:00:00.000Z";

const found: Standings = {
  wanted: 3,
  counts: { Enabled: 2, Resigned: 1 },
  unasked: 1,
  regions: [
    { region: "us-east-1", read: "read", at, wanted: 2, counts: { Enabled: 1, Resigned: 1 } },
    {
      region: "ap-northeast-1",
      read: "unread",
      at,
      reason: "AccessDenied: no\nnot you",
      wanted: 1,
      counts: { Enabled: 1 },
    },
  ],
  accounts: [
    {
      accountId: "000000000001",
      accountName: "決済\u0007",
      inLedger: true,
      standings: [
        { region: "us-east-1", state: "Resigned", wanted: true, since: at },
        { region: "ap-northeast-1", state: "Enabled", wanted: true, since: at },
      ],
    },
    {
      accountId: "000000000002",
      accountName: "Web",
      inLedger: true,
      standings: [
        { region: "us-east-1", state: "Enabled", wanted: true, since: at },
        { region: "ap-northeast-1", state: "Enabled", wanted: false, since: at },
      ],
    },
    {
      accountId: "000000000003",
      inLedger: false,
      standings: [{ region: "us-east-1", state: "Removed", wanted: false, since: at }],
    },
  ],
};

const rows = (page: string) => page.split("\n").filter((line) => /^\d{12} /.test(line));

describe("status", () => {
  it("shows who is not Enabled, under Regions that read from top to bottom", () => {
    const page = statusPage(place, found, { all: false }, "en", plain);
    expect(rows(page)).toEqual(["000000000001  決済  R ."]);
    const header = page.split("\n").slice(3, 8);
    expect(header.map((line) => line.at(-1)).join("")).toBe("apne1");
    expect(page).toContain("! 2 of 3 wanted memberships are Enabled");
    expect(page).toContain("R Resigned (it left or declined)");
    expect(page).toContain("→ rollcall timeline 000000000001");
  });

  it("shows all with --all: unasked members with a mark, others in small letters", () => {
    const page = statusPage(place, found, { all: true }, "en", plain);
    expect(rows(page).map((line) => line.slice(-3).trim())).toEqual(["R .", ". +", "m"]);
    expect(page).toContain("+ Enabled, and no ledger asks for it");
    expect(page).toContain("small letters");
  });

  it("lines marks up below each other whatever the names are", () => {
    const [first, second] = rows(statusPage(place, found, { all: true }, "ja", plain));
    expect(stringWidth(first!)).toBe(stringWidth(second!));
  });

  it("tells of a Region that could not be read, and says it on one line", () => {
    const page = statusPage(place, found, { all: false }, "en", plain);
    expect(page).toContain(
      "! ap-northeast-1 could not be read at 2026-11-22 10:00:00Z: AccessDenied: no not you",
    );
    expect(page).toMatch(/^ap-northeast-1 .*2026-11-22 10:00:00Z unread$/m);
    expect(page).toContain("1 membership is Enabled that no ledger asks for");
  });

  it("speaks Japanese, with AWS's words for states", () => {
    const page = statusPage(place, found, { all: false }, "ja", plain);
    expect(page).toContain("必要なメンバー 3件のうち 2件が有効 (Enabled) です");
    expect(page).toContain("R 離脱 (Resigned)");
    expect(page).not.toMatch(/wanted|last look|could not/);
  });

  it("documents only what is not Enabled, unless asked", () => {
    const some = statusDocument(place, found, { all: false });
    expect(some).toMatchObject({ schemaVersion: 1, stage: "trial", settled: false, wanted: 3 });
    expect(some.accounts).toEqual([
      {
        accountId: "000000000001",
        accountName: "決済\u0007",
        inLedger: true,
        memberships: [{ region: "us-east-1", state: "Resigned", wanted: true, since: at }],
      },
    ]);
    expect(statusDocument(place, found, { all: true }).accounts).toHaveLength(3);
  });

  it("colours where it may, and says nothing by colour alone", () => {
    const colours = coloursOf({ isTTY: true }, {}, []);
    const page = statusPage(place, found, { all: true }, "en", colours);
    expect(page).toContain("\u001b[31mR\u001b[39m");
    const bare = stripVTControlCharacters(page);
    expect(bare).toBe(statusPage(place, found, { all: true }, "en", plain));
  });
});

describe("timeline", () => {
  const transition = (more: Partial<Transition>): Transition => ({
    id: "000000000001/us-east-1/1",
    accountId: "000000000001",
    region: "us-east-1",
    version: 1,
    from: "Invited",
    to: "Enabled",
    label: "gain",
    source: "member",
    at,
    run: "ledger-1",
    cause: "join",
    ...more,
  });

  it("says who did it where that is known", () => {
    const transitions = [
      transition({}),
      transition({ from: "Enabled", to: "Resigned", label: "loss", source: "listing" }),
    ];
    const known = { accountId: "000000000001", transitions, calls: [], baselines: [] };
    const page = timelinePage(known, "en", plain);
    const [, header, gained, lost] = page.split("\n").map((line) => line.split(/ {2,}/));
    expect(header).toEqual(["when", "Region", "from → to", "label", "cause", "run", "who"]);
    expect(gained!.slice(2)).toEqual(["Invited → Enabled", "gain", "join", "ledger-1", "rollcall"]);
    expect(lost!.slice(2)).toEqual(["Enabled → Resigned", "loss", "join", "ledger-1", "unknown"]);
  });

  it("names who called, also where the call became known later, and takes no sign from them (D13)", () => {
    const accountId = "000000000001";
    const lost = { from: "Enabled", to: "Resigned", label: "loss", source: "listing" } as const;
    const actor = `arn:aws:sts::${accountId}:assumed-role/Admin/ali\u202ece`;
    const transitions = [
      transition({ ...lost, source: "trail", version: 1, actor, sourceIp: "203.0.113.7" }),
      transition({ ...lost, version: 2, at: "2026-11-25T00:00:00.000Z" }),
    ];
    const left = { id: "e", at: "2026-11-24T23:59:00.000Z", accountId, region: "us-east-1" };
    const calls = [{ ...left, eventName: "DisassociateFromMasterAccount", actor: "a\u001b[2Jb" }];
    const timeline = { accountId, transitions, calls, baselines: [] };
    const lines = timelinePage(timeline, "en", plain).trimEnd().split("\n").slice(-2);
    expect(lines[0]).toMatch(/ {2}alice \(Admin\) 000000000001 203\.0\.113\.7$/);
    expect(lines[1]).toMatch(/ {2}a \[2Jb$/);
    const place = { stage: "local", account: "111111111111", region: "us-east-1" };
    expect(timelineDocument(place, timeline)).toMatchObject({
      transitions: [{ who: actor, sourceIp: "203.0.113.7" }, { who: "a\u001b[2Jb" }],
      calls: [{ eventName: "DisassociateFromMasterAccount" }],
    });
  });

  it("says so when nothing was recorded", () => {
    const nothing = { accountId: "000000000001", transitions: [], calls: [], baselines: [] };
    const page = timelinePage(nothing, "ja", plain);
    expect(page).toBe("000000000001\nまだ何も記録されていません。\n");
  });
});

const quiet = {
  rollCall: "roll-call-20261122T100000Z",
  startedAt: at,
  closedAt: at,
  execution: "arn",
  counts: {},
  losses: 0,
  unread: [],
  unknown: 0,
  missing: 0,
};

it("shows who made a loss, as far as anybody knows (D13)", () => {
  const lost = {
    id: "000000000001/us-east-1/2",
    accountId: "000000000001",
    region: "us-east-1",
    from: "Enabled",
    to: "Resigned",
    flap: false,
    since: at,
    next: "AcceptInvitation",
  } as const;
  const by = {
    ...lost,
    accountId: "000000000002",
    actor: "arn:aws:sts::000000000002:assumed-role/Admin/alice\u202e",
    sourceIp: "203.0.113.7",
  };
  const row = { ...quiet, status: "complete" as const, losses: 2 };
  const lines = rollCallPage(place, { row, losses: [lost, by] }, "en", plain).split("\n");
  const of = (id: string) => lines.find((one) => one.includes(id));
  expect(of("000000000001")).toMatch(/ unknown +→ AcceptInvitation$/);
  expect(of("000000000002")).toMatch(/alice \(Admin\) 000000000002 203\.0\.113\.7 +→ /);
});

it("shows a roll call that failed as one, not as quiet", () => {
  const row = {
    ...quiet,
    status: "failed" as const,
    unread: [{ region: "us-east-1", reason: "States.Timeout" }],
    failure: { error: "States.Timeout", cause: "too\nlong" },
  };
  const page = rollCallPage(place, { row, losses: [] }, "en", plain);
  expect(page).toContain("✖ States.Timeout: too long");
  expect(page).toContain("us-east-1 could not be read");
  expect(page).not.toContain("Nobody was lost");
});

describe("setup-check", () => {
  const watch = { owner: "mika@example.com", channel: "#決済", since: {} };
  const owner: OwnerCheck = {
    before: { ...watch, reminded: "2026-11-23", group: "0", content: "", version: 1 },
    now: {
      watch,
      reminded: false,
      next: "2026-11-27",
      accounts: [
        {
          account: "000000000001",
          accountName: "決済\u0007",
          ...watch,
          since: "2026-11-20",
          regions: [
            { region: "us-east-1", state: "Invited", code: "WaitsForOwner" },
            { region: "ap-northeast-1", state: "RegionDisabled", code: "RegionDisabled" },
          ],
        },
      ],
    },
  };

  it("puts each step of an account on a line, and its command below", () => {
    const page = setupPage(place, { last: at, owners: [owner] }, "en", plain);
    expect(page.split("\n").slice(1, 6)).toEqual([
      "! The set-up of 1 account of 1 owner is not complete (last check 2026-11-22 10:00:00Z)",
      "",
      "mika@example.com, #決済  reminded 2026-11-23, next reminder 2026-11-27",
      "  000000000001  決済  WaitsForOwner   2026-11-20  use1",
      "  000000000001  決済  RegionDisabled  2026-11-20  apne1",
    ]);
    expect(page).toContain("  → RegionDisabled: Switch it on: aws account enable-region");
  });

  it("says so when all is complete, and when no check was held", () => {
    const page = setupPage(place, { last: undefined, owners: [] }, "en", plain);
    expect(page).toContain("✔ Every account of the ledger is set up. (no check was held yet)");
    const document = setupDocument(place, { last: undefined, owners: [] });
    expect(document).toMatchObject({ complete: true, lastCheck: null, owners: [] });
  });
});

describe("columns", () => {
  it("puts numbers to the right and cuts what is too wide", () => {
    const lines = table(
      [
        [{ text: "台帳" }, { text: "1", right: true }],
        [{ text: "a long text" }, { text: "234", right: true }],
      ],
      6,
    );
    expect(lines).toEqual(["台帳      1", "a lon…  234"]);
  });

  it("shortens every Region to another name", () => {
    expect(["ap-northeast-1", "us-east-2", "mx-central-1"].map(shortRegion)).toEqual([
      "apne1",
      "use2",
      "mxc1",
    ]);
  });
});

it("spells a call as the AWS CLI does", () => {
  const call = { account: "000000000001", region: "us-east-1", service: "securityhub" as const };
  const spelt = (operation: Parameters<typeof awsCommand>[0]["operation"], input: object) =>
    awsCommand({ ...call, operation, input: { ...input } }).replace(/^.* us-east-1 ?/, "");
  expect(spelt("EnableSecurityHub", { EnableDefaultStandards: false })).toBe(
    "--no-enable-default-standards",
  );
  expect(spelt("CreateMembers", { AccountDetails: [{ AccountId: "1" }] })).toBe(
    `--account-details '[{"AccountId":"1"}]'`,
  );
  expect(spelt("InviteMembers", { AccountIds: ["1", "2"] })).toBe("--account-ids 1 2");
  expect(awsCommand({ ...call, operation: "DisableSecurityHub", input: {} })).toBe(
    "AWS_ACCESS_KEY_ID=000000000001 aws securityhub disable-security-hub --region us-east-1",
  );
});
