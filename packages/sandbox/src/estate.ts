// The estate: what already exists in the sandbox's AWS when it starts. A JSON file, checked field by
// field and for contradictions; every problem names the path of its field, such as `accounts[3].email`.
import * as z from "zod";
import { contradictions } from "./estate/contradictions.ts";
import { DEFAULT_REGIONS, isRegion } from "./estate/regions.ts";

const AccountId = z.string().regex(/^\d{12}$/, "an account id has 12 digits");
const Region = z.string().refine(isRegion, "AWS has no such Region");
const Regions = z.array(Region);
/** IAM's rules for role names and ExternalIds. */
const Role = z.strictObject({
  name: z
    .string()
    .regex(/^[\w+=,.@-]{1,64}$/, "a role name has 1 to 64 letters, digits or +=,.@_-"),
  externalId: z
    .string()
    .regex(/^[\w+=,.@:/-]{2,1224}$/, "an ExternalId has 2 to 1224 letters, digits or +=,.@:/_-")
    .optional(),
  /** What it may do, as policy documents; absent: everything. */
  policies: z.array(z.looseObject({ Statement: z.unknown() })).optional(),
});
const OwnRegions = Regions.min(1, "name at least one Region").default([...DEFAULT_REGIONS]);

const Account = z.strictObject({
  id: AccountId,
  name: z.string().min(1, "is empty").max(50, "a name has at most 50 characters"),
  email: z
    .string()
    .regex(/^[^\s@]+@[^\s@]+$/, "not an e-mail address")
    .min(6, "an e-mail address has at least 6 characters")
    .max(64, "an e-mail address has at most 64 characters"),
  /** In the organization of `management`. */
  organization: z.boolean().default(true),
  /** `State` of Organizations. */
  status: z
    .enum(["ACTIVE", "SUSPENDED", "PENDING_CLOSURE", "PENDING_ACTIVATION", "CLOSED"])
    .default("ACTIVE"),
  /** Regions that are on. */
  regions: OwnRegions,
  /** A role that trusts the hub account; null: none lets anybody in. */
  role: Role.nullable().default(null),
  /** Regions in which Security Hub is on already. */
  hubEnabled: Regions.default([]),
  /** The administrator account that has it as a member already, and where. */
  administrator: z
    .strictObject({ account: AccountId, regions: Regions.min(1, "name at least one Region") })
    .nullable()
    .default(null),
});

const Document = z.strictObject({
  hub: z.strictObject({
    account: AccountId,
    /** The organization's delegated administrator of Security Hub in all of its Regions. */
    delegatedAdministrator: z.boolean().default(false),
    regions: OwnRegions,
    role: Role.nullable().optional(),
  }),
  management: z
    .strictObject({ account: AccountId, role: Role.nullable().optional() })
    .nullable()
    .optional(),
  accounts: z.array(Account).default([]),
});

/** What exists when the sandbox starts, with all defaults filled in. */
export type Estate = z.output<typeof Document>;

/** What is wrong with one field; `path` is empty for the document as a whole. */
export interface EstateProblem {
  path: string;
  problem: string;
}

/** Reads the text of an estate file. */
export function parseEstate(text: string): { estate: Estate } | { problems: EstateProblem[] } {
  let raw: unknown;
  try {
    raw = JSON.parse(text.replace(/^\uFEFF/, "")); // Windows editors like a byte order mark
  } catch (error) {
    return { problems: [{ path: "", problem: `not JSON: ${(error as Error).message}` }] };
  }
  const result = Document.safeParse(raw);
  if (!result.success)
    return { problems: result.error.issues.flatMap((issue) => told(issue, raw)) };
  const problems = contradictions(result.data);
  return problems.length > 0 ? { problems } : { estate: result.data };
}

/** A problem as one line, `accounts[3].email: is missing`. */
export const describe = ({ path, problem }: EstateProblem): string =>
  path === "" ? problem : `${path}: ${problem}`;

function told(issue: z.core.$ZodIssue, raw: unknown): EstateProblem[] {
  const path = written(issue.path);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({
        path: written([...issue.path, key]),
        problem: "unknown field",
      }));
    case "invalid_type": {
      const value = at(raw, issue.path);
      if (value === undefined) return [{ path, problem: "is missing" }];
      return [{ path, problem: `must be ${issue.expected}, is ${kindOf(value)}` }];
    }
    case "invalid_value":
      return [{ path, problem: `must be one of ${issue.values.join(", ")}` }];
    default:
      return [{ path, problem: issue.message }];
  }
}

const written = (path: readonly PropertyKey[]): string =>
  path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`))
    .join("")
    .replace(/^\./, "");

function at(raw: unknown, path: readonly PropertyKey[]): unknown {
  let value = raw;
  for (const step of path) value = (value as Record<PropertyKey, unknown> | undefined)?.[step];
  return value;
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}
