// Security Hub (CSPM), per account and Region: hubs, membership both ways, standards, findings.
import * as client from "@aws-sdk/client-securityhub";
import { admitted } from "../../estate/caller.ts";
import type { Model } from "../../estate/model.ts";
import type { Service, World } from "../../wire/service.ts";
import { actionTargetOperations } from "./action-targets.ts";
import { findingAggregatorOperations } from "./finding-aggregators.ts";
import { findingOperations } from "./findings.ts";
import { hubOperations } from "./hubs.ts";
import { insightOperations } from "./insights.ts";
import { invitationOperations } from "./invitations.ts";
import { memberOperations } from "./members.ts";
import { autoEnable, organizationOperations, release } from "./organization.ts";
import { productOperations } from "./products.ts";
import { standardOperations } from "./standards.ts";
import { tagOperations } from "./tags.ts";

/** The Security Hub of the sandbox. */
export function securityHub(world: World, model: Model): Service {
  const state = model.securityHub;
  model.accounts.onJoin((account) => autoEnable(state, account));
  model.accounts.onLeave((account, management) => release(state, account, management));
  const handlers = {
    ...hubOperations(state),
    ...memberOperations(world, state),
    ...invitationOperations(world, state),
    ...organizationOperations(state),
    ...standardOperations(world, state),
    ...findingOperations(world.clock, state),
    ...findingAggregatorOperations(world, state),
    ...insightOperations(world, state),
    ...actionTargetOperations(world, state),
    ...productOperations(world, state),
    ...tagOperations(state),
  };
  return {
    id: "securityhub",
    client,
    protocol: "restJson",
    invalid: "InvalidInputException",
    handlers: admitted(model.accounts, handlers),
  };
}
