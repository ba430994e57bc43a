// The faults and guesses of a world as anybody may ask for them, and change them: what stands behind the page and
// behind the JSON beside it.
import * as z from "zod";
import { knowledge, operationsOf } from "../knowledge.ts";
import { ASSUMPTION_NAMES, ASSUMPTIONS, isAssumption } from "./assumptions.ts";
import { FAULT_NAMES, FAULTS, isFault, PROFILES } from "./catalogue.ts";
import type { Faults } from "./faults.ts";
import { readStrength, writeStrength } from "./strength.ts";

/** Everything that is switched, with strengths as texts. */
export function listing(faults: Faults) {
  return {
    profile: faults.profile,
    faults: FAULT_NAMES.map((name) => {
      const { about, profiles, known, source } = FAULTS[name];
      const [fast, realistic, hostile] = PROFILES.map((one) => writeStrength(name, profiles[one]));
      return {
        name,
        about,
        now: writeStrength(name, faults.value(name)),
        differs: faults.differs(name),
        profiles: { fast, realistic, hostile },
        known,
        source,
      };
    }),
    assumptions: ASSUMPTION_NAMES.map((name) => ({
      name,
      ...ASSUMPTIONS[name],
      holds: faults.holds(name),
    })),
    refusals: faults.refusals.list(),
  };
}

/** What `listing` gives. */
export type Listing = ReturnType<typeof listing>;

/** A change: a profile, everything off, strengths by name (a guess is `on` or `off`), an error to order; in this order. */
const Change = z.strictObject({
  profile: z.enum(PROFILES).optional(),
  off: z.boolean().optional(),
  set: z.record(z.string(), z.string()).optional(),
  refuse: z
    .strictObject({
      operation: z.string(),
      code: z
        .string()
        .regex(/^[A-Za-z][\w.]*$/, "the name of an error, such as LimitExceededException"),
      times: z.coerce.number().int().min(1).max(10_000).default(1),
    })
    .optional(),
});

/** Makes a change; nothing of it when a part is wrong, and then says what. */
export function change(faults: Faults, given: unknown): { problem: string } | undefined {
  const parsed = Change.safeParse(given);
  if (!parsed.success) return { problem: z.prettifyError(parsed.error) };
  const { profile, off, set = {}, refuse } = parsed.data;
  const acts: (() => void)[] = [];
  if (profile) acts.push(() => faults.use(profile));
  if (off) acts.push(() => faults.off());
  for (const [name, text] of Object.entries(set)) {
    if (isFault(name)) {
      const value = readStrength(name, text);
      if (typeof value === "object") return value;
      acts.push(() => faults.set(name, value));
    } else if (isAssumption(name)) {
      if (text !== "on" && text !== "off")
        return { problem: `${name} is a guess about AWS: it is on, or off for its opposite` };
      acts.push(() => faults.assume(name, text === "on"));
    } else return { problem: `there is no fault ${name}` };
  }
  if (refuse) {
    const [service = "", operation = ""] = refuse.operation.split(":");
    const known = knowledge[service];
    if (!known || !operationsOf(known).some(([name]) => name === operation))
      return {
        problem: `there is no operation ${refuse.operation}; write it like securityhub:ListMembers`,
      };
    acts.push(() => faults.refusals.order(refuse));
  }
  for (const act of acts) act();
  return undefined;
}
