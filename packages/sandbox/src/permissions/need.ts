// What an operation asks of IAM. One row for each operation that the sandbox has; a test holds that none is missing.
import type { KeyValue } from "./condition.ts";
import type { Facts } from "./facts.ts";

/** One thing that the caller has to be allowed. */
export interface Need {
  /** As policies write it, such as `s3:GetObject`. */
  action: string;
  /** ARN, or `*` where the action knows no resources. */
  resource: string;
  /** Owner of the resource, where its ARN does not say it. */
  owner?: string | undefined;
  /** Values of the service's own context keys; asked for only when a condition looks. Names are in lower case. */
  keys?: () => Record<string, KeyValue>;
}

/** Where a call is made, and what is known of the world there. */
export interface Place {
  /** The account that the call acts in. */
  account: string;
  region: string;
  facts: Facts;
}

/** What one operation needs; an empty list where AWS asks for no permission. */
// biome-ignore lint/suspicious/noExplicitAny: the shape is known to the schema, not to TypeScript
export type Row = (input: any, at: Place) => Need | Need[];

/** The needs of a service by operation. */
export type Rows = Record<string, Row>;

/** The same row for operations whose action has their own name. */
export const each = (
  service: string,
  operations: string[],
  // biome-ignore lint/suspicious/noExplicitAny: as above
  resource: (input: any, at: Place) => string,
): Rows =>
  Object.fromEntries(
    operations.map((operation): [string, Row] => {
      const action = `${service}:${operation}`;
      return [operation, (input, at) => ({ action, resource: resource(input, at) })];
    }),
  );

/** For actions that know no resources. */
export const anything = (): string => "*";

/** Handing a role over to a service (IAM user guide, "Grant a user permissions to pass a role"). */
export const passRole = (role: unknown, service: string): Need[] =>
  typeof role === "string"
    ? [
        {
          action: "iam:PassRole",
          resource: role,
          keys: () => ({ "iam:passedtoservice": service }),
        },
      ]
    : [];

/** Making a service's own role where the account has none yet (IAM user guide, "Create a service-linked role"). */
export function linkedRole({ account, facts }: Place, service: string, name: string): Need[] {
  if (facts.role(account, name)) return [];
  return [
    {
      action: "iam:CreateServiceLinkedRole",
      resource: `arn:aws:iam::${account}:role/aws-service-role/${service}/${name}`,
      keys: () => ({ "iam:awsservicename": service }),
    },
  ];
}
