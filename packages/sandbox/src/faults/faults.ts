// The faults of one world: which profile is on, what differs from it, and the dice. Kept with the rest of the state,
// so that a restart goes on in the same weather.
import type { Collection, Store } from "../store.ts";
import { ASSUMPTIONS, type AssumptionName, isAssumption } from "./assumptions.ts";
import { FAULTS, type FaultName, isFault, type Profile } from "./catalogue.ts";
import { Dice } from "./dice.ts";
import { Refusals } from "./refusals.ts";

/** How a world's faults begin. What is not stated is as an earlier process left it, or as in `fast`. */
export interface FaultOptions {
  profile?: Profile | undefined;
  /** What differs from the profile. */
  faults?: Partial<Record<FaultName, number>> | undefined;
  /** Guesses that do not hold, or hold again. */
  assumptions?: Partial<Record<AssumptionName, boolean>> | undefined;
}

/** The strength of every fault, and chance. */
export class Faults {
  readonly #kept: Collection<Profile | number>;
  readonly #strengths = new Map<FaultName, number>();
  readonly #flipped = new Set<string>();
  #profile: Profile = "fast";
  readonly dice: Dice;
  /** Errors that were ordered. */
  readonly refusals: Refusals;

  constructor(store: Pick<Store, "collection">, seed: number, options: FaultOptions = {}) {
    this.#kept = store.collection("sandbox/faults");
    this.dice = new Dice(seed);
    this.refusals = new Refusals(store);
    const { profile, faults = {}, assumptions = {} } = options;
    if (profile !== undefined && profile !== this.#kept.get("profile")) this.use(profile);
    this.#read();
    for (const [name, value] of Object.entries(faults)) this.set(name as FaultName, value);
    for (const [name, holds] of Object.entries(assumptions))
      this.assume(name as AssumptionName, holds);
  }

  get profile(): Profile {
    return this.#profile;
  }

  /** How strong a fault is now. */
  value(name: FaultName): number {
    return this.#strengths.get(name)!;
  }

  /** Whether a guess holds. */
  holds(name: AssumptionName): boolean {
    return !this.#flipped.has(name);
  }

  /** Whether a fault differs from the profile. */
  differs(name: FaultName): boolean {
    return this.value(name) !== FAULTS[name].profiles[this.#profile];
  }

  /** Whether a fault that is a chance happens now; `whose` is the place that has a sequence of its own. */
  strikes(name: FaultName, whose: string): boolean {
    const chance = this.value(name);
    return chance > 0 && this.dice.roll(`${name}/${whose}`) < chance;
  }

  /** Whether an entry of a batch on the wire fails by itself; never a third time in a row. */
  failsEntry(place: string, entry: unknown): boolean {
    if (this.value("failed-entries") === 0) return false;
    const work = `${place}/${JSON.stringify(entry)}`;
    const fails = this.strikes("failed-entries", place) && this.dice.mayFail(work);
    this.dice.note(work, fails);
    return fails;
  }

  /** A length for a fault of milliseconds: from none up to its strength. */
  length(name: FaultName, whose: string): number {
    const most = this.value(name);
    return most > 0 ? Math.round(most * this.dice.roll(`${name}/${whose}`)) : 0;
  }

  /** Takes a profile with all that belongs to it; guesses stay as they are. */
  use(profile: Profile): void {
    for (const name of [...this.#kept.keys()]) if (isFault(name)) this.#kept.delete(name);
    this.#kept.set("profile", profile);
    this.#read();
  }

  /** Sets one fault. */
  set(name: FaultName, value: number): void {
    this.#kept.set(name, value);
    this.#strengths.set(name, value);
  }

  /** Lets a guess hold, or its opposite. */
  assume(name: AssumptionName, holds: boolean): void {
    if (holds) this.#kept.delete(name);
    else this.#kept.set(name, 0);
    if (holds) this.#flipped.delete(name);
    else this.#flipped.add(name);
  }

  /** No faults at all, and AWS as we think that it is. */
  off(): void {
    this.refusals.clear();
    for (const name of Object.keys(FAULTS) as FaultName[]) this.set(name, quiet(name));
    for (const name of Object.keys(ASSUMPTIONS) as AssumptionName[]) this.assume(name, true);
  }

  #read(): void {
    this.#profile = (this.#kept.get("profile") as Profile | undefined) ?? "fast";
    for (const name of Object.keys(FAULTS) as FaultName[])
      this.#strengths.set(
        name,
        (this.#kept.get(name) as number | undefined) ?? FAULTS[name].profiles[this.#profile],
      );
    for (const name of this.#kept.keys()) if (isAssumption(name)) this.#flipped.add(name);
  }
}

/** The strength at which a fault is off. What AWS always does stays as it is in `fast`. */
export const quiet = (name: FaultName): number => {
  const { unit, profiles } = FAULTS[name];
  return unit === "chance" || unit === "milliseconds" ? 0 : Math.min(1, profiles.fast);
};
