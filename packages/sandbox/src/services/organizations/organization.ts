// The organization itself: what it is, its root, tags, delegated administrators and trusted services.
import type { Model } from "../../estate/model.ts";
import { AwsError, type Context, type Handlers, type World } from "../../wire/service.ts";
import { invalidInput, notInUse } from "./errors.ts";
import { arnOf, management, organizationId, readable, rootId, shown } from "./identity.ts";
import { page } from "./pages.ts";
import { type Unit, Units } from "./units.ts";

const SECURITY_HUB = "securityhub.amazonaws.com";

/** Operations on the organization as a whole. */
export function organizationOperations(world: World, model: Model): Handlers {
  const { accounts, securityHub } = model;
  const units = new Units(world, model);
  const trusted = world.store.collection<Record<string, number>>("organizations/services");

  return {
    DescribeOrganization(_input, { account }: Context) {
      const managing = accounts.managementOf(account);
      if (managing === undefined) throw notInUse();
      const id = organizationId(managing);
      return {
        Organization: {
          Id: id,
          Arn: `arn:aws:organizations::${managing}:organization/${id}`,
          FeatureSet: "ALL",
          MasterAccountArn: arnOf(managing, "account", managing),
          MasterAccountId: managing,
          MasterAccountEmail: accounts.get(managing)?.email,
          AvailablePolicyTypes: [{ Type: "SERVICE_CONTROL_POLICY", Status: "ENABLED" }],
        },
      };
    },

    ListRoots(_input, caller: Context) {
      const managing = readable(model, caller);
      const id = rootId(managing);
      return {
        Roots: [{ Id: id, Arn: arnOf(managing, "root", id), Name: "Root", PolicyTypes: [] }],
      };
    },

    CreateOrganizationalUnit({ ParentId, Name }, caller: Context) {
      const managing = management(model, caller);
      return { OrganizationalUnit: unitShown(managing, units.create(managing, ParentId, Name)) };
    },

    ListOrganizationalUnitsForParent({ ParentId, ...input }, caller: Context) {
      const managing = readable(model, caller);
      const { items, next } = page(world, units.below(managing, ParentId), input);
      return {
        OrganizationalUnits: items.map((one) => unitShown(managing, one)),
        NextToken: next,
      };
    },

    ListAccountsForParent({ ParentId, ...input }, caller: Context) {
      const managing = readable(model, caller);
      const { items, next } = page(world, accountsIn(managing, ParentId), input);
      return { Accounts: items.map((one) => shown(managing, one)), NextToken: next };
    },

    ListChildren({ ParentId, ChildType, ...input }, caller: Context) {
      const managing = readable(model, caller);
      const ids =
        ChildType === "ACCOUNT"
          ? accountsIn(managing, ParentId).map(({ id }) => id)
          : units.below(managing, ParentId).map(({ id }) => id);
      const { items, next } = page(world, ids, input);
      return { Children: items.map((Id) => ({ Id, Type: ChildType })), NextToken: next };
    },

    // Security Hub's is the only delegation that is modelled.
    ListDelegatedAdministrators({ ServicePrincipal, ...input }, caller: Context) {
      const managing = readable(model, caller);
      const asked = ServicePrincipal === undefined || ServicePrincipal === SECURITY_HUB;
      const all = asked ? securityHub.delegates(managing) : [];
      const { items, next } = page(world, all, input);
      const found = items.flatMap((id) => accounts.get(id) ?? []);
      return {
        DelegatedAdministrators: found.map((one) => ({
          ...shown(managing, one),
          DelegationEnabledDate: new Date(one.joined?.at ?? 0),
        })),
        NextToken: next,
      };
    },

    EnableAWSServiceAccess({ ServicePrincipal }, caller: Context) {
      const managing = management(model, caller);
      if (!/^[a-z0-9.-]+\.amazonaws\.com$/.test(ServicePrincipal))
        throw invalidInput("UNRECOGNIZED_SERVICE_PRINCIPAL", "Unrecognized service principal.");
      const before = trusted.get(managing) ?? {};
      trusted.set(managing, { [ServicePrincipal]: world.clock.now(), ...before });
      return {};
    },

    ListAWSServiceAccessForOrganization(input, caller: Context) {
      const own = Object.entries(trusted.get(readable(model, caller)) ?? {});
      const { items, next } = page(world, own, input);
      return {
        EnabledServicePrincipals: items.map(([ServicePrincipal, at]) => ({
          ServicePrincipal,
          DateEnabled: new Date(at),
        })),
        NextToken: next,
      };
    },

    TagResource({ ResourceId, Tags }, caller: Context) {
      const account = member(management(model, caller), ResourceId);
      accounts.put({ ...account, tags: { ...account.tags, ...tagsOf(Tags) } });
      return {};
    },

    UntagResource({ ResourceId, TagKeys }, caller: Context) {
      const account = member(management(model, caller), ResourceId);
      const kept = Object.entries(account.tags ?? {}).filter(([key]) => !TagKeys.includes(key));
      accounts.put({ ...account, tags: Object.fromEntries(kept) });
      return {};
    },

    ListTagsForResource({ ResourceId }, caller: Context) {
      const { tags = {} } = member(readable(model, caller), ResourceId);
      return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
    },
  };

  function accountsIn(managing: string, parent: string) {
    const root = rootId(managing);
    const inside = accounts
      .ofOrganization(managing)
      .filter((one) => (one.parent ?? root) === parent);
    // Asked for what is below it, a parent that nobody knows is refused.
    if (inside.length === 0) units.below(managing, parent);
    return inside;
  }

  function member(managing: string, id: string) {
    const account = accounts.get(id);
    if (account && accounts.managementOf(id) === managing) return account;
    throw new AwsError("TargetNotFoundException", "You specified a target that doesn't exist.");
  }
}

const unitShown = (managing: string, { id, name }: Unit) => ({
  Id: id,
  Arn: arnOf(managing, "ou", id),
  Name: name,
});

/** Tags as a map; one that is repeated fails the request. */
export function tagsOf(tags: { Key: string; Value: string }[] = []): Record<string, string> {
  const result = Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
  if (Object.keys(result).length < tags.length)
    throw invalidInput("DUPLICATE_TAG_KEY", "You specified a tag key more than once.");
  if (tags.some(({ Key }) => Key === "" || Key.toLowerCase().startsWith("aws:")))
    throw invalidInput(
      "INVALID_SYSTEM_TAGS_PARAMETER",
      "You specified a tag key that is reserved.",
    );
  return result;
}
