// Policy documents, compiled once: what a statement says about actions, resources, principals and conditions.
import { type Condition, compileCondition } from "./condition.ts";
import { isKnown, isMultivalued } from "./keys.ts";
import { type Matches, resourcePattern, wildcard } from "./pattern.ts";

/** A pattern with its text, so that a report can name it. */
export interface Pattern {
  text: string;
  matches: Matches;
}

/** Who a statement of a resource's policy speaks of. */
export interface Principals {
  /** Everybody. */
  all: boolean;
  /** ARNs, account ids and `*`. */
  aws: string[];
  services: string[];
}

/** One statement. */
export interface Statement {
  allow: boolean;
  actions?: Pattern[];
  notActions?: Pattern[];
  /** Absent in trust policies, which protect what they are attached to. */
  resources?: Pattern[];
  notResources?: Pattern[];
  principals?: Principals;
  notPrincipals?: Principals;
  conditions: Condition[];
}

/** A policy, ready to be asked. */
export interface Policy {
  statements: Statement[];
  /** What in it the sandbox cannot judge; its statement then never allows, and denies always. */
  unknown: string[];
}

type Listed<Value> = Value | Value[];
interface Written {
  Effect?: string;
  Action?: Listed<string>;
  NotAction?: Listed<string>;
  Resource?: Listed<string>;
  NotResource?: Listed<string>;
  Principal?: "*" | { AWS?: Listed<string>; Service?: Listed<string> };
  NotPrincipal?: "*" | { AWS?: Listed<string>; Service?: Listed<string> };
  Condition?: Record<string, Record<string, Listed<string | number | boolean>>>;
}

const list = <Value>(value: Listed<Value> | undefined): Value[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

/** Actions are compared without regard to case. */
const action = (text: string): Pattern => {
  const matches = wildcard(text.toLowerCase());
  return { text, matches: (given) => matches(given.toLowerCase()) };
};
const resource = (text: string): Pattern => ({ text, matches: resourcePattern(text) });

const principals = (given: NonNullable<Written["Principal"]>): Principals =>
  given === "*"
    ? { all: true, aws: [], services: [] }
    : {
        all: list(given.AWS).includes("*"),
        aws: list(given.AWS),
        services: list(given.Service),
      };

/** Compiles a document that is JSON text or parsed already. Throws SyntaxError for text that is no JSON. */
export function compile(document: string | object): Policy {
  const { Statement } = (typeof document === "string" ? JSON.parse(document) : document) as {
    Statement?: Listed<Written>;
  };
  const unknown: string[] = [];
  return { statements: list(Statement).map((one) => statement(one, unknown)), unknown };
}

function statement(written: Written, unknown: string[]): Statement {
  const { Action, NotAction, Resource, NotResource, Principal, NotPrincipal } = written;
  const allow = written.Effect === "Allow";
  for (const text of [...list(Resource), ...list(NotResource)])
    if (text.includes("${")) unknown.push(`the policy variable in ${text}`);
  return {
    allow,
    ...(Action !== undefined && { actions: list(Action).map(action) }),
    ...(NotAction !== undefined && { notActions: list(NotAction).map(action) }),
    ...(Resource !== undefined && { resources: list(Resource).map(resource) }),
    ...(NotResource !== undefined && { notResources: list(NotResource).map(resource) }),
    ...(Principal !== undefined && { principals: principals(Principal) }),
    ...(NotPrincipal !== undefined && { notPrincipals: principals(NotPrincipal) }),
    conditions: conditions(written.Condition ?? {}, allow, unknown),
  };
}

function conditions(
  written: NonNullable<Written["Condition"]>,
  allow: boolean,
  unknown: string[],
): Condition[] {
  return Object.entries(written).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]): Condition => {
      const wanted = list(values).map(String);
      const compiled = compileCondition(operator, key, wanted);
      const problem = !compiled
        ? `the condition operator ${operator}`
        : !isKnown(key)
          ? `the condition key ${key}`
          : isMultivalued(key) && !operator.startsWith("For") && operator !== "Null"
            ? `${operator} on ${key}, which has several values: use ForAllValues or ForAnyValue`
            : wanted.some((one) => one.includes("${"))
              ? `the policy variable in a value of ${key}`
              : undefined;
      if (compiled && !problem) return compiled;
      unknown.push(problem ?? operator);
      // What cannot be judged never lets anybody in, and never lets a Deny pass.
      return { operator, key, holds: () => !allow };
    }),
  );
}
