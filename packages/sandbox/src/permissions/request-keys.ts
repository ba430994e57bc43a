// The context keys of a request: those that its operation gives, and those that every request has (IAM user guide, "AWS
// global condition context keys").
import type { Model } from "../estate/model.ts";
import { type Role, roleArn } from "../estate/roles.ts";
import { organizationId } from "../services/organizations/identity.ts";
import type { World } from "../wire/service.ts";
import type { Keys, KeyValue } from "./condition.ts";
import type { Need } from "./need.ts";

/** Who acts, and in which account and Region. */
export interface Acting {
  account: string;
  region: string;
  principal: string;
  /** Policy that narrows the session, as JSON text. */
  sessionPolicy?: string | undefined;
}

/** A role's session, taken apart. */
export interface Session {
  account: string;
  /** Name of the role. */
  name: string;
  /** Name of the session. */
  session: string;
}

/** The account in an ARN; undefined where there is none. */
export const ownerOf = (resource: string): string | undefined =>
  /^\d{12}$/.exec(resource.split(":", 5)[4] ?? "")?.[0];

/** All that a request's keys are made of. */
export interface RequestOf {
  world: World;
  model: Model;
  acting: Acting;
  session: Session;
  role: Role;
  asked: Need;
}

/** Keys of every request; those without a row are never there. */
const VALUES: Record<string, (of: RequestOf) => KeyValue> = {
  "aws:principalarn": ({ role }) => roleArn(role),
  "aws:principalaccount": ({ session }) => session.account,
  "aws:principalorgid": ({ model, session }) => {
    const management = model.accounts.managementOf(session.account);
    return management && organizationId(management);
  },
  "aws:principaltype": () => "AssumedRole",
  "aws:userid": ({ role, session }) => `${role.id}:${session.session}`,
  "aws:requestedregion": ({ acting }) => acting.region,
  "aws:resourceaccount": ({ asked, acting }) =>
    asked.owner ?? ownerOf(asked.resource) ?? acting.account,
  "aws:currenttime": ({ world }) => new Date(world.clock.now()).toISOString(),
  "aws:epochtime": ({ world }) => String(Math.floor(world.clock.now() / 1000)),
  "aws:securetransport": () => "true", // what AWS would see: its clients know no other way
  "aws:multifactorauthpresent": () => "false",
  "aws:principalisawsservice": () => "false",
  "aws:viaawsservice": () => "false",
};

/** The keys of a request of a role's session; nothing is worked out before a condition asks. */
export function keysOf(of: RequestOf): Keys {
  let own: Record<string, KeyValue> | undefined;
  return (name) => {
    own ??= of.asked.keys?.() ?? {};
    if (name in own) return own[name];
    const tag = /^aws:principaltag\/(.+)$/.exec(name)?.[1];
    if (tag) return of.role.tags?.find(({ Key }) => Key.toLowerCase() === tag)?.Value;
    return VALUES[name]?.(of);
  };
}
