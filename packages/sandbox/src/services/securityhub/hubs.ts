// Security Hub being on, per account and Region: enable, disable, describe.
import type { Context, Handlers } from "../../wire/service.ts";
import { conflict, invalidInput, notFound, notSubscribed, oneOf } from "./refusals.ts";
import type { State } from "./state.ts";
import { checkedTags } from "./tags.ts";

const GENERATORS = ["STANDARD_CONTROL", "SECURITY_CONTROL"];

/** Operations on the caller's own hub. */
export function hubOperations(state: State): Handlers {
  return {
    EnableSecurityHub(input, { account, region }: Context) {
      oneOf(input, "ControlFindingGenerator", GENERATORS);
      const tags = input.Tags && checkedTags(input.Tags);
      if (state.isOn(account, region))
        throw conflict("Account is already subscribed to Security Hub"); // assumed, text only
      state.enable(account, region, {
        standards: input.EnableDefaultStandards ?? true,
        generator: input.ControlFindingGenerator,
        tags,
      });
      return {};
    },

    DisableSecurityHub(_input, { account, region }: Context) {
      if (!state.isOn(account, region)) throw notSubscribed(account);
      const administers = state.memberships.count(account, region, "Enabled") > 0;
      if (administers || state.organizationOf(account, region))
        throw invalidInput("Cannot disable Security Hub on the Security Hub administrator"); // observed
      // The guide says that a member must leave first; the API reference says that disabling ends the
      // relation: assumed(disable-refuses-members).
      const link = state.administratorOf(account, region);
      if (link && state.faults.holds("disable-refuses-members"))
        throw invalidInput("Cannot disable Security Hub on a Security Hub member account"); // assumed, text only
      if (link) state.part(account, region, "Resigned");
      state.disable(account, region);
      return {};
    },

    DescribeHub({ HubArn }, { account, region }: Context) {
      const hub = state.hub(account, region);
      const arn = hubArn(account, region);
      if (HubArn !== undefined && HubArn !== arn)
        throw notFound(`${HubArn} is not a hub of account ${account}`); // assumed, text only
      // A member's value follows its administrator.
      const administrator = state.administratorOf(account, region)?.account ?? account;
      const leading = state.find(administrator, region) ?? hub;
      return {
        HubArn: arn,
        SubscribedAt: new Date(hub.enabledAt).toISOString(),
        AutoEnableControls: hub.autoEnableControls,
        ControlFindingGenerator: leading.controlFindingGenerator,
      };
    },

    UpdateSecurityHubConfiguration(input, { account, region }: Context) {
      const hub = state.hub(account, region);
      oneOf(input, "ControlFindingGenerator", GENERATORS);
      state.putHub(account, region, {
        ...hub,
        autoEnableControls: input.AutoEnableControls ?? hub.autoEnableControls,
        controlFindingGenerator: input.ControlFindingGenerator ?? hub.controlFindingGenerator,
      });
      return {};
    },
  };
}

const hubArn = (account: string, region: string) =>
  `arn:aws:securityhub:${region}:${account}:hub/default`;
