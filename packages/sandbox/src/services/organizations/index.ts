// Organizations: accounts of an organization and their creation. AWS answers in us-east-1 only; clients
// with an endpoint of their own sign for any Region, so the Region is not looked at here.
import * as client from "@aws-sdk/client-organizations";
import { admitted } from "../../estate/caller.ts";
import type { Model } from "../../estate/model.ts";
import type { Handlers, Service, World } from "../../wire/service.ts";
import { accountOperations } from "./accounts.ts";
import { Closures } from "./closing.ts";
import { creationOperations } from "./creation-operations.ts";
import { Creations } from "./creations.ts";
import { organizationOperations } from "./organization.ts";
import { policyOperations } from "./policies.ts";
import { serviceAccessOperations } from "./service-access.ts";
import { Tags, tagOperations } from "./tags.ts";
import { unitOperations } from "./unit-operations.ts";
import { Units } from "./units.ts";

/** The Organizations of the sandbox. */
export function organizations(world: World, model: Model): Service {
  const creations = new Creations(world, model);
  const closures = new Closures(world, model.accounts);
  const units = new Units(world, model);
  const tags = new Tags(world, model, units);
  const handlers: Handlers = {
    ...organizationOperations(world, model),
    ...serviceAccessOperations(world, model),
    ...unitOperations(world, model, units, tags),
    ...tagOperations(model, tags),
    ...policyOperations(world, model, units, tags),
    ...accountOperations(world, model, closures, units),
    ...creationOperations(world, model, creations),
  };
  return {
    id: "organizations",
    client,
    protocol: "json",
    target: "AWSOrganizationsV20161128",
    invalid: "InvalidInputException",
    handlers: admitted(model.accounts, handlers, { reach: "global" }),
  };
}
