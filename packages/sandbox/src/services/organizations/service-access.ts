// Services that an organization trusts, and its accounts that administer them for it.
import type { Model } from "../../estate/model.ts";
import { AwsError, type Context, type Handlers, type World } from "../../wire/service.ts";
import { accountNotFound, constraintViolation, wrongForm } from "./errors.ts";
import { management, readable, shown } from "./identity.ts";
import { page } from "./pages.ts";
import { recognized } from "./trusted-services.ts";

const SECURITY_HUB = "securityhub.amazonaws.com";

/** Operations on trusted services and delegated administrators. */
export function serviceAccessOperations(world: World, model: Model): Handlers {
  const { accounts, securityHub } = model;
  const trusted = world.store.collection<Record<string, number>>("organizations/services");

  /** Since when an account administers which services. Security Hub itself says who leads it. */
  const servicesOf = (managing: string, id: string): Record<string, number> => {
    const { delegated = {}, joined } = accounts.get(id) ?? {};
    const leads = securityHub.delegates(managing).includes(id);
    return { ...(leads && { [SECURITY_HUB]: joined?.at ?? 0 }), ...delegated };
  };
  const member = (managing: string, id: string) => {
    if (!/^\d{12}$/.test(id)) throw wrongForm();
    const account = accounts.get(id);
    if (!account || accounts.managementOf(id) !== managing) throw accountNotFound();
    return account;
  };
  const registered = (managing: string, id: string): Record<string, number> => {
    member(managing, id);
    const services = servicesOf(managing, id);
    if (Object.keys(services).length === 0)
      throw new AwsError(
        "AccountNotRegisteredException",
        "The provided account is not a registered delegated administrator for your organization.",
      );
    return services;
  };

  return {
    EnableAWSServiceAccess({ ServicePrincipal }, caller: Context) {
      const managing = management(model, caller);
      recognized(ServicePrincipal);
      const before = trusted.get(managing) ?? {};
      trusted.set(managing, { [ServicePrincipal]: world.clock.now(), ...before });
      return {};
    },

    DisableAWSServiceAccess({ ServicePrincipal }, caller: Context) {
      const managing = management(model, caller);
      recognized(ServicePrincipal);
      const { [ServicePrincipal]: _, ...left } = trusted.get(managing) ?? {};
      trusted.set(managing, left);
      return {};
    },

    ListAWSServiceAccessForOrganization(input, caller: Context) {
      const own = Object.entries(trusted.get(readable(model, caller)) ?? {});
      const { items, next } = page(world, own.toSorted(), input);
      return {
        EnabledServicePrincipals: items.map(([ServicePrincipal, at]) => ({
          ServicePrincipal,
          DateEnabled: new Date(at),
        })),
        NextToken: next,
      };
    },

    RegisterDelegatedAdministrator({ AccountId, ServicePrincipal }, caller: Context) {
      const managing = management(model, caller);
      if (AccountId === managing)
        throw constraintViolation(
          "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR",
          "You cannot register master account/yourself as delegated administrator for your organization.",
        );
      const account = member(managing, AccountId);
      recognized(ServicePrincipal);
      if (account.state !== "ACTIVE")
        throw constraintViolation(
          "CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR",
          "You cannot register a suspended account as a delegated administrator.",
        );
      if (!trusted.get(managing)?.[ServicePrincipal])
        throw constraintViolation(
          "SERVICE_ACCESS_NOT_ENABLED",
          "You must enable service access before you register a delegated administrator.",
        );
      if (servicesOf(managing, AccountId)[ServicePrincipal] !== undefined)
        throw new AwsError(
          "AccountAlreadyRegisteredException",
          "The provided account is already a delegated administrator for your organization.",
        );
      const delegated = { ...account.delegated, [ServicePrincipal]: world.clock.now() };
      accounts.put({ ...account, delegated });
      return {};
    },

    DeregisterDelegatedAdministrator({ AccountId, ServicePrincipal }, caller: Context) {
      const managing = management(model, caller);
      const services = registered(managing, AccountId);
      recognized(ServicePrincipal);
      if (services[ServicePrincipal] === undefined)
        throw new AwsError(
          "AccountNotRegisteredException",
          "The provided account is not a registered delegated administrator for your organization.",
        );
      const account = member(managing, AccountId);
      const { [ServicePrincipal]: _, ...delegated } = account.delegated ?? {};
      accounts.put({ ...account, delegated });
      return {};
    },

    ListDelegatedAdministrators({ ServicePrincipal, ...input }, caller: Context) {
      const managing = readable(model, caller);
      if (ServicePrincipal !== undefined) recognized(ServicePrincipal);
      const all = accounts.ofOrganization(managing).flatMap((one) => {
        const services = servicesOf(managing, one.id);
        const since = ServicePrincipal
          ? services[ServicePrincipal]
          : Object.values(services).toSorted((a, b) => a - b)[0];
        return since === undefined ? [] : [{ one, since }];
      });
      const { items, next } = page(world, all, input);
      return {
        DelegatedAdministrators: items.map(({ one, since }) => ({
          ...shown(managing, one),
          DelegationEnabledDate: new Date(since),
        })),
        NextToken: next,
      };
    },

    ListDelegatedServicesForAccount({ AccountId, ...input }, caller: Context) {
      const managing = readable(model, caller);
      const all = Object.entries(registered(managing, AccountId));
      const { items, next } = page(world, all, input);
      return {
        DelegatedServices: items.map(([ServicePrincipal, at]) => ({
          ServicePrincipal,
          DelegationEnabledDate: new Date(at),
        })),
        NextToken: next,
      };
    },
  };
}
