// What an owner is shown: accounts, missing steps and commands, whatever the ledger's cells hold.
import {
  fits,
  MOST_MENTIONS,
  mentioned,
  type SetupView,
  setupMessage,
} from "@rollcall/core/message";
import { Reason } from "@rollcall/core/run";
import { missing, reminders } from "@rollcall/core/setup";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  checkBlocks,
  checkWhole,
  DEFAULT_LIMITS,
} from "../../packages/sandbox/src/slack/check-payload.ts";

const account = (number: number) => ({
  account: String(300_000_000_000 + number),
  accountName: `Account ${number}`,
  owner: "mika@example.com",
  channel: "",
  regions: [{ region: "us-east-1", state: "Invited" as const, code: "WaitsForOwner" as const }],
  since: "2026-11-20",
});
const view = (more: Partial<SetupView> = {}): SetupView => ({
  owner: "mika@example.com",
  reminder: { day: "2026-11-23", days: 3, complete: 0, unasked: 0 },
  accounts: [account(1)],
  next: "2026-11-27",
  ...more,
});

describe("a reminder", () => {
  it("says whose accounts, which step, which command, since when, and what comes next (D58)", () => {
    const { text, blocks } = setupMessage(view(), "en");
    expect(text).toBe(
      "The set-up of 1 account of mika@example.com is not complete, the longest for 3 days: 300000000001 Account 1 (WaitsForOwner)",
    );
    expect(blocks.map(({ type }) => type)).toEqual([
      "header",
      "section",
      "section",
      "section",
      "table",
      "context",
    ]);
    const shown = JSON.stringify(blocks);
    expect(shown).toContain("rollcall joiner script");
    expect(shown).toContain("rollcall joiner script 300000000001");
    expect(shown).toContain("The next one is on 2026-11-27");
  });

  it("counts what has no room, so that no row is silently missing", () => {
    const accounts = Array.from({ length: 300 }, (_, at) => account(at));
    const { blocks } = setupMessage(view({ accounts }), "en");
    const table = blocks.find(({ type }) => type === "table") as unknown as { rows: unknown[] };
    expect(JSON.stringify(blocks)).toContain(`+${300 - (table.rows.length - 1)} more`);
  });

  it("says in place that all is complete, or that nobody asks any longer", () => {
    const done = view({ accounts: [], reminder: { ...view().reminder, complete: 2, unasked: 1 } });
    const { text, blocks } = setupMessage(done, "en");
    expect(text).toContain("Nothing is left to do for mika@example.com");
    expect(JSON.stringify(blocks)).toContain(
      "2 accounts complete since this reminder. 1 account no longer asked for here.",
    );
  });

  it("fits whatever there is to say, in both languages", () => {
    const wild = fc.oneof(
      fc.string({ maxLength: 300, unit: "binary" }),
      fc.constant("<!channel> <@U0EVIL> &<>".repeat(10)),
      fc.constant("決済基盤".repeat(60)),
    );
    const region = fc.record({
      region: fc.constantFrom("us-east-1", "ap-northeast-1"),
      state: fc.constantFrom("Invited" as const, "Resigned" as const),
      code: fc.constantFrom(...Reason.options),
      detail: wild,
    });
    const one = fc.record({
      account: wild,
      accountName: wild,
      owner: wild,
      channel: wild,
      regions: fc.array(region, { minLength: 1, maxLength: 4 }),
      since: fc.constant("2026-11-20"),
    });
    fc.assert(
      fc.property(
        fc.array(one, { maxLength: 45 }),
        wild,
        fc.constantFrom("en" as const, "ja" as const),
        (accounts, owner, locale) => {
          const message = mentioned(setupMessage(view({ accounts, owner }), locale), [
            "U0MIKA",
            "U0TARO",
          ]);
          expect(fits({ ...message, blocks: message.blocks.slice(2) })).toEqual([]);
          checkBlocks(message.blocks);
          checkWhole(message.text, message.blocks as never, DEFAULT_LIMITS);
          checkWhole(message.text, message.blocks as never, { ...DEFAULT_LIMITS, counted: "json" });
          expect(message.text.match(/<[@!]/g)).toHaveLength(2);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe("a mention (D117)", () => {
  const plain = setupMessage(view(), "en");

  it("stands before the text and below the title", () => {
    const { text, blocks } = mentioned(plain, ["U0MIKA"]);
    expect(text).toBe(`<@U0MIKA> ${plain.text}`);
    expect(blocks[1]).toEqual({ type: "section", text: { type: "mrkdwn", text: "<@U0MIKA>" } });
    expect(blocks.toSpliced(1, 1)).toEqual(plain.blocks);
  });

  it("is of five people at most, each once, and of nothing that is no person", () => {
    const many = Array.from({ length: 9 }, (_, at) => `U0PERSON${at}`);
    expect(mentioned(plain, ["U0PERSON0", ...many]).text.match(/<@/g)).toHaveLength(MOST_MENTIONS);
    for (const odd of ["channel", "!here", "S0TEAM", "U0 X>", ""])
      expect(mentioned(plain, [odd])).toEqual(plain);
  });
});

describe("what is missing", () => {
  const row = {
    row: 2,
    accountId: "333333333333",
    accountName: "Payments",
    ownerEmail: "Mika@Example.com",
    regions: "all" as const,
    join: "role" as const,
    desired: "member" as const,
    extra: {},
  };
  const membership = {
    accountId: "333333333333",
    region: "us-east-1",
    state: "Resigned" as const,
    source: "listing" as const,
    since: "2026-11-21T00:00:00.000Z",
    version: 3,
    observedAt: "2026-11-21T00:00:00.000Z",
  };
  const input = {
    run: {
      run: "ledger-1",
      startedAt: "2026-11-20T00:00:00.000Z",
      closedAt: "2026-11-20T01:00:00.000Z",
    },
    rows: [row],
    memberships: [membership],
    creations: [],
    resolved: [],
    told: [{ account: "333333333333", reason: "RoleRefused" as const }],
    regions: ["us-east-1"],
    looks: [],
    heals: [],
  };
  const code = (more: object) => missing({ ...input, ...more })[0]?.regions[0]?.code;

  it("is what the run has told, unless the membership has moved on since", () => {
    expect(code({})).toBe("Outside");
    expect(code({ memberships: [{ ...membership, observedAt: "2026-11-20T00:30:00.000Z" }] })).toBe(
      "RoleRefused",
    );
    expect(code({ memberships: [] })).toBe("RoleRefused");
  });

  it("is what a heal has told since, and the newest of them", () => {
    const heal = (day: string, reason: string, region = "us-east-1") => ({
      run: {
        run: `heal-${day}`,
        startedAt: `2026-11-${day}T02:00:00.000Z`,
        closedAt: `2026-11-${day}T03:00:00.000Z`,
      },
      told: [{ account: "333333333333", region, reason }],
    });
    const [newer, older] = [heal("23", "ForeignInvitation"), heal("22", "RoleRefused")];
    expect(code({ heals: [newer, older] })).toBe("ForeignInvitation");
    expect(code({ heals: [heal("23", "QuotaReached", "eu-west-1"), older] })).toBe("RoleRefused");
    // It was lost again after that heal.
    const again = { ...membership, observedAt: "2026-11-22T12:00:00.000Z" };
    expect(code({ heals: [older], memberships: [again] })).toBe("Outside");
  });

  it("follows the state, the way and who accepts", () => {
    const state = (word: string) => ({ memberships: [{ ...membership, state: word }] });
    expect(code(state("Enabled"))).toBeUndefined();
    expect(code(state("RegionDisabled"))).toBe("RegionDisabled");
    expect(code(state("AccountSuspended"))).toBe("AccountSuspended");
    expect(code({ rows: [{ ...row, join: "self-service" }] })).toBe("WaitsForOwner");
    expect(code({ looks: [{ region: "us-east-1", way: "central" }] })).toBe("CentralConfiguration");
    expect(code({ looks: [{ region: "us-east-1", way: "blocked" }] })).toBe("OtherAdministrator");
    expect(code({ rows: [{ ...row, desired: "absent" }] })).toBeUndefined();
  });

  it("tells how far the creation of an account is, by its e-mail", () => {
    const rows = [{ ...row, accountId: undefined, email: "new@example.com", join: "create" }];
    const created = (status: string) => ({
      rows,
      told: [],
      creations: [{ email: "new@example.com", status, reason: "EMAIL_ALREADY_EXISTS" }],
    });
    expect(code(created("InProgress"))).toBe("CreationRunning");
    expect(code(created("Failed"))).toBe("CreationFailed");
    expect(missing({ ...input, ...created("Failed") } as never)[0]).toMatchObject({
      account: "new@example.com",
      owner: "mika@example.com",
      regions: [{ detail: "EMAIL_ALREADY_EXISTS" }],
    });
  });
});

it("knows for the digest when an account's owner was reminded last (D10)", () => {
  const reminder = { day: "2026-11-23", days: 3, complete: 0, unasked: 0 };
  const watch = {
    owner: "mika@example.com",
    channel: "",
    since: { "333333333333": "2026-11-20", "444444444444": "2026-11-24" },
    reminder,
  };
  expect([...reminders([watch])]).toEqual([["333333333333", "2026-11-23"]]);
});
