// Which losses are healed, which wait for a person, and that a heal's plan never grows beyond its request.
import {
  type Candidate,
  chosen,
  type Earlier,
  Healable,
  healOf,
  isHeal,
  Mode,
  type Policy,
  Treatment,
  weigh,
} from "@rollcall/core/healing";
import { decide, State, Way } from "@rollcall/core/membership";
import { fits, type LossView, lossMessage, runMessage } from "@rollcall/core/message";
import { additionsOf, diff } from "@rollcall/core/plan";
import { RunId, stagesAt } from "@rollcall/core/run";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fresh, idOf, input, membership, organization, regions, row } from "./estate.ts";

const at = "2026-11-22T12:00:00.000Z";
const hoursAgo = (hours: number) => new Date(Date.parse(at) - hours * 3_600_000).toISOString();
const policy = (mode: Mode, more: Partial<Policy> = {}): Policy => ({
  states: { Resigned: mode, Removed: mode, Deleted: mode, Absent: mode },
  coolDownHours: 24,
  atOnce: 20,
  ...more,
});
const candidate = (number: number, more: Partial<Candidate> = {}): Candidate => ({
  accountId: idOf(number),
  region: "us-east-1",
  state: "Resigned",
  command: "AcceptInvitation",
  version: 3,
  ...more,
});
const earlier = (number: number, more: Partial<Earlier> = {}): Earlier => ({
  accountId: idOf(number),
  region: "us-east-1",
  run: "heal-1",
  at: hoursAgo(1),
  lost: 3,
  underWay: false,
  ...more,
});
const kinds = (treatments: Treatment[]) => treatments.map((one) => one.kind);

describe("the policy", () => {
  it.each(Healable.options.flatMap((state) => Mode.options.map((mode) => [state, mode] as const)))(
    "%s: %s",
    (state, mode) => {
      const others = policy("off");
      const own = { ...others, states: { ...others.states, [state]: mode } };
      const expected = { off: "off", ask: "ask", auto: "now" }[mode];
      expect(kinds(weigh(own, [candidate(1, { state })], [], at))).toEqual([expected]);
    },
  );

  it("leaves to a person what got stuck half-way, whatever it says", () => {
    for (const state of ["Created", "Invited"] as const)
      expect(weigh(policy("auto"), [candidate(1, { state })], [], at)).toMatchObject([
        { kind: "ask", why: "policy" },
      ]);
  });

  it("holds back what was healed within the cool-down, and says whether that had worked", () => {
    const open = [candidate(1), candidate(2, { version: 5 }), candidate(3), candidate(4)];
    const heals = [earlier(1), earlier(2), earlier(3, { at: hoursAgo(24) })];
    const treatments = weigh(policy("auto"), open, heals, at);
    const until = new Date(Date.parse(at) + 23 * 3_600_000).toISOString();
    expect(treatments).toMatchObject([
      { kind: "held", until, again: false },
      { kind: "held", until, again: true },
      { kind: "now" },
      { kind: "now" },
    ]);
    expect(kinds(weigh(policy("ask"), open, heals, at))).toEqual(["ask", "ask", "ask", "ask"]);
  });

  it("starts no second heal beside the first", () => {
    for (const mode of Mode.options)
      expect(
        weigh(policy(mode), [candidate(1)], [earlier(1, { underWay: true })], at),
      ).toMatchObject([{ kind: "under way", run: "heal-1" }]);
  });

  it("heals as many accounts as it may at once, and of one more none", () => {
    const accounts = (count: number) => Array.from({ length: count }, (_, one) => candidate(one));
    const limit = policy("auto", { atOnce: 3 });
    const twice = accounts(3).flatMap((one) => [one, { ...one, region: "eu-west-1" }]);
    expect(new Set(kinds(weigh(limit, twice, [], at)))).toEqual(new Set(["now"]));
    expect(weigh(limit, accounts(4), [], at)).toMatchObject(
      Array.from({ length: 4 }, () => ({ kind: "ask", why: "at once" })),
    );
    const underWay = [earlier(0, { underWay: true })];
    expect(kinds(weigh(limit, accounts(4), underWay, at))).toEqual([
      "under way",
      "ask",
      "ask",
      "ask",
    ]);
  });

  it("treats every candidate once, within the cap and outside of cool-downs (property)", () => {
    const open = fc.uniqueArray(
      fc.record({
        accountId: fc.integer({ min: 0, max: 30 }).map(idOf),
        region: fc.constantFrom("us-east-1", "eu-west-1"),
        state: fc.constantFrom(...State.options),
        command: fc.constant("InviteMember" as const),
        version: fc.integer({ min: 1, max: 9 }),
      }),
      { selector: (one) => `${one.accountId}/${one.region}` },
    );
    const before = fc.array(
      fc.record({
        accountId: fc.integer({ min: 0, max: 30 }).map(idOf),
        region: fc.constantFrom("us-east-1", "eu-west-1"),
        run: fc.constantFrom("heal-1", "heal-2"),
        at: fc.integer({ min: 0, max: 72 }).map(hoursAgo),
        lost: fc.integer({ min: 1, max: 9 }),
        underWay: fc.boolean(),
      }),
    );
    const mode = fc.constantFrom(...Mode.options);
    const states = fc.record({ Resigned: mode, Removed: mode, Deleted: mode, Absent: mode });
    const rule = fc.record({
      states,
      coolDownHours: fc.integer({ min: 0, max: 48 }),
      atOnce: fc.integer({ min: 1, max: 20 }),
    });
    fc.assert(
      fc.property(rule, open, before, (own, candidates, heals) => {
        const treatments = weigh(own, candidates, heals, at);
        const names = (all: { accountId: string; region: string }[]) =>
          all.map((one) => `${one.accountId}/${one.region}`);
        expect(names(treatments)).toEqual(names(candidates));
        const now = treatments.filter((one) => one.kind === "now");
        expect(new Set(now.map((one) => one.accountId)).size).toBeLessThanOrEqual(own.atOnce);
        const last = new Map(heals.map((one) => [`${one.accountId}/${one.region}`, one]));
        for (const one of now) {
          expect(own.states[one.state as Healable]).toBe("auto");
          const heal = last.get(`${one.accountId}/${one.region}`);
          if (heal)
            expect(Date.parse(at) - Date.parse(heal.at)).toBeGreaterThanOrEqual(
              own.coolDownHours * 3_600_000,
            );
        }
        for (const one of treatments) Treatment.parse(one);
      }),
    );
  });
});

describe("what a person asks for", () => {
  const pair = { region: "us-east-1", state: "Resigned", command: "AcceptInvitation" } as const;
  const treatments: Treatment[] = [
    { kind: "ask", why: "policy", accountId: idOf(1), ...pair },
    { kind: "ask", why: "at once", accountId: idOf(2), ...pair, region: "eu-west-1" },
    { kind: "held", until: at, again: true, accountId: idOf(3), ...pair },
    { kind: "off", accountId: idOf(4), ...pair },
    { kind: "under way", run: "heal-1", accountId: idOf(5), ...pair },
    { kind: "person", reason: "AccountSuspended", accountId: idOf(6), ...pair },
    { kind: "now", accountId: idOf(7), ...pair },
  ];
  const wished = (accounts: number[], where: string[] = []) =>
    chosen(treatments, { accounts: accounts.map(idOf), regions: where }).map((one) => one.kind);

  it("is what waits, or whatever they name; never what is healed already or cannot be", () => {
    expect(wished([])).toEqual(["ask", "ask", "now"]);
    expect(wished([], ["eu-west-1"])).toEqual(["ask"]);
    expect(wished([1, 2, 3, 4, 5, 6, 7])).toEqual(["ask", "ask", "held", "off", "now"]);
    expect(wished([3], ["eu-west-1"])).toEqual([]);
  });
});

describe("a heal's plan", () => {
  const states = fc.constantFrom(...State.options);
  const pairs = fc.uniqueArray(
    fc.record({
      number: fc.integer({ min: 1, max: 6 }),
      at: fc.integer({ min: 0, max: 2 }),
      state: states,
      meant: fc.boolean(),
    }),
    { selector: (one) => `${one.number}/${one.at}`, minLength: 1 },
  );
  const rows = fc.array(
    fc.record({
      number: fc.integer({ min: 1, max: 7 }),
      narrow: fc.boolean(),
      absent: fc.boolean(),
      create: fc.boolean(),
    }),
    { maxLength: 8 },
  );

  it("names no pair beyond the request, removes nobody and creates nothing (D71, property)", () => {
    fc.assert(
      fc.property(pairs, rows, fc.constantFrom(...Way.options), (some, ledger, way) => {
        const where = regions(3, way);
        const only = some
          .filter((one) => one.meant)
          .map((one) => ({ accountId: idOf(one.number), region: where[one.at]!.region }));
        const wanted = ledger.map((one, index) => ({
          ...(one.create ? fresh(one.number) : row(one.number)),
          row: index + 2,
          ...(one.narrow && { regions: ["us-east-1"] }),
          ...(one.absent && { desired: "absent" as const }),
        }));
        const memberships = some.map((one) =>
          membership(one.number, where[one.at]!.region, one.state),
        );
        const known = organization([1, 2, 3, 4, 5, 6, 7, 8]);
        const asked = input({ rows: wanted, memberships, regions: where, organization: known });
        const plan = diff({ ...asked, only });
        const allowed = new Set(only.map((one) => `${one.accountId}/${one.region}`));
        expect(plan).toMatchObject({ removals: [], creations: [], unknown: [], missing: [] });
        const whole = additionsOf(diff(asked)).map((one) => JSON.stringify(one));
        for (const one of additionsOf(plan)) {
          expect(allowed).toContain(`${one.accountId}/${one.region}`);
          expect(decide("member", one.state, one.way)).toBe(one.command);
          // What a heal does, the ledger would have done too.
          expect(whole).toContain(JSON.stringify(one));
        }
        const accounts = new Set(only.map((one) => one.accountId));
        for (const one of plan.escalations) expect(accounts).toContain(one.account);
      }),
    );
  });

  it("is named so that nobody takes it for a ledger's", () => {
    const run = healOf("roll-call-20261122T120000Z");
    expect(isHeal(RunId.parse(run))).toBe(true);
    expect(isHeal("ledger-0123456789abcdef01234567")).toBe(false);
    expect(`${run}-onboard-1`.length).toBeLessThanOrEqual(80); // StartExecution, name
  });
});

describe("messages", () => {
  const loss = (number: number) => ({
    id: `${idOf(number)}/us-east-1/3`,
    accountId: idOf(number),
    region: "us-east-1",
    from: "Enabled" as const,
    to: "Resigned" as const,
    now: "Resigned" as const,
    flap: false,
    since: at,
    next: "AcceptInvitation" as const,
  });
  const pair = { region: "us-east-1", state: "Resigned", command: "AcceptInvitation" } as const;
  const view = (count: number): LossView => ({
    status: "complete",
    startedAt: at,
    at,
    unread: [],
    healing: { rollCall: "roll-call-20261122T120000Z", atOnce: 20, coolDownHours: 24 },
    losses: Array.from({ length: count }, (_, number) => ({
      ...loss(number),
      cure: [
        { kind: "under way", run: "heal-1" } as const,
        { kind: "tried", run: "heal-2" } as const,
        { kind: "ask", why: "policy", accountId: idOf(number), ...pair } as const,
        { kind: "ask", why: "at once", accountId: idOf(number), ...pair } as const,
        { kind: "held", until: at, again: true, accountId: idOf(number), ...pair } as const,
      ][number % 5],
    })),
  });

  it("say in each row what is done, and which command does more", () => {
    const english = JSON.stringify(lossMessage(view(5), "en").blocks);
    for (const words of [
      "being healed",
      "not healed, see its run",
      "lost again, held until 11-22 12:00",
      "Being healed now: 1 membership (heal-1)",
      "npm run rollcall -- heal --roll-call roll-call-20261122T120000Z`",
      `npm run rollcall -- heal --roll-call roll-call-20261122T120000Z ${idOf(4)}`,
    ])
      expect(english).toContain(words);
    expect(JSON.stringify(lossMessage(view(5), "ja").blocks)).toContain(
      "再離脱、11-22 12:00 まで保留",
    );
  });

  it("fit, however many there are", () => {
    for (const locale of ["en", "ja"] as const)
      expect(fits(lossMessage(view(5_000), locale))).toEqual([]);
  });

  it("show a heal as one, and who wanted it", () => {
    const run = {
      run: "heal-1",
      status: "superseded" as const,
      ledger: "ledgers/a.xlsx",
      uploader: "arn:aws:iam::111111111111:user/ada",
      startedAt: at,
      at,
      stages: stagesAt("read", "superseded"),
      heal: { by: "person" as const, accounts: 1, memberships: 2 },
    };
    const english = runMessage(run, "en");
    expect(english.text).toContain("Healing 2 memberships: gave way to a ledger");
    expect(JSON.stringify(english.blocks)).toContain(
      "Asked for by arn:aws:iam::111111111111:user/ada",
    );
    const japanese = runMessage({ ...run, heal: { ...run.heal, by: "policy" } }, "ja");
    expect(JSON.stringify(japanese.blocks)).toContain("復旧ポリシーにより開始");
    expect([...fits(english), ...fits(japanese)]).toEqual([]);
  });
});
