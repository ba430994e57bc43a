// Who has which role, so that a report can say it in the words of the app.
import type { App } from "../app/manifest.ts";
import type { Permissions } from "./index.ts";
import type { RoleUsage } from "./usage.ts";

/** What happened with a role, and whose it is. */
export interface HeldUsage extends RoleUsage {
  /** Such as `function StartRun` or `state machine app-dev-apply`; absent for roles that are no part of the app. */
  holder?: string;
}

/** The usage of the app's roles, and of others that were taken, with the names of those that have them. */
export function heldUsage(permissions: Permissions, app: App | undefined): HeldUsage[] {
  const holders = new Map<string, string>();
  for (const { roleArn, id } of app?.functions ?? []) holders.set(roleArn, `function ${id}`);
  for (const { roleArn, name } of app?.stateMachines ?? [])
    holders.set(roleArn, `state machine ${name}`);
  for (const { roleArn, name } of app?.schedules ?? []) holders.set(roleArn, `schedule ${name}`);
  for (const { name, targets } of app?.rules ?? [])
    for (const { roleArn } of targets) if (roleArn) holders.set(roleArn, `rule ${name}`);
  return permissions.report(app?.roles.map(({ arn }) => arn)).map((one) => {
    const holder = holders.get(one.role);
    return { ...one, ...(holder !== undefined && { holder }) };
  });
}
