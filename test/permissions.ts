// What the roles of all systems that a test run has started were allowed and used, added up: nothing may be missing, and
// nothing may be granted that no scenario uses, but what AWS's services need (packages/infra/src/check/service-needs.ts).
import fs from "node:fs";
import path from "node:path";
import { covers, type Synthesized } from "../packages/infra/src/check/rule.ts";
import { needsOf } from "../packages/infra/src/check/rules/service-permissions.ts";
import { serviceNeeds } from "../packages/infra/src/check/service-needs.ts";
import type { HeldUsage } from "../packages/sandbox/src/index.ts";

/** What one system has kept (packages/cli/src/permissions/keep.ts). */
export interface Kept {
  /** Roles in other accounts, by name, and the template that each comes from. */
  templates: Record<string, string>;
  roles: HeldUsage[];
}

/** One action on one resource of one holder, over all systems. */
export interface Line {
  /** Such as `function StartRun` or `member-role.yaml`. */
  holder: string;
  action: string;
  resource: string;
  used: number;
}

/** A kind of call that was refused. */
export interface Refused {
  holder: string;
  message: string;
  count: number;
}

/** The sum of all systems. */
export interface Sum {
  lines: Line[];
  refused: Refused[];
}

/** Accounts, Regions and the names of roles differ from estate to estate. */
const alike = (resource: string): string =>
  resource
    .replace(/^(arn:[^:]*:[^:]*):[^:]*:/, "$1::")
    .replace(/(?<=:)\d{12}(?=:)/, "")
    .replace(/^(arn:aws:iam::\*?):role\/.*$/, "$1:role/…");

/** Reads what systems have left in a directory. */
export function readKept(directory: string): Kept[] {
  if (!fs.existsSync(directory)) return [];
  return fs
    .readdirSync(directory)
    .map((file) => JSON.parse(fs.readFileSync(path.join(directory, file), "utf8")));
}

/** Adds up. Roles that are neither the app's nor a template's are somebody else's. */
export function sumOf(kept: Kept[]): Sum {
  const lines = new Map<string, Line>();
  const refused = new Map<string, Refused>();
  for (const { templates, roles } of kept)
    for (const { role, holder: own, grants, denials } of roles) {
      const holder = own ?? templates[role.split("/").at(-1)!];
      if (holder === undefined) continue;
      for (const { action, resource, used } of grants) {
        const line = { holder, action, resource: alike(resource), used };
        const key = `${holder} ${action} ${line.resource}`;
        lines.set(key, { ...line, used: used + (lines.get(key)?.used ?? 0) });
      }
      for (const { action, resource, message, count } of denials) {
        const key = `${holder} ${action} ${alike(resource)}`;
        const before = refused.get(key)?.count ?? 0;
        refused.set(key, { holder, message, count: count + before });
      }
    }
  return { lines: [...lines.values()], refused: [...refused.values()] };
}

/** Whether a line is granted for one of AWS's services, so that no scenario has to use it. */
export type Excused = (line: Line) => boolean;

/** What services need in the roles of the synthesized app, each on its own resource. */
export function excusedBy(given: Synthesized): Excused {
  const { functions, stateMachines, schedules } = given.app;
  const holders = new Map([
    ...functions.map(({ roleArn, id }): [string, string] => [roleArn, `function ${id}`]),
    ...stateMachines.map(({ roleArn, name }): [string, string] => [
      roleArn,
      `state machine ${name}`,
    ]),
    ...schedules.map(({ roleArn, name }): [string, string] => [roleArn, `schedule ${name}`]),
  ]);
  const needed = needsOf(given).map(({ role, need, resource }) => ({
    holder: holders.get(role),
    actions: need.actions,
    resource: alike(resource),
  }));
  const logs = (line: Line) =>
    line.holder.startsWith("function ") &&
    line.resource === "*" &&
    serviceNeeds.functionLog.actions.includes(line.action);
  return (line) =>
    logs(line) ||
    needed.some(
      ({ holder, actions, resource }) =>
        holder === line.holder && actions.includes(line.action) && covers(line.resource, resource),
    );
}

/** What is granted and was never used. */
export const unusedOf = ({ lines }: Sum, excused: Excused): Line[] =>
  lines.filter((line) => line.used === 0 && !excused(line));

/** A sentence for each thing that is wrong. Without `excused` only a part ran, and what it did not use may be needed. */
export const problemsOf = (sum: Sum, excused?: Excused): string[] => [
  ...sum.refused.map(
    ({ holder, message, count }) =>
      `${holder} lacks a permission (${count} ${count === 1 ? "call" : "calls"}): ${message}`,
  ),
  ...(excused
    ? unusedOf(sum, excused).map(
        ({ holder, action, resource }) =>
          `${holder} may ${action} on ${resource}, which no scenario uses`,
      )
    : []),
];

/** The report: each holder with what it uses and what it does not. */
export function reportOf(sum: Sum, excused: Excused): string {
  const holders = [...new Set(sum.lines.map(({ holder }) => holder))].sort();
  return holders
    .flatMap((holder) => [
      holder,
      ...sum.lines
        .filter((line) => line.holder === holder)
        .sort((a, b) => b.used - a.used)
        .map((line) => {
          const mark = line.used > 0 ? String(line.used) : excused(line) ? "AWS's" : "unused";
          return `  ${mark.padStart(7)}  ${line.action}  ${line.resource}`;
        }),
      ...sum.refused
        .filter((one) => one.holder === holder)
        .map(({ message }) => `  refused  ${message}`),
    ])
    .join("\n");
}
