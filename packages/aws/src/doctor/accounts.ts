// What lies outside of the stage: the management account, and Security Hub in every Region of the hub.
import { DescribeHubCommand, SecurityHubClient } from "@aws-sdk/client-securityhub";
import type { Region } from "@rollcall/core/region";
import { actingAs, clientOf } from "../clients.ts";
import { isRegionOff, nameOf, textOf } from "../errors.ts";
import { listAccounts } from "../organizations.ts";
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
  const found = await actingAs(credentials, listAccounts).catch(textOf);
  if (typeof found === "string")
    return { problems: [{ code: "organization-refused", account, error: found }], notes: [] };
  return { problems: [], notes: [{ code: "organization", account, accounts: found.length }] };
};

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
