// Permissions: every call that is made with a role's session is held to the role's policies, to those of the resource
// and to the session's own, and refused as AWS refuses it. Root users and IAM users of an account are its administrators.
import type { Model } from "../estate/model.ts";
import type { Role } from "../estate/roles.ts";
import type { GatedCall, GateHook } from "../wire/gate.ts";
import type { World } from "../wire/service.ts";
import { type Caller, type Decision, decide, type Request, said } from "./decide.ts";
import { type Facts, factsOf } from "./facts.ts";
import { managedPolicy } from "./managed.ts";
import type { Need } from "./need.ts";
import { needs } from "./needs.ts";
import { compile, type Policy } from "./policy.ts";
import { accessDenied } from "./refusal.ts";
import { type Acting, keysOf, ownerOf, type Session } from "./request-keys.ts";
import { admits } from "./trust.ts";
import { type Grant, Held, type RoleUsage, Usage } from "./usage.ts";

const SESSION = /^arn:([^:]+):sts::(\d{12}):assumed-role\/(?:.*\/)?([^/]+)\/([^/]+)$/;
/** Sessions that are remembered; those of members come by the thousand. */
const KEPT = 20_000;

export type { Acting } from "./request-keys.ts";

/** The permissions of a world. */
export class Permissions {
  readonly usage = new Usage();
  /** What is in front of every call. */
  readonly hook: GateHook = (call) => this.#pass(call);
  readonly #world: World;
  readonly #model: Model;
  readonly #facts: Facts;
  readonly #sessions = new Map<string, Session | undefined>();
  readonly #held = new WeakMap<Role, Held>();
  readonly #compiled = new Map<string, Policy>();

  constructor(world: World, model: Model) {
    this.#world = world;
    this.#model = model;
    this.#facts = factsOf(world);
  }

  /**
   * Refuses what a role's session may not do: for calls that pass no gate, such as those that AWS's services make with a
   * role and the sandbox takes for granted. Throws what `service` answers.
   */
  require(service: string, acting: Acting, asked: Need): void {
    const session = this.#session(acting.principal);
    const role = session && this.#role(session);
    if (role && session) this.#ask(service, acting, session, role, asked);
  }

  /** What roles may do, and what of it was used: those that are named, and whoever else was taken. */
  report(roleArns: string[] = []): RoleUsage[] {
    for (const arn of roleArns) {
      const role = this.#roleOf(arn);
      if (role) this.#policies(role);
    }
    return this.usage.report();
  }

  /** Whether a service may take a role for one of its resources. */
  trusts(service: string, roleArn: string, sourceArn: string): boolean {
    const role = this.#roleOf(roleArn);
    if (!role) return false;
    return admits(role.trust, { account: sourceArn.split(":")[4]!, principal: service, sourceArn });
  }

  #pass({ service, operation, context, input }: GatedCall): void {
    const session = this.#session(context.principal);
    if (!session) return;
    const role = this.#role(session);
    if (!role) return;
    const row = needs[service]?.[operation];
    if (!row) throw new Error(`no permission is known for ${service}:${operation}`);
    const { account, region } = context;
    const asked = row(input, { account, region, facts: this.#facts });
    if (!Array.isArray(asked)) this.#ask(service, context, session, role, asked);
    else for (const one of asked) this.#ask(service, context, session, role, one);
  }

  #roleOf(arn: string): Role | undefined {
    const [, , , , account = "", named = ""] = arn.split(":");
    return this.#facts.role(account, named.split("/").at(-1)!);
  }

  /** Undefined: nobody knows what the role may do, so its sessions may do everything, as those of administrators. */
  #role({ account, name }: Session): Role | undefined {
    return this.#facts.role(account, name);
  }

  #ask(service: string, acting: Acting, session: Session, role: Role, asked: Need): void {
    const { action, resource } = asked;
    const held = this.#policies(role);
    const request: Request = {
      action,
      resource,
      keys: keysOf({ world: this.#world, model: this.#model, acting, session, role, asked }),
    };
    const used: Grant[] = [];
    const identity = judged(held, request, used);
    const owner = asked.owner ?? ownerOf(resource) ?? acting.account;
    const caller: Caller = {
      account: session.account,
      principal: acting.principal,
      role: held.arn,
    };
    // A trust policy is asked by STS itself, of everybody; here it counts where it names the role in its own account.
    const trust = action === "sts:AssumeRole";
    const sides = {
      caller,
      identity,
      owner: trust && owner !== caller.account ? caller.account : owner,
      resource: this.#policyOf(resource),
      ...(acting.sessionPolicy !== undefined && {
        hasSession: true,
        session: said([this.#compile(acting.sessionPolicy)], request),
      }),
    };
    const decision: Decision = decide(sides, request);
    if (decision.allowed) {
      for (const grant of used) grant.used++;
      return;
    }
    const { principal } = acting;
    const error = accessDenied(service, { principal, action, resource }, decision);
    this.usage.deny(held.arn, action, resource, error.message);
    throw error;
  }

  #session(principal: string): Session | undefined {
    if (this.#sessions.has(principal)) return this.#sessions.get(principal);
    if (this.#sessions.size >= KEPT) this.#sessions.clear();
    const [, , account, name, session] = SESSION.exec(principal) ?? [];
    const found = account && name && session ? { account, name, session } : undefined;
    this.#sessions.set(principal, found);
    return found;
  }

  #policies(role: Role): Held {
    const known = this.#held.get(role);
    if (known) return known;
    const documents: (string | object)[] = Object.values(role.inline);
    for (const arn of role.attached) {
      const document = managedPolicy(arn) ?? this.#facts.managedPolicy(arn);
      if (document) documents.push(document);
      else
        this.#world.log(
          `${role.name}: the sandbox does not have the policy ${arn}, which allows nothing here`,
        );
    }
    const policies = documents.map((document) => compile(document));
    for (const { unknown } of policies)
      for (const what of unknown)
        this.#world.log(`${role.name}: not emulated: ${what}; the statement is not met`);
    const held = new Held(role, policies, this.usage);
    this.#held.set(role, held);
    return held;
  }

  #compile(text: string): Policy {
    const known = this.#compiled.get(text);
    if (known) return known;
    const policy = compile(text);
    if (this.#compiled.size >= KEPT) this.#compiled.clear();
    this.#compiled.set(text, policy);
    return policy;
  }

  /** The policy of a resource, where one can have it. */
  #policyOf(resource: string): Policy | undefined {
    const [, , service, , account, rest = ""] = resource.split(":");
    const text =
      service === "s3"
        ? this.#facts.bucketPolicy(rest.split("/")[0]!)
        : service === "sqs"
          ? this.#facts.queuePolicy(resource)
          : service === "events" && rest.startsWith("event-bus/")
            ? this.#facts.busPolicy(resource)
            : service === "iam" && rest.startsWith("role/")
              ? this.#facts.role(account!, rest.split("/").at(-1)!)?.trust
              : undefined;
    return text === undefined ? undefined : this.#compile(text);
  }
}

/** What a role's policies say; the grants that allow are added to `used`. */
function judged(held: Held, request: Request, used: Grant[]): "deny" | "allow" | undefined {
  let allow = false;
  for (const { statement, resources } of held.of(request.action)) {
    let covered = false;
    for (const { matches, grants } of resources) {
      if (!matches(request.resource)) continue;
      if (!covered && !statement.conditions.every(({ holds }) => holds(request.keys))) break;
      covered = true;
      used.push(...grants);
    }
    if (!covered) continue;
    if (!statement.allow) return "deny";
    allow = true;
  }
  return allow ? "allow" : undefined;
}
