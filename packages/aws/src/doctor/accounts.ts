// What lies outside of the stage: the management account, and Security Hub in every Region of the hub.
import {
  DescribeOrganizationCommand,
  ListAccountsCommand,
  OrganizationsClient,
} from "@aws-sdk/client-organizations";
import { DescribeHubCommand, SecurityHubClient } from "@aws-sdk/client-securityhub";
import type { Region } from "@rollcall/core/region";
import { actingAs, clientOf } from "../clients.ts";
import { isRegionOff, nameOf, textOf } from "../errors.ts";
import { setupOf } from "../security-hub.ts";
import { assumeRole } from "../sts.ts";
import type { Finding, Look } from "./finding.ts";

/** The management role lets us in, and Organizations answers there. */
export const lookAtManagement: Look = async ({ settings: { management } }) => {
  if (!management) return { problems: [], notes: [{ code: "no-management" }] };
  const { account, role } = management;
  const credentials = await assumeRole({ account, ...role }, "rollcall-doctor").catch(textOf);
  if (typeof credentials === "string") {
    const error = credentials;
    return {
      problems: [{ code: "management-refused", account, role: role.name, error }],
      notes: [],
    };
  }
  try {
    const { Id: id = "", MasterAccountId: leader } = await actingAs(credentials, organization);
    if (leader === account) return { problems: [], notes: [{ code: "organization", account, id }] };
    const error = `the management account of ${id} is ${leader}`;
    return { problems: [{ code: "organization-refused", account, error }], notes: [] };
  } catch (error) {
    const problem = { code: "organization-refused" as const, account, error: textOf(error) };
    return { problems: [problem], notes: [] };
  }
};

/** The organization, once it is clear that its accounts may be listed; their list itself may be long. */
async function organization() {
  const client = clientOf(OrganizationsClient, "organizations", "us-east-1");
  await client.send(new ListAccountsCommand({ MaxResults: 1 }));
  return (await client.send(new DescribeOrganizationCommand({}))).Organization ?? {};
}

async function lookAtRegion(region: Region): Promise<Finding[]> {
  try {
    await clientOf(SecurityHubClient, "securityhub", region).send(new DescribeHubCommand({}));
    return [];
  } catch (error) {
    if (isRegionOff(error)) return [{ code: "region-off", region }];
    // InvalidAccessException: not subscribed; ResourceNotFoundException: no hub (API reference).
    if (["InvalidAccessException", "ResourceNotFoundException"].includes(nameOf(error)))
      return [{ code: "hub-off", region }];
    throw error;
  }
}

/** Security Hub is on in every Region of the hub. */
export const lookAtHub: Look = async ({ settings: { regions } }) => {
  const found = await Promise.all(regions.map(lookAtRegion));
  return { problems: found.flat(), notes: [{ code: "counted", count: regions.length }] };
};

/** By which way accounts join: it follows from whether the hub is the organization's delegated administrator. */
export const lookAtWay: Look = async ({ settings: { regions } }) => {
  const setups = await Promise.all(
    // A Region that is off is told by the check before this one.
    regions.map(async (region) => ({
      region,
      setup: await setupOf(region).catch(() => undefined),
    })),
  );
  const by = (way: string) =>
    setups
      .filter(({ setup }) => setup?.hubEnabled && setup.way === way)
      .map(({ region }) => region);
  const central = by("central");
  return {
    problems: central.length > 0 ? [{ code: "central", regions: central }] : [],
    notes: (["invitation", "organization"] as const)
      .map((way) => ({ code: "way" as const, way, regions: by(way).length }))
      .filter((one) => one.regions > 0),
  };
};
