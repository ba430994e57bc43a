import type { App, AppFunction, AppRole } from "../synth/app.ts";
import type { Resource } from "../synth/monitor.ts";

/** What the rules look at: the app, and the resources that it was read from. */
export interface Synthesized {
  app: App;
  resources: Resource[];
}

/** One thing that can be known without AWS. */
export interface Rule {
  name: string;
  /** What holds, in one line. */
  holds: string;
  /** A sentence for each place where it does not. */
  problems(given: Synthesized): string[];
}

/** The resources of one type. */
export const ofType = ({ resources }: Synthesized, type: string) =>
  resources.filter((one) => one.type === type);

/** A list of one or many. */
export const list = <Item>(given: Item | Item[] | undefined): Item[] =>
  given === undefined ? [] : Array.isArray(given) ? given : [given];

/** One statement of a policy, with lists where IAM also takes a single text. */
export interface Statement {
  effect: string;
  actions: string[];
  resources: string[];
}

/** The statements of all policies written into a role. */
export const statementsOf = (role: AppRole): Statement[] =>
  role.policies.flatMap((policy) =>
    list(policy.Statement).map((statement) => ({
      effect: statement.Effect,
      actions: list<string>(statement.Action),
      resources: list<string>(statement.Resource),
    })),
  );

/** The role with this ARN. */
export const roleOf = (app: App, arn: string) => app.roles.find((role) => role.arn === arn);

/** The function with this ARN. */
export const functionOf = (app: App, arn: string): AppFunction | undefined =>
  app.functions.find((one) => one.arn === arn);

const literal = (text: string) => text.replace(/[.+^${}()|[\]\\]/g, "\\$&");

/** Whether a pattern of IAM, with `*` and `?`, covers a text. */
export const covers = (pattern: string, text: string) =>
  new RegExp(`^${literal(pattern).replaceAll("*", ".*").replaceAll("?", ".")}$`).test(text);

/** Whether a role allows an action on a resource, by what is written into it. */
export const allows = (role: AppRole | undefined, action: string, resource: string) =>
  role !== undefined &&
  statementsOf(role).some(
    (statement) =>
      statement.effect === "Allow" &&
      statement.actions.some((pattern) => covers(pattern, action)) &&
      statement.resources.some((pattern) => covers(pattern, resource)),
  );

/** Which of the actions a role does not allow on the resource. */
export const lacking = (role: AppRole | undefined, actions: string[], resource: string) =>
  actions.filter((action) => !allows(role, action, resource));
