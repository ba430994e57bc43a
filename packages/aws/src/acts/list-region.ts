// One listing of a Region, page by page, against what is recorded: of thousands of members only what is known of
// them is held. A loss that only the listing tells is asked about once more, and a listing that contradicts a
// fresh answer says nothing yet.
import type { Key, Membership, Observation, Transition } from "@rollcall/core/membership";
import {
  CAME_BACK,
  hasBeenAway,
  isTooEarly,
  wantsConfirmation,
} from "@rollcall/core/membership/lag";
import type { Region } from "@rollcall/core/region";
import * as SecurityHub from "../security-hub.ts";
import { membershipsAt, membershipsIn } from "../table/memberships.ts";
import { type By, byName, recordChanges } from "../table/record.ts";

/** What one look at a Region showed. */
export interface Listed<Kept> {
  /** Recorded memberships of the Region after the look, as far as they are kept. */
  memberships: Kept[];
  /** Accounts of which the listing is behind an answer. */
  early: string[];
  /** What the look recorded. */
  transitions: Transition[];
}

const keyOf = (one: Key) => `${one.accountId}/${one.region}`;

/**
 * Lists a Region and records it. `keep`: what is to stay of each membership. Throws RetryableError, and AWS's error
 * where the hub is off or may not be asked; the pages before it are recorded by then.
 */
export async function listRegion<Kept>(
  region: Region,
  by: By,
  keep: (membership: Membership) => Kept,
): Promise<Listed<Kept>> {
  const askedAt = new Date().toISOString();
  const look = new Look(region, by, byName(await membershipsIn(region)));
  const unlisted = new Set(look.known.keys());
  for await (const page of SecurityHub.pagesOfMembers(region)) {
    for (const one of page) unlisted.delete(keyOf(one));
    await look.take(page);
  }
  const gone = [...unlisted].flatMap((key): Observation | [] => {
    const { accountId, state } = look.known.get(key)!;
    return state === "Absent"
      ? []
      : { accountId, region, state: "Absent", source: "listing", observedAt: askedAt };
  });
  await look.take(gone);
  await look.confirm();
  const { known, early, transitions } = look;
  return { memberships: Array.from(known.values(), keep), early, transitions };
}

class Look {
  readonly #region: Region;
  readonly #by: By;
  /** Recorded memberships of the Region, by `account/Region`; kept current. */
  readonly known: Map<string, Membership>;
  readonly early: string[] = [];
  readonly transitions: Transition[] = [];
  /** Accounts of which the listing alone tells a loss. */
  readonly #doubted: string[] = [];

  constructor(region: Region, by: By, known: Map<string, Membership>) {
    this.#region = region;
    this.#by = by;
    this.known = known;
  }

  /** Records what a listing says of some memberships, but for what it cannot know or must be asked again. */
  async take(said: Observation[]): Promise<void> {
    await this.#catchUp(said);
    await this.#record(said.filter((one) => this.#wasAway(one)).map(absence));
    const believed: Observation[] = [];
    for (const one of said) {
      const before = this.known.get(keyOf(one));
      if (isTooEarly(before, one)) this.early.push(one.accountId);
      else if (wantsConfirmation(before, one)) this.#doubted.push(one.accountId);
      else believed.push(one);
    }
    await this.#record(believed);
  }

  /** Asks about what was doubted, and records the answer. */
  async confirm(): Promise<void> {
    if (this.#doubted.length > 0)
      await this.#record(await SecurityHub.getMembers(this.#region, this.#doubted));
  }

  /** Reads again what the listing contradicts: the index may be behind the table. */
  async #catchUp(said: Observation[]): Promise<void> {
    const contradicted = said.filter(
      (one) => this.known.get(keyOf(one))?.state !== one.state || this.#wasAway(one),
    );
    for (const one of await membershipsAt(contradicted)) this.known.set(keyOf(one), one);
  }

  #wasAway = (one: Observation): boolean => hasBeenAway(this.known.get(keyOf(one)), one);

  async #record(observations: Observation[]): Promise<void> {
    for (const one of await recordChanges(observations, this.#by, this.known)) {
      this.known.set(keyOf(one.membership), one.membership);
      this.transitions.push(one.transition);
    }
  }
}

/** A member that left and came back since it was recorded: what it was meanwhile is not known (D11). */
const absence = (one: Observation): Observation => ({
  ...one,
  state: "Unknown",
  reported: CAME_BACK,
  observedAt: one.updatedAt ?? one.observedAt,
});
