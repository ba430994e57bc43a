// The rules of AssumeRole: what may be asked, and who gets in.
import type { Model } from "../../estate/model.ts";
import { DEFAULT_SESSION_SECONDS, type Role } from "../../estate/roles.ts";
import { managedPolicy } from "../../permissions/managed.ts";
import { admits } from "../../permissions/trust.ts";
import { AwsError, type Context, type World } from "../../wire/service.ts";
import { mislong, misspelt, outside, refuseAll } from "../constraints.ts";
import { policy } from "../iam/documents.ts";
import { policyText } from "../iam/managed-policies.ts";
import { organizationId } from "../organizations/identity.ts";
import type { AssumeRoleInput, FederationInput } from "./index.ts";

const ROLE = /^arn:aws:iam::(\d{12}):role\/(?:[\w+=,.@/-]*\/)?([\w+=,.@-]{1,64})$/;
/** Seconds of a session, at least and at most (API reference). */
export const SHORTEST = 900;
const LONGEST = 43_200;
/** Characters of a session's policy, at most (API reference). */
const LONGEST_POLICY = 2_048;
/** Managed policies of a session, at most (API reference). */
const MOST_POLICIES = 10;
/** A role assumed with a role's session lasts an hour at most. */
const LONGEST_CHAINED = 3_600;

/** True for the ARN of a role's session. */
export const isSession = (principal: string): boolean => principal.includes(":assumed-role/");

const invalid = (message: string) => new AwsError("ValidationError", message, { status: 400 });

/** Refuses what STS calls a validation error. */
export function validSession(input: AssumeRoleInput): void {
  const { RoleArn, RoleSessionName, DurationSeconds = DEFAULT_SESSION_SECONDS, ExternalId } = input;
  const name = { letters: "[\\w+=,.@-]*", least: 2, most: 64 };
  const secret = { letters: "[\\w+=,.@:\\/-]*", least: 2, most: 1_224 };
  const arn = { letters: "[\\s\\S]*", least: 20, most: 2_048 };
  const problems = [
    ...misspelt("roleArn", RoleArn, arn),
    ...misspelt("roleSessionName", RoleSessionName, name),
    ...misspelt("externalId", ExternalId, secret),
    ...misspelt("sourceIdentity", input.SourceIdentity, name),
    ...outside("durationSeconds", DurationSeconds, SHORTEST, LONGEST),
    ...wrongTags(input.Tags),
    ...(input.Policy === undefined ? [] : mislong("policy", input.Policy, 1, LONGEST_POLICY)),
  ];
  refuseAll(problems, "ValidationError");
  if (!ROLE.test(RoleArn)) throw invalid(`${RoleArn} is invalid`);
  if (input.Policy !== undefined) policy(input.Policy);
}

/** Session tags: up to 50, each once (API reference). What conditions see of them is the role's own tags alone. */
function wrongTags(tags: AssumeRoleInput["Tags"] = []): string[] {
  if (new Set(tags.map(({ Key }) => Key.toLowerCase())).size < tags.length)
    throw new AwsError(
      "InvalidParameterValue",
      "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
      { status: 400 },
    );
  const length = { letters: "[\\s\\S]*", most: 256 };
  return [
    ...(tags.length > 50 ? mislong("tags", tags, 0, 50) : []),
    ...tags.flatMap(({ Key, Value }, at) => [
      ...misspelt(`tags.${at + 1}.member.key`, Key, { ...length, least: 1, most: 128 }),
      ...misspelt(`tags.${at + 1}.member.value`, Value, { ...length, least: 0 }),
    ]),
  ];
}

/** Refuses what GetFederationToken calls a validation error. */
export function validFederation({ Name, DurationSeconds = 43_200, Policy, Tags }: FederationInput) {
  const problems = [
    ...misspelt("name", Name, { letters: "[\\w+=,.@-]*", least: 2, most: 32 }),
    ...outside("durationSeconds", DurationSeconds, SHORTEST, 129_600),
    ...wrongTags(Tags),
    ...(Policy === undefined ? [] : mislong("policy", Policy, 1, LONGEST_POLICY)),
  ];
  refuseAll(problems, "ValidationError");
  if (Policy !== undefined) policy(Policy);
}

/** The session's policies as one: what one of them allows, the session may do (IAM user guide, "Session policies"). */
export function sessionPolicy(
  world: World,
  { Policy, PolicyArns = [] }: Pick<AssumeRoleInput, "Policy" | "PolicyArns">,
): string | undefined {
  if (PolicyArns.length === 0) return Policy;
  refuseAll(mislong("policyArns", PolicyArns, 0, MOST_POLICIES), "ValidationError");
  const documents = PolicyArns.map(({ arn = "" }) => {
    const document = managedPolicy(arn) ?? policyText(world, arn);
    if (document !== undefined) return document;
    throw new AwsError("NotImplemented", `not emulated: the policy ${arn}`, { status: 501 });
  });
  const statements = [...documents, ...(Policy === undefined ? [] : [Policy])].flatMap((one) => {
    const { Statement } = (typeof one === "string" ? JSON.parse(one) : one) as {
      Statement: object;
    };
    return Statement;
  });
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

const organizationOf = ({ accounts }: Model, account: string): string | undefined => {
  const managing = accounts.managementOf(account);
  return managing && organizationId(managing);
};

/** Whom the session acts for, and how long; throws when the caller may not. */
export function allowedSession(
  world: World,
  model: Model,
  { RoleArn, RoleSessionName, DurationSeconds, ExternalId }: AssumeRoleInput,
  { account: caller, principal }: Context,
): Pick<Role, "account" | "name" | "id"> & { seconds: number } {
  const [, account, name] = ROLE.exec(RoleArn) as unknown as [string, string, string];
  // A missing role, one that is not there yet and one that does not trust the caller look the same.
  const denied = () =>
    new AwsError(
      "AccessDenied",
      `User: ${principal} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
      { status: 403 },
    );
  const now = world.clock.now();
  const role = model.roles.get(account, name);
  const target = model.accounts.get(account);
  if (!target || target.state === "SUSPENDED" || target.state === "CLOSED") throw denied();
  if (role) {
    const trust = now < role.assumableAt ? role.formerTrust : role.trust;
    // In an open world nobody is kept out, but a new role takes its time there too.
    const attempt = {
      account: caller,
      principal,
      externalId: ExternalId,
      sessionName: RoleSessionName,
      organization: organizationOf(model, caller),
    };
    if (trust === undefined || !(model.accounts.open || admits(trust, attempt))) throw denied();
  } else if (!model.accounts.open) throw denied();

  const most = role?.maxSessionSeconds ?? LONGEST;
  const seconds = DurationSeconds ?? DEFAULT_SESSION_SECONDS;
  if (isSession(principal) && seconds > LONGEST_CHAINED)
    throw invalid(
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
    );
  if (seconds > most)
    throw invalid(
      "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    );
  return { account, name: role?.name ?? name, id: role?.id ?? "AROAAAAAAAAAAAAAAAAAA", seconds };
}
