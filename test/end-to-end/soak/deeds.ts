// What happens to members without rollcall, as calls of those who do it. AWS refuses what does not fit, and that is fine.
import { AwsError } from "@rollcall/sandbox";
import { memberPolicies } from "../../../packages/cli/src/role-policies.ts";
import { trusting } from "../../../packages/sandbox/src/estate/roles.ts";
import { comeBack, leave } from "../roll-calls.ts";
import { hub, management, role, type World } from "../world.ts";
import { type Actor, REGIONS, stranger } from "./actors.ts";
import type { Deed } from "./story.ts";

/** The account of an actor, once there is one. */
export const idOf = (world: World, { exists, id, email }: Actor): string | undefined =>
  exists ? id : world.accountOf(email);

type Doing = (world: World, id: string, region: string) => Promise<unknown>;

const byHub = (world: World, region: string, operation: string, input: object) =>
  world.as(hub, region)("securityhub", operation, input);
const create: Doing = (world, id, region) =>
  byHub(world, region, "CreateMembers", { AccountDetails: [{ AccountId: id }] });
const invite: Doing = (world, id, region) =>
  byHub(world, region, "InviteMembers", { AccountIds: [id] });
const remove: Doing = (world, id, region) =>
  byHub(world, region, "DisassociateMembers", { AccountIds: [id] });
const enable: Doing = (world, id, region) =>
  world.as(id, region)("securityhub", "EnableSecurityHub", {}).catch(refused);

/** The account's owner accepts this administrator. */
async function accept(world: World, id: string, region: string, administrator: string) {
  await enable(world, id, region);
  const as = world.as(id, region);
  const { Invitations } = await as<{ Invitations: { AccountId: string; InvitationId: string }[] }>(
    "securityhub",
    "ListInvitations",
  );
  const found = Invitations.find((one) => one.AccountId === administrator);
  if (!found) return;
  const { InvitationId } = found;
  const accepted = { AdministratorId: administrator, InvitationId };
  await as("securityhub", "AcceptAdministratorInvitation", accepted);
}

async function suspended(world: World, id: string, state: "ACTIVE" | "SUSPENDED") {
  const { accounts } = world.sandbox.model;
  accounts.put({ ...accounts.get(id)!, state });
}

async function trust(world: World, id: string, truster: string, externalId?: string) {
  const call = world.as(id);
  const document = trusting(truster, externalId);
  await call("iam", "CreateRole", {
    RoleName: role.name,
    AssumeRolePolicyDocument: document,
  }).catch(refused);
  await call("iam", "UpdateAssumeRolePolicy", { RoleName: role.name, PolicyDocument: document });
}

const doings: Record<Deed["deed"], Doing> = {
  leave: (world, id, region) => leave(world, id, region),
  "be removed": remove,
  async "be deleted"(world, id, region) {
    await remove(world, id, region).catch(refused);
    await byHub(world, region, "DeleteMembers", { AccountIds: [id] });
  },
  accept: (world, id, region) => accept(world, id, region, hub),
  decline: (world, id, region) =>
    world.as(id, region)("securityhub", "DeclineInvitations", { AccountIds: [hub] }),
  "forget the invitation": (world, id, region) =>
    world.as(id, region)("securityhub", "DeleteInvitations", { AccountIds: [hub] }),
  async "join another hub"(world, id, region) {
    await leave(world, id, region).catch(refused);
    const call = world.as(stranger, region);
    await call("securityhub", "CreateMembers", { AccountDetails: [{ AccountId: id }] });
    await call("securityhub", "InviteMembers", { AccountIds: [id] });
    await world.sleep(10_000);
    await accept(world, id, region, stranger);
  },
  "switch Security Hub off": (world, id, region) =>
    world.as(id, region)("securityhub", "DisableSecurityHub"),
  "opt out": (world, id) => world.as(id)("account", "DisableRegion", { RegionName: REGIONS[2] }),
  "opt in": (world, id) => world.as(id)("account", "EnableRegion", { RegionName: REGIONS[2] }),
  "be suspended": (world, id) => suspended(world, id, "SUSPENDED"),
  "be reactivated": (world, id) => suspended(world, id, "ACTIVE"),
  "leave the organization": (world, id) =>
    world.as(management.account)("organizations", "RemoveAccountFromOrganization", {
      AccountId: id,
    }),
  "close the entrance": (world, id) => trust(world, id, stranger),
  async "open the entrance"(world, id) {
    await trust(world, id, hub, role.externalId);
    for (const [at, policy] of memberPolicies({})(id).entries())
      await world.as(id)("iam", "PutRolePolicy", {
        RoleName: role.name,
        PolicyName: `rollcall-${at}`,
        PolicyDocument: JSON.stringify(policy),
      });
  },
};

/** Does it, if AWS lets whoever tries. */
export async function doDeed(
  world: World,
  { deed, actor, region }: Deed,
  all: readonly Actor[],
  regions: readonly string[],
): Promise<void> {
  const id = idOf(world, all[actor]!);
  if (!id) return;
  await doings[deed](world, id, regions[region % regions.length]!).catch(refused);
}

/** What the hub did with accounts before rollcall came. */
export async function live(
  world: World,
  all: readonly Actor[],
  regions: readonly string[],
): Promise<void> {
  const steps: Record<Actor["past"][number], Doing[]> = {
    nothing: [],
    created: [create],
    invited: [create, invite],
    member: [create, invite, enable, pause, comeBack],
    removed: [create, invite, enable, pause, comeBack, remove],
    resigned: [create, invite, enable, pause, comeBack, leave],
  };
  for (const { exists, id, past } of all.filter((one) => one.exists))
    for (const [at, region] of regions.entries())
      if (exists) for (const step of steps[past[at]!]) await step(world, id, region).catch(refused);
}

const pause: Doing = (world) => world.sleep(8_000);

/** AWS said no; what is not AWS's word is a fault of ours. */
function refused(error: unknown): void {
  if (!(error instanceof AwsError) && !(error instanceof TypeError)) throw error;
}
