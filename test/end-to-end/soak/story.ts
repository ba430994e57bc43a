// A story: an estate, ledgers that follow each other, and what happens to members in between. The seed is all there is
// to know of it.

import { type FaultName, PROFILES, type Profile } from "@rollcall/sandbox";
import fc from "fast-check";
import { type Actor, actors, type Line, lines, REGIONS } from "./actors.ts";

/** Seeds that share a world, one after another. */
export const BATCH = 25;

/** The batch of a seed, from 0. */
export const batchOf = (seed: number): number => Math.floor((seed - 1) / BATCH);

/** What is the same for all stories of a world. */
export interface Shape {
  regions: readonly string[];
  /** In how many of them the hub is the organization's delegated administrator. */
  delegated: 0 | 1 | "all";
  healing: "off" | "ask" | "auto";
  /** One story in so many has its power cut: each cut costs the start of another sandbox. */
  cutsEvery: number;
  /** At most so many accounts, and so many acts after the first ledger. */
  accounts: number;
  acts: number;
  /** Of each function; two let it race with itself, and each costs its start. */
  environments: 1 | 2;
  /** How rough AWS and Slack may be: each is as likely. */
  profiles: readonly Profile[];
  /** Faults that there are none of: those that take real time. */
  spared: readonly FaultName[];
}

/** The first batch is part of the tests: some of everything, and little of each. */
const first: Shape = {
  regions: [REGIONS[0], REGIONS[2]],
  delegated: 1,
  healing: "auto",
  cutsEvery: BATCH,
  accounts: 2,
  acts: 1,
  environments: 1,
  profiles: ["fast", "fast", "realistic", "hostile"],
  spared: ["outages", "function-timeouts", "latency"],
};

/** The world of a batch; those after the first take turns. */
export const shapeOf = (batch: number): Shape =>
  batch === 0
    ? first
    : {
        regions: REGIONS.slice(0, 3 - (Math.floor(batch / 4) % 3)),
        delegated: ([1, 0, "all", 0] as const)[batch % 4]!,
        healing: (["auto", "ask", "off"] as const)[batch % 3]!,
        cutsEvery: 5,
        accounts: 5,
        acts: 5,
        environments: 2,
        profiles: PROFILES,
        spared: [],
      };

/** What is done to a membership, or by it, without rollcall. */
export const DEEDS = [
  "leave",
  "be removed",
  "be deleted",
  "accept",
  "decline",
  "forget the invitation",
  "join another hub",
  "switch Security Hub off",
  "opt out",
  "opt in",
  "be suspended",
  "be reactivated",
  "leave the organization",
  "close the entrance",
  "open the entrance",
] as const;

export interface Deed {
  act: "deed";
  deed: (typeof DEEDS)[number];
  actor: number;
  region: number;
}

/** A ledger is uploaded. */
export interface Upload {
  act: "upload";
  ledger: Line[];
  /** It has an error, and nothing of it is applied. */
  wrong: boolean;
  /** If the plan takes something away. */
  word: "approve" | "reject" | "none";
  /** What happens while it is applied, after so many seconds. */
  meanwhile: { after: number; deed: Deed }[];
  /** The sandbox is killed at this line of its journal, counted from the upload; undefined: it is not. */
  kill: number | undefined;
  /** The next act does not wait for its end. */
  hasty: boolean;
}

export interface RollCall {
  act: "roll call";
  kill: number | undefined;
}

/** Somebody asks, or a schedule comes. */
export interface Ask {
  act: "ask";
  of: "StartHeal" | "WriteDigest" | "CheckSetup";
}

/** Somebody asks for an account to be off-boarded, whatever the ledger says. */
export interface Offboard {
  act: "offboard";
  actor: number;
  word: Upload["word"];
}

export type Act = Deed | Upload | RollCall | Ask | Offboard;

export interface Story {
  seed: number;
  actors: Actor[];
  acts: Act[];
  /** How rough AWS and Slack are, until the end of time. */
  profile: Profile;
}

/** Lines of the journal in which a power cut may come: a run writes some hundreds. */
const KILL = { min: 1, max: 500 };

/** A ledger, and what happens before and after it. */
function acts(count: number, { acts: most, regions }: Shape, killed: boolean): fc.Arbitrary<Act[]> {
  const kill = killed ? fc.integer(KILL) : fc.constant(undefined);
  const deed: fc.Arbitrary<Deed> = fc.record({
    act: fc.constant("deed"),
    deed: fc.constantFrom(...DEEDS),
    actor: fc.nat(count - 1),
    region: fc.nat(REGIONS.length - 1),
  });
  const words = fc.constantFrom<Upload["word"]>("approve", "approve", "reject", "none");
  const upload: fc.Arbitrary<Upload> = fc.record({
    act: fc.constant("upload"),
    ledger: lines(count, regions),
    wrong: fc.constantFrom(...Array(11).fill(false), true),
    word: words,
    meanwhile: fc.array(fc.record({ after: fc.integer({ min: 0, max: 40 }), deed }), {
      maxLength: killed ? 0 : 2, // who waits in a sandbox that is killed waits for ever
    }),
    kill,
    hasty: killed ? fc.constant(false) : fc.constantFrom(false, false, true),
  });
  const rollCall: fc.Arbitrary<RollCall> = fc.record({ act: fc.constant("roll call"), kill });
  const ask: fc.Arbitrary<Ask> = fc.record({
    act: fc.constant("ask"),
    of: fc.constantFrom("StartHeal", "WriteDigest", "CheckSetup"),
  });
  const offboard: fc.Arbitrary<Offboard> = fc.record({
    act: fc.constant("offboard"),
    actor: fc.nat(count - 1),
    word: words,
  });
  const more = fc.array(
    fc.oneof(
      { arbitrary: upload, weight: 6 },
      { arbitrary: deed, weight: 10 },
      { arbitrary: rollCall, weight: 3 },
      { arbitrary: ask, weight: 2 },
      { arbitrary: offboard, weight: 1 },
    ),
    { maxLength: most, size: "max" },
  );
  const before = fc.array(deed, { maxLength: 1 });
  return fc.tuple(before, upload, more).map((all) => all.flat());
}

/** The story of a seed: the same each time. */
export function storyOf(seed: number): Story {
  const shape = shapeOf(batchOf(seed));
  const stories = actors(seed, shape.accounts).chain((all) =>
    fc.record({
      seed: fc.constant(seed),
      actors: fc.constant(all),
      acts: acts(all.length, shape, seed % shape.cutsEvery === 0),
      profile: fc.constantFrom(...shape.profiles),
    }),
  );
  return fc.sample(stories, { seed, numRuns: 1 })[0]!;
}
