// Who plays in a story: accounts as one finds them, and their rows in the ledgers. An actor is drawn by fast-check
// and is plain data, so that a story can be printed.
import fc from "fast-check";
import { type LedgerRow, role } from "../world.ts";

/** The hub's Regions; the last one has to be opted into. */
export const REGIONS = ["us-east-1", "eu-west-1", "ap-east-1"] as const;

/** Another team's Security Hub administrator. */
export const stranger = "999999999999";

/** What the hub had done with an account before rollcall came. */
const PAST = ["nothing", "created", "invited", "member", "removed", "resigned"] as const;

/** An account, or one that is yet to be created. */
export interface Actor {
  id: string;
  name: string;
  email: string;
  /** False: rollcall creates it. */
  exists: boolean;
  organization: boolean;
  status: "ACTIVE" | "SUSPENDED" | "PENDING_CLOSURE";
  entrance: "open" | "closed" | "another ExternalId";
  optedIn: boolean;
  hubEnabled: boolean;
  /** In how many of the Regions another hub has it. */
  elsewhere: number;
  /** In each of the Regions. */
  past: (typeof PAST)[number][];
}

const mostly = <Value>(usual: Value, ...others: Value[]): fc.Arbitrary<Value> =>
  fc.oneof(
    { arbitrary: fc.constant(usual), weight: 7 },
    { arbitrary: fc.constantFrom(...others), weight: 2 },
  );

const names = ["Payments", "Data lake", "決済基盤", "開発（検証）", "=cmd()", "Ops & Co"] as const;

/** The actors of a story, `most` at most. Ids and e-mails are the seed's own: stories follow each other in one world. */
export const actors = (seed: number, most: number): fc.Arbitrary<Actor[]> =>
  fc
    .array(
      fc.record({
        name: fc.constantFrom(...names),
        exists: mostly(true, false),
        organization: mostly(true, false),
        status: mostly<Actor["status"]>("ACTIVE", "ACTIVE", "SUSPENDED", "PENDING_CLOSURE"),
        entrance: mostly<Actor["entrance"]>("open", "closed", "another ExternalId"),
        optedIn: fc.boolean(),
        hubEnabled: mostly(false, true),
        elsewhere: mostly(0, 1, 2),
        past: fc.array(mostly<Actor["past"][number]>("nothing", ...PAST), {
          minLength: REGIONS.length,
          maxLength: REGIONS.length,
        }),
      }),
      { minLength: 1, maxLength: most, size: "max" },
    )
    .map((drawn) =>
      drawn.map((one, at) => ({
        ...one,
        id: String(600_000_000_000 + seed * 10 + at),
        name: one.exists ? one.name : `new ${seed} ${at}`, // AWS takes ASCII names only
        email: `soak+${seed}-${at}@example.com`,
      })),
    );

/** The accounts of these actors as an estate has them. */
export const estateOf = (all: readonly Actor[]): object[] =>
  all
    .filter((one) => one.exists)
    .map((one) => {
      const regions = REGIONS.slice(0, one.optedIn ? 3 : 2);
      const taken = regions.slice(0, one.elsewhere);
      return {
        id: one.id,
        name: one.name,
        email: one.email,
        organization: one.organization,
        status: one.status,
        regions,
        role:
          one.entrance === "closed"
            ? null
            : one.entrance === "open"
              ? role
              : { ...role, externalId: "another" },
        hubEnabled: one.hubEnabled ? regions : [],
        administrator: taken.length > 0 ? { account: stranger, regions: taken } : null,
      };
    });

/** What a ledger says of an actor. */
export interface Line {
  actor: number;
  /** `unnamed`: it has no row. */
  desired: "member" | "absent" | "unnamed";
  /** Empty: all of them. */
  regions: string[];
  selfService: boolean;
  /** The row stands twice. */
  twice: boolean;
  byEmail: boolean;
}

/** A ledger of so many actors, in a hub with these Regions. */
export const lines = (actors: number, regions: readonly string[]): fc.Arbitrary<Line[]> =>
  fc.tuple(
    ...Array.from({ length: actors }, (_, actor) =>
      fc.record({
        actor: fc.constant(actor),
        desired: mostly<Line["desired"]>("member", "absent", "absent", "unnamed"),
        regions: mostly<string[]>([], regions.slice(0, 1), regions.slice(1), regions.slice(-1)),
        selfService: mostly(false, true),
        twice: mostly(false, true),
        byEmail: fc.boolean(),
      }),
    ),
  );

/** The rows of a ledger. An account that did not exist before is named by its e-mail. */
export const rowsOf = (all: readonly Actor[], ledger: readonly Line[]): LedgerRow[] =>
  ledger.flatMap((line): LedgerRow[] => {
    const actor = all[line.actor]!;
    if (line.desired === "unnamed") return [];
    const row: LedgerRow = {
      ...(actor.exists && { account_id: actor.id }),
      account_name: actor.name.replaceAll('"', ""),
      ...((!actor.exists || line.byEmail) && { email: actor.email }),
      regions: line.regions.join(" "),
      ...(line.selfService && actor.exists && { join: "self-service" }),
      desired: line.desired,
    };
    return line.twice ? [row, row] : [row];
  });
