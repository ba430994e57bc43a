// The only writer of memberships. It writes what AWS said: a membership and the transition that led to it,
// together or not at all; the table's stream tells everybody else.
import { ConflictError } from "@rollcall/core/error";
import {
  type Key,
  type Membership,
  type Observation,
  observe,
  type Transition,
} from "@rollcall/core/membership";
import { isNew, isStill, putTogether } from "../dynamodb.ts";
import { log } from "../log.ts";
import { itemOfMembership, membershipsAt } from "./memberships.ts";

/** Who looked: the run, and in a word or two what for. */
export interface By {
  run?: string | undefined;
  cause: string;
  /** Who made the change, and from which address, where CloudTrail told. */
  actor?: string | undefined;
  sourceIp?: string | undefined;
}

/** A transaction takes 100 items (API reference): 50 memberships with a transition each. */
const AT_ONCE = 50;
/** How often a conflict is looked at again. Each time someone else has moved, so it ends soon. */
const LOOKS = 5;

/** What an observation changed: the membership as it is now, and the transition that led to it. */
export type Change = NonNullable<ReturnType<typeof observe>>;

const nameOf = (key: Key) => `${key.accountId}/${key.region}`;

/**
 * Records observations and returns the transitions. `known` are recorded memberships that the caller has at
 * hand; a stale one costs a consistent read, never a wrong record. Throws ConflictError when somebody else
 * keeps moving the same memberships.
 */
export const record = async (
  observations: Observation[],
  by: By,
  known?: Map<string, Membership>,
): Promise<Transition[]> =>
  (await recordChanges(observations, by, known)).map((one) => one.transition);

/** The same, with the memberships as they are now. */
export async function recordChanges(
  observations: Observation[],
  by: By,
  known?: ReadonlyMap<string, Membership>,
): Promise<Change[]> {
  let before = known ?? (await read(observations));
  let left = observations;
  const recorded: Change[] = [];
  for (let look = 0; left.length > 0; look++) {
    if (look === LOOKS) throw new ConflictError(`${left.length} memberships keep changing`);
    const lost: Observation[] = [];
    const changes = left.flatMap((one) => observe(before.get(nameOf(one)), one, by) ?? []);
    for (let at = 0; at < changes.length; at += AT_ONCE) {
      const batch = changes.slice(at, at + AT_ONCE);
      const written = await write(batch);
      recorded.push(...written);
      if (written.length === batch.length) continue;
      const missing = new Set(
        batch.filter((one) => !written.includes(one)).map((one) => one.transition.id),
      );
      lost.push(...left.filter((one) => missing.has(idIn(batch, one))));
    }
    left = lost;
    if (left.length > 0) before = await read(left);
  }
  for (const { transition: one } of recorded)
    if (one.label === "loss" || one.label === "unexpected")
      log.warn(
        { accountId: one.accountId, region: one.region, from: one.from, to: one.to, ...by },
        "membership transitioned",
      );
  return recorded;
}

const idIn = (batch: Change[], seen: Observation): string =>
  batch.find(({ transition }) => nameOf(transition) === nameOf(seen))?.transition.id ?? "";

/** Writes changes together; where one of them conflicts, halves until only the conflicting ones are left out. */
async function write(changes: Change[]): Promise<Change[]> {
  try {
    await putTogether(changes.flatMap(writesOf));
    return changes;
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    if (changes.length === 1) return [];
    const half = Math.ceil(changes.length / 2);
    return [...(await write(changes.slice(0, half))), ...(await write(changes.slice(half)))];
  }
}

function writesOf({ membership, transition }: Change) {
  const { accountId, region, version } = transition;
  return [
    {
      item: itemOfMembership(membership),
      condition: isStill(membership.version - 1 || undefined),
    },
    {
      item: {
        pk: `ACCOUNT#${accountId}`,
        sk: `MEMBER#${region}#${String(version).padStart(8, "0")}`,
        kind: "transition",
        ...transition,
        ...(transition.run && {
          runRegion: `${transition.run}#${region}`,
          toAccount: `${transition.to}#${accountId}`,
        }),
      },
      condition: isNew,
    },
  ];
}

async function read(observations: Observation[]): Promise<Map<string, Membership>> {
  return byName(await membershipsAt(observations));
}

/** Memberships by `account/Region`, as `record` takes them. */
export const byName = (memberships: Membership[]): Map<string, Membership> =>
  new Map(memberships.map((one) => [nameOf(one), one]));
