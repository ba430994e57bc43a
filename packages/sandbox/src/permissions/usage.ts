// Which permissions were used: every pair of an action and a resource that a role's policies allow, how often it was
// what let a call through, and the calls that nothing let through.
import type { Role } from "../estate/roles.ts";
import { roleArn } from "../estate/roles.ts";
import type { Policy, Statement } from "./policy.ts";

/** One action on one resource, as a statement allows it. */
export interface Grant {
  /** Such as `s3:GetObject`; `not iam:*` for what a NotAction leaves. */
  action: string;
  /** As written: an ARN, perhaps with wildcards. */
  resource: string;
  /** Calls that it let through. */
  used: number;
}

/** A kind of call that was refused. */
export interface Denial {
  action: string;
  resource: string;
  /** The latest answer, as AWS words it. */
  message: string;
  count: number;
}

/** What happened with one role. */
export interface RoleUsage {
  /** ARN. */
  role: string;
  grants: Grant[];
  denials: Denial[];
}

interface Row {
  grants: Map<string, Grant>;
  denials: Map<string, Denial>;
}

/** What the sandbox saw since it started; nothing is kept beyond it. */
export class Usage {
  readonly #rows = new Map<string, Row>();

  /** The tally of one grant; the same object for the same words, so that a policy that is written again goes on. */
  grant(role: string, action: string, resource: string): Grant {
    const { grants } = this.#row(role);
    const key = `${action} ${resource}`;
    const known = grants.get(key);
    if (known) return known;
    const fresh = { action, resource, used: 0 };
    grants.set(key, fresh);
    return fresh;
  }

  deny(role: string, action: string, resource: string, message: string): void {
    const { denials } = this.#row(role);
    const key = `${action} ${resource}`;
    const count = (denials.get(key)?.count ?? 0) + 1;
    denials.set(key, { action, resource, message, count });
  }

  /** Every role that was met, by ARN, with what was granted and never used. */
  report(): RoleUsage[] {
    return [...this.#rows]
      .map(([role, { grants, denials }]) => ({
        role,
        grants: [...grants.values()],
        denials: [...denials.values()],
      }))
      .sort((a, b) => (a.role < b.role ? -1 : 1));
  }

  #row(role: string): Row {
    const known = this.#rows.get(role);
    if (known) return known;
    const fresh: Row = { grants: new Map(), denials: new Map() };
    this.#rows.set(role, fresh);
    return fresh;
  }
}

/** What a statement says about one action: on which resources, and the tally of each. */
export interface Line {
  statement: Statement;
  resources: { matches(text: string): boolean; grants: Grant[] }[];
}

/** A role's policies, indexed by action; what no call asked for yet is indexed when one does. */
export class Held {
  readonly arn: string;
  readonly #policies: Policy[];
  readonly #usage: Usage;
  readonly #lines = new Map<string, Line[]>();

  constructor(role: Role, policies: Policy[], usage: Usage) {
    this.arn = roleArn(role);
    this.#policies = policies;
    this.#usage = usage;
    // All that is granted is known from the beginning, or the report would not tell what was never asked for.
    for (const { statements } of policies)
      for (const one of statements) if (one.allow) this.#grants(one);
  }

  /** The statements that speak of an action. */
  of(action: string): Line[] {
    const known = this.#lines.get(action);
    if (known) return known;
    const lines = this.#policies
      .flatMap(({ statements }) => statements)
      .filter(
        ({ actions, notActions }) =>
          actions?.some(({ matches }) => matches(action)) ??
          !notActions?.some(({ matches }) => matches(action)),
      )
      .map((statement) => ({ statement, resources: this.#grants(statement, action) }))
      // A Deny first: nothing after it counts.
      .sort((a, b) => Number(a.statement.allow) - Number(b.statement.allow));
    this.#lines.set(action, lines);
    return lines;
  }

  #grants(statement: Statement, action?: string): Line["resources"] {
    const { allow, actions, notActions, resources, notResources } = statement;
    const named = actions
      ? actions
          .filter(({ matches }) => action === undefined || matches(action))
          .map((one) => one.text)
      : [`not ${notActions?.map(({ text }) => text).join(", ")}`];
    const tallies = (resource: string) =>
      allow ? named.map((one) => this.#usage.grant(this.arn, one, resource)) : [];
    if (resources)
      return resources.map(({ text, matches }) => ({ matches, grants: tallies(text) }));
    const except = notResources ?? [];
    const text = `not ${except.map((one) => one.text).join(", ")}`;
    const matches = (given: string) => !except.some((one) => one.matches(given));
    return [{ matches, grants: tallies(text) }];
  }
}
