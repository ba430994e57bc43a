import fs from "node:fs";
import path from "node:path";
import { parseDocument } from "yaml";
import type { Json } from "../../synth/json.ts";
import { root } from "../../synth/root.ts";
import { list, type Rule } from "../rule.ts";

/** What whoever deploys a role that rollcall takes is asked for. */
const PARAMETERS = ["HubAccountId", "ExternalId", "RoleName"];

/** `!Sub`, `!Ref` and the like are read as what they are applied to. */
const tags = [
  ...["Sub", "Ref", "GetAtt"].map((name) => ({
    tag: `!${name}`,
    resolve: (value: string) => value,
  })),
  ...["Equals", "If", "Not"].map((name) => ({
    tag: `!${name}`,
    collection: "seq" as const,
    resolve: (value: Json) => value,
  })),
];

/** Does a service take this role, for the account's own resources? */
const isForService = (role: Json): boolean =>
  list<Json>(role.Properties?.AssumeRolePolicyDocument?.Statement).every(
    (statement) => Object.keys(statement.Principal ?? {}).join() === "Service",
  );

/** A template as data, or the parser's complaints. */
export function readTemplate(text: string): { template: Json; errors: string[] } {
  const document = parseDocument(text, { customTags: tags });
  return {
    template: document.errors.length > 0 ? {} : document.toJS(),
    errors: document.errors.map((error) => error.message),
  };
}

function roleProblems(name: string, role: Json): string[] {
  const statements = list<Json>(role.Properties?.AssumeRolePolicyDocument?.Statement);
  const [key, value] = isForService(role)
    ? ["aws:SourceAccount", "AWS::AccountId"]
    : ["sts:ExternalId", "ExternalId"];
  const open = statements.some((statement) => statement.Condition?.StringEquals?.[key] !== value);
  const actions = list<Json>(role.Properties?.Policies)
    .flatMap((policy) => list<Json>(policy.PolicyDocument?.Statement))
    .flatMap((statement) => list<string>(statement.Action));
  return [
    ...(statements.length === 0 || open
      ? [`${name} can be assumed without ${key === "sts:ExternalId" ? "the ExternalId" : key}`]
      : []),
    ...(actions.length === 0 ? [`${name} allows nothing`] : []),
    ...actions
      .filter((action) => action.includes("*"))
      .map((action) => `${name} allows ${action}: spell out the actions`),
  ];
}

/** Wildcards in actions that a role gets from a policy of its own. */
const policyProblems = (name: string, policy: Json): string[] =>
  list<Json>(policy.Properties?.PolicyDocument?.Statement)
    .flatMap((statement) => list<string>(statement.Action))
    .filter((action) => action.includes("*"))
    .map((action) => `${name} allows ${action}: spell out the actions`);

/** What is wrong with a template. */
export function templateProblems(text: string): string[] {
  const { template, errors } = readTemplate(text);
  if (errors.length > 0) return errors;
  const roles = Object.entries((template.Resources ?? {}) as Record<string, Json>).filter(
    ([, resource]) => resource.Type === "AWS::IAM::Role",
  );
  return [
    ...(template.AWSTemplateFormatVersion === "2010-09-09" ? [] : ["it has no format version"]),
    ...(roles.every(([, role]) => isForService(role)) && roles.length > 0 ? [] : PARAMETERS)
      .filter((name) => !template.Parameters?.[name])
      .map((name) => `it has no parameter ${name}`),
    ...(roles.length === 0 ? ["it makes no role"] : []),
    ...roles.flatMap(([name, role]) => roleProblems(name, role)),
    ...Object.entries((template.Resources ?? {}) as Record<string, Json>)
      .filter(([, resource]) => resource.Type === "AWS::IAM::Policy")
      .flatMap(([name, policy]) => policyProblems(name, policy)),
  ];
}

/** The CloudFormation templates: readable, and no role that just anybody takes. */
export const templates: Rule = {
  name: "templates",
  holds:
    "templates parse, and their roles ask for the ExternalId, or for the account of the service's resource",
  problems() {
    const directory = path.join(root, "templates");
    const files = fs.readdirSync(directory).filter((file) => file.endsWith(".yaml"));
    return files.flatMap((file) =>
      templateProblems(fs.readFileSync(path.join(directory, file), "utf8")).map(
        (problem) => `${file}: ${problem}`,
      ),
    );
  },
};
