// IAM roles, as far as AssumeRole and the IAM calls of onboarding need them.
import type { World } from "../wire/service.ts";

/** A role. Times are milliseconds since 1970 on the sandbox's clock; durations are seconds. */
export interface Role {
  account: string;
  name: string;
  path: string;
  /** Unique id, `AROA…`. */
  id: string;
  /** The trust policy, as JSON text. */
  trust: string;
  createdAt: number;
  /** AssumeRole answers AccessDenied before. */
  assumableAt: number;
  /** What AssumeRole goes by until then, after a change of the trust policy. */
  formerTrust?: string;
  maxSessionSeconds: number;
  description?: string;
  tags?: { Key: string; Value: string }[];
  /** Inline policies by name, as JSON text. */
  inline: Record<string, string>;
  /** ARNs of managed policies. */
  attached: string[];
}

/** AWS's default of MaxSessionDuration, in seconds. */
export const DEFAULT_SESSION_SECONDS = 3_600;

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** A unique id as IAM makes them, such as `AROAJQ…`: 21 letters and digits. */
export function uniqueId(world: Pick<World, "random">, prefix: string): string {
  let id = prefix;
  while (id.length < 21) id += LETTERS[Math.floor(world.random() * LETTERS.length)];
  return id;
}

/** The ARN of a role. */
export const roleArn = ({ account, path, name }: Pick<Role, "account" | "path" | "name">): string =>
  `arn:aws:iam::${account}:role${path}${name}`;

/** A trust policy that lets an account's principals in, with an ExternalId when one is given. */
export function trusting(account: string, externalId?: string): string {
  const statement = {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: "sts:AssumeRole",
    ...(externalId && { Condition: { StringEquals: { "sts:ExternalId": externalId } } }),
  };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

/** All roles, kept in the store. Names are unique in an account without regard to case. */
export class Roles {
  readonly #world: World;
  readonly #rows;

  constructor(world: World) {
    this.#world = world;
    this.#rows = world.store.collection<Role>("iam/roles");
  }

  get(account: string, name: string): Role | undefined {
    return this.#rows.get(keyOf(account, name));
  }

  put(role: Role): void {
    this.#rows.set(keyOf(role.account, role.name), role);
  }

  delete(account: string, name: string): boolean {
    return this.#rows.delete(keyOf(account, name));
  }

  /** Roles of an account, by name. */
  of(account: string): Role[] {
    const own = [...this.#rows.values()].filter((role) => role.account === account);
    return own.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Makes a role that can be assumed after `delay` milliseconds. */
  create(
    account: string,
    name: string,
    trust: string,
    delay: number,
    more: Partial<Role> = {},
  ): Role {
    const now = this.#world.clock.now();
    const role: Role = {
      account,
      name,
      path: "/",
      id: uniqueId(this.#world, "AROA"),
      trust,
      createdAt: now,
      assumableAt: now + delay,
      maxSessionSeconds: DEFAULT_SESSION_SECONDS,
      inline: {},
      attached: [],
      ...more,
    };
    this.put(role);
    return role;
  }
}

const keyOf = (account: string, name: string) => `${account}/${name.toLowerCase()}`;
