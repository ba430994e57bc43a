// Where AWS's documents disagree or say nothing, and a program must be right either way: each guess about behaviour
// with a switch for its opposite. Where the code follows a guess, its comment says `assumed(name): …`.
import { fraction } from "./dice.ts";

/** A guess. */
export interface Assumption {
  /** What the sandbox does. */
  about: string;
  /** What it does instead when the guess is switched off. */
  opposite: string;
}

/** All guesses by name, in the order in which they are listed. */
export const ASSUMPTIONS = {
  "disable-refuses-members": {
    about: "DisableSecurityHub refuses a member (user guide)",
    opposite: "it ends the membership (API reference)",
  },
  "declined-invitation-stays": {
    about: "a declined invitation stays, and can still be accepted",
    opposite: "it is gone",
  },
  "invite-unknown-is-an-entry": {
    about: "InviteMembers of an account that was not created is an entry of a 200",
    opposite: "it is a ResourceNotFoundException",
  },
  "other-operations-share-a-bucket": {
    about: "all other operations of Security Hub and STS share one bucket of their rate",
    opposite: "each operation has a bucket of its own",
  },
} as const satisfies Record<string, Assumption>;

/** The name of a guess. */
export type AssumptionName = keyof typeof ASSUMPTIONS;

/** Names of all guesses, in order. */
export const ASSUMPTION_NAMES = Object.keys(ASSUMPTIONS) as AssumptionName[];

/** Whether a text names a guess. */
export const isAssumption = (name: string): name is AssumptionName =>
  Object.hasOwn(ASSUMPTIONS, name);

/** Which guesses hold in one of the worlds that AWS may turn out to be; each is right in half of the seeds. */
export const flipAssumptions = (seed: number): Record<AssumptionName, boolean> =>
  Object.fromEntries(
    ASSUMPTION_NAMES.map((name) => [name, fraction(`${seed}/${name}`) < 0.5]),
  ) as Record<AssumptionName, boolean>;
