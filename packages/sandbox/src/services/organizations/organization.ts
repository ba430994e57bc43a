// The organization itself: made, described, taken apart.
import type { Model } from "../../estate/model.ts";
import { AwsError, type Context, type Handlers, type World } from "../../wire/service.ts";
import { invalidInput, notInUse } from "./errors.ts";
import { arnOf, management, organizationId } from "./identity.ts";

/** Operations on the organization as a whole. */
export function organizationOperations(world: World, model: Model): Handlers {
  const { accounts } = model;
  const features = world.store.collection<string>("organizations/features");

  const organizationShown = (managing: string) => {
    const id = organizationId(managing);
    return {
      Id: id,
      Arn: `arn:aws:organizations::${managing}:organization/${id}`,
      FeatureSet: features.get(managing) ?? "ALL",
      MasterAccountArn: arnOf(managing, "account", managing),
      MasterAccountId: managing,
      MasterAccountEmail: accounts.get(managing)?.email,
      AvailablePolicyTypes: [{ Type: "SERVICE_CONTROL_POLICY", Status: "ENABLED" }],
    };
  };

  return {
    CreateOrganization({ FeatureSet = "ALL" }, { account }: Context) {
      if (!["ALL", "CONSOLIDATED_BILLING"].includes(FeatureSet))
        throw invalidInput("INVALID_ENUM", "You specified an invalid value.");
      const own = accounts.get(account)!;
      // In an open world everybody has an organization that nobody made: who asks for one finds it so.
      if (own.organization !== undefined)
        throw new AwsError(
          "AlreadyInOrganizationException",
          "The provided account is already a member of an organization.",
        );
      const now = world.clock.now();
      const { alone: _, ...rest } = own;
      features.set(account, FeatureSet);
      accounts.put({
        ...rest,
        organization: account,
        joined: { method: "INVITED", at: now, listedAt: now },
      });
      return { Organization: organizationShown(account) };
    },

    DeleteOrganization(_input, caller: Context) {
      const managing = management(model, caller);
      if (accounts.ofOrganization(managing).length > 1)
        throw new AwsError(
          "OrganizationNotEmptyException",
          "To delete an organization you must first remove all member accounts (except the master).",
        );
      accounts.leave(accounts.get(managing)!);
      accounts.put({ ...accounts.get(managing)!, alone: true });
      features.delete(managing);
      return {};
    },

    DescribeOrganization(_input, { account }: Context) {
      const managing = accounts.managementOf(account);
      if (managing === undefined) throw notInUse();
      return { Organization: organizationShown(managing) };
    },
  };
}
