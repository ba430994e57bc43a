// When an owner is reminded of accounts whose set-up is not complete: on which days, how often, and until when.
import { dayIn, daysBetween, daysLater } from "@rollcall/core/day";
import {
  type Checked,
  checked,
  type Incomplete,
  isDue,
  isQuiet,
  nextDue,
  type Quiet,
  type Watch,
} from "@rollcall/core/setup";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const MONDAY = "2026-11-23";
const owner = { owner: "mika@example.com", channel: "" };
const [one, two] = ["333333333333", "444444444444"] as const;
const always: Quiet = { skipDays: [], holidays: [] };
const weekend: Quiet = { skipDays: ["SAT", "SUN"], holidays: [] };

const account = (id: string, since: string): Incomplete => ({
  account: id,
  accountName: "Payments",
  ...owner,
  regions: [{ region: "us-east-1", state: "Invited", code: "WaitsForOwner" }],
  since: `${since}T05:00:00.000Z`,
});

/** What is open on which days: `from` and `until` count from the first day; no end is for ever. */
interface Open {
  id: string;
  from: number;
  until?: number;
}

/** Plays checks on these days after the first one; returns what each came to. */
function play(
  open: Open[],
  days: number[],
  { quiet = always, wanted = [one, two] as string[], first = MONDAY } = {},
): (Checked & { day: number })[] {
  let watch: Watch | undefined;
  let before: string | undefined;
  return days.map((day) => {
    const today = daysLater(first, day);
    const accounts = open
      .filter(({ from, until = Infinity }) => from <= day && day < until)
      .map(({ id, from }) => account(id, daysLater(first, from)));
    const when = { today, before, quiet, dayOf: (at: string) => dayIn("UTC", at) };
    const found = checked(watch, { ...owner, accounts }, new Set(wanted), when);
    watch = found.watch;
    before = today;
    return { ...found, day };
  });
}

const upTo = (last: number): number[] => Array.from({ length: last + 1 }, (_, day) => day);
const remindedOn = (checks: ReturnType<typeof play>): number[] =>
  checks.filter((check) => check.reminded).map((check) => check.day);

describe("reminders (D58)", () => {
  it("come on day 3 and 7, then weekly", () => {
    expect(remindedOn(play([{ id: one, from: 0 }], upTo(30)))).toEqual([3, 7, 14, 21, 28]);
  });

  it("stop by themselves when the account is complete", () => {
    const checks = play([{ id: one, from: 0, until: 8 }], upTo(40));
    expect(remindedOn(checks)).toEqual([3, 7]);
    expect(checks.at(-1)!.watch).toMatchObject({
      since: {},
      reminder: { complete: 1, unasked: 0 },
    });
    expect(checks.at(-1)!.next).toBeUndefined();
  });

  it("stop when the ledger asks for the account no longer, and do not call that complete", () => {
    const checks = play([{ id: one, from: 0, until: 5 }], upTo(20), { wanted: [] });
    expect(remindedOn(checks)).toEqual([3]);
    expect(checks.at(-1)!.watch.reminder).toMatchObject({ complete: 0, unasked: 1 });
  });

  it("begin anew for an account that is lost again, and leave the old message as it is", () => {
    const checks = play(
      [
        { id: one, from: 0, until: 5 },
        { id: one, from: 20 },
      ],
      upTo(30),
    );
    expect(remindedOn(checks)).toEqual([3, 23, 27]);
    expect(checks[20]!.watch.reminder).toBeUndefined();
  });

  it("are one for all accounts of an owner, with the first days of each", () => {
    const open = [
      { id: one, from: 0 },
      { id: two, from: 5 },
    ];
    // Day 3, 7, 14, … of the first; day 3 of the second is day 8, one after a reminder, so it waits until 9.
    expect(remindedOn(play(open, upTo(22)))).toEqual([3, 7, 9, 12, 14, 21]);
  });

  it("catch up a weekend once, and come on the due day when it is none", () => {
    // From a Wednesday: the third day is a Saturday.
    const checks = play([{ id: one, from: 0 }], upTo(21), { quiet: weekend, first: "2026-11-25" });
    expect(remindedOn(checks)).toEqual([5, 7, 14, 21]);
  });

  it("catch up an outage of a month with one reminder", () => {
    const checks = play([{ id: one, from: 0 }], [0, 1, 33, 34, 35, 36]);
    expect(remindedOn(checks)).toEqual([33, 35]);
  });

  it("skip holidays", () => {
    const quiet = { skipDays: [], holidays: [daysLater(MONDAY, 3), daysLater(MONDAY, 4)] };
    expect(remindedOn(play([{ id: one, from: 0 }], upTo(7), { quiet }))).toEqual([5, 7]);
  });

  it("tell the hub's team from the seventh day on", () => {
    const checks = play([{ id: one, from: 0 }], upTo(14));
    expect(checks[3]!.watch.reminder!.soc).toBeUndefined();
    expect(checks[7]!.watch.reminder!.soc).toBe(daysLater(MONDAY, 7));
    expect(checks[14]!.watch.reminder!.soc).toBe(daysLater(MONDAY, 7));
  });

  it("of an old estate are one, with the days that AWS gives", () => {
    const open = [account(one, "2026-01-01"), account(two, "2026-11-01")];
    const when = {
      today: MONDAY,
      before: undefined,
      quiet: weekend,
      dayOf: (at: string) => at.slice(0, 10),
    };
    const found = checked(undefined, { ...owner, accounts: open }, new Set(), when);
    expect(found.reminded).toBe(true);
    expect(found.watch.reminder).toMatchObject({ days: daysBetween("2026-01-01", MONDAY) });
  });

  it("count what was in order at the last check from then on, whatever the hub remembers", () => {
    const open = [account(one, "2024-01-01")];
    const when = {
      today: MONDAY,
      before: daysLater(MONDAY, -1),
      quiet: always,
      dayOf: (at: string) => at.slice(0, 10),
    };
    const found = checked(undefined, { ...owner, accounts: open }, new Set(), when);
    expect(found).toMatchObject({ reminded: false, watch: { since: { [one]: "2026-11-22" } } });
  });

  it("know an account that was created meanwhile by its e-mail", () => {
    const email = "new@example.com";
    const when = {
      today: MONDAY,
      before: undefined,
      quiet: always,
      dayOf: (at: string) => at.slice(0, 10),
    };
    const unnamed = { ...account(email, "2026-11-21"), email };
    const before = checked(undefined, { ...owner, accounts: [unnamed] }, new Set(), when).watch;
    const named = { ...account(one, "2026-11-23"), email };
    const now = checked(before, { ...owner, accounts: [named] }, new Set([one]), when).watch;
    expect(now.since).toEqual({ [one]: "2026-11-21" });
  });
});

const estates = fc.array(
  fc.record({
    id: fc.constantFrom(one, two, "555555555555"),
    from: fc.nat(40),
    length: fc.nat(60),
  }),
  { minLength: 1, maxLength: 4 },
);
const plays = fc.record({
  estates,
  days: fc.uniqueArray(fc.nat(90), { minLength: 1, maxLength: 60 }),
  skipDays: fc.subarray(["SAT", "SUN", "WED"]),
});

describe("whatever happens, reminders", () => {
  const run = ({
    estates,
    days,
    skipDays,
  }: typeof plays extends fc.Arbitrary<infer T> ? T : never) => {
    const open = [...new Map(estates.map((each) => [each.id, each])).values()].map((each) => ({
      id: each.id as string,
      from: each.from,
      until: each.from + each.length,
    }));
    const quiet = { skipDays, holidays: [daysLater(MONDAY, 10)] };
    return {
      quiet,
      checks: play(
        open,
        days.toSorted((a, b) => a - b),
        { quiet },
      ),
    };
  };

  it("are never two on a day or the next, none on a quiet day, none when nobody waits for three days", () => {
    fc.assert(
      fc.property(plays, (given) => {
        const { checks, quiet } = run(given);
        const days = remindedOn(checks);
        for (const [at, day] of days.entries())
          if (at > 0) expect(day - days[at - 1]!).toBeGreaterThanOrEqual(2);
        for (const check of checks.filter((each) => each.reminded)) {
          const today = daysLater(MONDAY, check.day);
          expect(isQuiet(today, quiet)).toBe(false);
          expect(check.watch.reminder!.days).toBeGreaterThanOrEqual(3);
        }
      }),
    );
  });

  it("are the same however often a check is delivered", () => {
    fc.assert(
      fc.property(plays, (given) => {
        const once = run(given).checks;
        const twice = run({ ...given, days: given.days.flatMap((day) => [day, day]) }).checks;
        expect(remindedOn(twice)).toEqual(remindedOn(once));
        expect(twice.at(-1)!.watch).toEqual(once.at(-1)!.watch);
      }),
    );
  });

  it("come on the day that was announced, if nothing changes", () => {
    fc.assert(
      fc.property(fc.nat(20), fc.subarray(["SAT", "SUN"]), (last, skipDays) => {
        const quiet = { skipDays, holidays: [] };
        const checks = play([{ id: one, from: 0 }], upTo(last), { quiet });
        const announced = daysBetween(MONDAY, checks.at(-1)!.next!);
        const later = play([{ id: one, from: 0 }], upTo(announced), { quiet });
        expect(remindedOn(later).filter((day) => day > last)).toEqual([announced]);
      }),
    );
  });

  it("never come twice for a due day", () => {
    fc.assert(
      fc.property(fc.nat(100), fc.nat(30), (waited, ago) => {
        const since = [daysLater(MONDAY, -waited)];
        const last = daysLater(MONDAY, -ago);
        const dues = [3, 7, 14, 21, 28, 35, 42, 49, 56, 63, 70, 77, 84, 91, 98];
        const open = dues.filter((due) => due <= waited && due > waited - ago);
        if (isDue(since, MONDAY, last)) expect(open.length).toBeGreaterThan(0);
        if (open.length > 0 && ago >= 2) expect(isDue(since, MONDAY, last)).toBe(true);
      }),
    );
  });
});

describe("days", () => {
  it("are those of the zone, and one day each when the clocks change (D8)", () => {
    // New York goes back on 2026-11-01, Berlin forward on 2026-03-29.
    for (const [zone, before, after] of [
      ["America/New_York", "2026-10-31T16:00:00Z", "2026-11-03T15:30:00Z"],
      ["Europe/Berlin", "2026-03-27T23:30:00Z", "2026-03-30T22:30:00Z"],
    ] as const)
      expect(daysBetween(dayIn(zone, before), dayIn(zone, after))).toBe(3);
    expect(dayIn("Asia/Tokyo", "2026-11-22T15:30:00Z")).toBe("2026-11-23");
    expect(daysLater("2026-03-28", 2)).toBe("2026-03-30");
  });

  it("know no next reminder when every day is quiet", () => {
    const skipDays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
    expect(nextDue([MONDAY], MONDAY, undefined, { skipDays, holidays: [] })).toBeUndefined();
  });
});
