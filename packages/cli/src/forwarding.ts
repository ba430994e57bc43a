// The forwarding of calls, set up in a sandbox as CloudFormation would: the template itself is read and its
// resources are made in every account and Region, so that what an operator deploys is what was tried here.
import type { Estate, Sandbox } from "@rollcall/sandbox";
import * as z from "zod";
import type { Local } from "./local.ts";
import { readTemplate, resolved } from "./template.ts";

const name = "call-forwarding.yaml";

const Role = z.object({
  AssumeRolePolicyDocument: z.unknown(),
  Policies: z.array(z.object({ PolicyName: z.string(), PolicyDocument: z.unknown() })),
});
const Rule = z.object({
  Name: z.string(),
  EventPattern: z.unknown(),
  State: z.string(),
  Targets: z.array(z.object({ Id: z.string(), Arn: z.string(), RoleArn: z.string() })),
});
const Template = z.object({
  Conditions: z.record(z.string(), z.array(z.unknown()).length(2)),
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.enum(["AWS::IAM::Role", "AWS::Events::Rule"]),
      Condition: z.string().optional(),
      Properties: z.unknown(),
    }),
  ),
});

/** Sets it up in a running system: everywhere in its estate. */
export const forwardIn = ({ sandbox, trailBusArn }: Local, estate: Estate): Promise<void> =>
  forwardCalls(sandbox, {
    trailBusArn,
    management: estate.management?.account,
    accounts: everywhere(estate),
  });

/** Where the forwarding is set up. */
export interface Forwarded {
  trailBusArn: string;
  management: string | undefined;
  accounts: { id: string; regions: readonly string[] }[];
}

/** The accounts of an estate, its hub and its management account, each in the hub's Regions that it has on. */
const everywhere = ({ hub, management, accounts }: Estate): Forwarded["accounts"] => [
  { id: hub.account, regions: hub.regions },
  ...(management ? [{ id: management.account, regions: hub.regions }] : []),
  ...accounts
    .filter(({ status }) => status === "ACTIVE")
    .map(({ id, regions }) => ({
      id,
      regions: hub.regions.filter((one) => regions.includes(one)),
    })),
];

/** Makes the template's resources in every account and Region, through the operations that make them in AWS. */
export async function forwardCalls(
  { world }: Pick<Sandbox, "world">,
  { trailBusArn, management = "", accounts }: Forwarded,
): Promise<void> {
  const template = Template.parse(readTemplate(name));
  for (const { id: account, regions } of accounts)
    for (const region of regions) {
      const call = (service: string, operation: string, input: object) =>
        world.call(service, operation, input, { account, region });
      const values: Record<string, string> = {
        "AWS::AccountId": account,
        "AWS::Region": region,
        TrailBusArn: trailBusArn,
        ManagementAccountId: management,
      };
      const holds = (condition: string | undefined) => {
        const pair = condition && resolved(template.Conditions[condition], values);
        return !Array.isArray(pair) || pair[0] === pair[1];
      };
      for (const [logical, { Type, Condition, Properties }] of Object.entries(template.Resources)) {
        if (!holds(Condition)) continue;
        const properties = resolved(Properties, values);
        if (Type === "AWS::IAM::Role") {
          // CloudFormation adds random letters; the Region does as well.
          const RoleName = `rollcall-forwarding-${logical}-${region}`;
          values[`${logical}.Arn`] = `arn:aws:iam::${account}:role/${RoleName}`;
          await makeRole(call, RoleName, Role.parse(properties));
        } else await makeRule(call, Rule.parse(properties));
      }
    }
}

type Make = (service: string, operation: string, input: object) => Promise<unknown>;

async function makeRole(call: Make, RoleName: string, role: z.infer<typeof Role>): Promise<void> {
  const AssumeRolePolicyDocument = JSON.stringify(role.AssumeRolePolicyDocument);
  await call("iam", "CreateRole", { RoleName, AssumeRolePolicyDocument }).catch(unlessThere);
  for (const { PolicyName, PolicyDocument } of role.Policies)
    await call("iam", "PutRolePolicy", {
      RoleName,
      PolicyName,
      PolicyDocument: JSON.stringify(PolicyDocument),
    });
}

async function makeRule(call: Make, rule: z.infer<typeof Rule>): Promise<void> {
  const { Name, EventPattern, State, Targets } = rule;
  await call("events", "PutRule", { Name, EventPattern: JSON.stringify(EventPattern), State });
  await call("events", "PutTargets", { Rule: Name, Targets });
}

/** A sandbox that keeps its state has the role from before. */
function unlessThere(error: unknown): void {
  if ((error as { code?: string }).code !== "EntityAlreadyExistsException") throw error;
}
