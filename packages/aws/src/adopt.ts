// Looks at a hub that exists, with the caller's credentials: every Region, and the organization. Only reads.
import type { Existing, Listed } from "@rollcall/core/adopt";
import type { HubRegion } from "@rollcall/core/plan";
import type { Region } from "@rollcall/core/region";
import { asManagement } from "./acts/as-management.ts";
import { isRegionOff, nameOf, textOf } from "./errors.ts";
import { listAccounts } from "./organizations.ts";
import * as SecurityHub from "./security-hub.ts";
import { settings } from "./settings.ts";

/** What was seen, and what was not: a Region that could not be read is not one without members. */
export interface Looked {
  existing: Existing;
  unread: { region: Region; reason: string }[];
  /** Why the organization could not be read, where the settings name its management account. */
  organizationUnread?: string;
}

/** Looks at everything that the settings of the stage name. */
export async function lookAround(): Promise<Looked> {
  const { hub, management, regions } = settings();
  const [looks, organization] = await Promise.all([
    Promise.all(regions.map(lookAt)),
    management ? asManagement("adopt", listAccounts).catch(unreadOf) : undefined,
  ]);
  const isRead = Array.isArray(organization);
  return {
    existing: {
      hub: hub.account,
      ...(management && { management: management.account }),
      regions: looks.map((one) => one.setup),
      members: looks.flatMap((one) => one.members),
      organization: isRead ? organization : undefined,
    },
    unread: looks.flatMap(({ setup: { region, readable, reason = "" } }) =>
      readable ? [] : [{ region, reason }],
    ),
    ...(organization && !isRead && { organizationUnread: organization.reason }),
  };
}

const unreadOf = (error: unknown) => ({ reason: textOf(error) });

async function lookAt(region: Region): Promise<{ setup: HubRegion; members: Listed[] }> {
  try {
    const members = await SecurityHub.describeMembers(region);
    const setup = await SecurityHub.setupOf(region);
    return { setup: { region, readable: true, way: "invitation", ...setup }, members };
  } catch (error) {
    // Off is a fact about the hub; anything else leaves the Region unread.
    const off = nameOf(error) === "InvalidAccessException" || isRegionOff(error);
    const reason = textOf(error);
    const setup = { region, readable: off, hubEnabled: false, way: "invitation" as const, reason };
    return { setup, members: [] };
  }
}
