// What can be played against a sandbox: each scenario is what one member, or somebody above it, would do.
import { isKnown, all as regionsOfAws } from "@rollcall/core/region";
import { CommandError } from "../exit.ts";
import type { Scene } from "./scene.ts";

/** Plays a scenario; returns the account and the Regions that it was about. */
type Play = (scene: Scene) => Promise<{ accounts: string[]; regions: string[] }>;

const one = (account: string, region: string) => ({ accounts: [account], regions: [region] });

const leave = (scene: Scene, account: string, region: string) =>
  scene.act(account, region, "DisassociateFromAdministratorAccount");

/** Someone who is a member in the scene's Region does something there. */
const byMember =
  (act: (scene: Scene, account: string, region: string) => Promise<unknown>): Play =>
  async (scene) => {
    const account = await scene.member("Enabled");
    await act(scene, account, scene.region);
    return one(account, scene.region);
  };

/** The Region that was named, or the hub's first one that an account may switch off. */
function optInRegion(scene: Scene): string {
  const { region, regions } = scene.cast;
  const optIn = new Set(regionsOfAws.filter((it) => it.optIn).map((it) => it.region));
  const found = region ?? regions.find((it) => optIn.has(it) || !isKnown(it));
  if (found) return found;
  throw new CommandError(scene.words.noOptIn);
}

const scenarios = {
  leave: byMember(leave),

  async "leave-everywhere"(scene) {
    const account = await scene.member("Enabled");
    const regions: string[] = [];
    await scene.each(scene.cast.regions, async (region) => {
      if ((await scene.stateOf(account, region)) !== "Enabled") return;
      await leave(scene, account, region);
      regions.push(region);
    });
    if (regions.length === 0) throw new CommandError(scene.words.nobody("Enabled", scene.region));
    return { accounts: [account], regions: regions.sort() };
  },

  "leave-and-return": byMember(async (scene, account, region) => {
    await leave(scene, account, region);
    await scene.accept(account, region, scene.hub);
  }),

  async return(scene) {
    const account = await scene.member("Resigned");
    await scene.accept(account, scene.region, scene.hub);
    return one(account, scene.region);
  },

  async decline(scene) {
    const { hub, region } = scene;
    const account = await scene.member("Invited");
    if ((await scene.stateOf(account, region)) === "Absent")
      await scene.invite(hub, region, account);
    await scene.enable(account, region);
    await scene.invitation(account, region, hub);
    await scene.act(account, region, "DeclineInvitations", { AccountIds: [hub] });
    return one(account, region);
  },

  "be-removed": byMember((scene, account, region) =>
    scene.act(scene.hub, region, "DisassociateMembers", { AccountIds: [account] }),
  ),

  "be-removed-and-return": byMember(async (scene, account, region) => {
    await scene.act(scene.hub, region, "DisassociateMembers", { AccountIds: [account] });
    await scene.act(scene.hub, region, "InviteMembers", { AccountIds: [account] });
    await scene.accept(account, region, scene.hub);
  }),

  "be-deleted": byMember(async (scene, account, region) => {
    await scene.act(scene.hub, region, "DisassociateMembers", { AccountIds: [account] });
    await scene.act(scene.hub, region, "DeleteMembers", { AccountIds: [account] });
  }),

  async suspend(scene) {
    const { management } = scene;
    const account = await scene.member("Enabled");
    await scene.act(management, "us-east-1", "CloseAccount", { AccountId: account });
    return { accounts: [account], regions: [] };
  },

  async "leave-organization"(scene) {
    const { management } = scene;
    const account = await scene.member("Enabled");
    const input = { AccountId: account };
    await scene.act(management, "us-east-1", "RemoveAccountFromOrganization", input);
    return { accounts: [account], regions: [] };
  },

  async "close-region"(scene) {
    const region = optInRegion(scene);
    const account = await scene.member("Enabled", region);
    await scene.act(account, "us-east-1", "DisableRegion", { RegionName: region });
    return one(account, region);
  },

  async "close-hub-region"(scene) {
    const region = optInRegion(scene);
    await scene.act(scene.hub, "us-east-1", "DisableRegion", { RegionName: region });
    return one(scene.hub, region);
  },

  // A member that has not left is refused, as the guide says; the API reference says that it leaves by this.
  "disable-hub": byMember(async (scene, account, region) => {
    const refused = "InvalidInputException";
    if (await scene.actUnless(refused, account, region, "DisableSecurityHub")) return;
    await leave(scene, account, region);
    await scene.act(account, region, "DisableSecurityHub");
  }),

  "join-another-hub": byMember(async (scene, account, region) => {
    const other = scene.cast.other ?? scene.management;
    await leave(scene, account, region);
    await scene.enable(other, region);
    await scene.invite(other, region, account);
    await scene.accept(account, region, other);
  }),

  async "join-unasked"(scene) {
    const { hub, region } = scene;
    const account = scene.cast.account ?? scene.management;
    await scene.enable(account, region);
    await scene.invite(hub, region, account);
    await scene.accept(account, region, hub);
    return one(account, region);
  },

  async "mass-leave"(scene) {
    const { region } = scene;
    const listed = await scene.listed(region);
    const accounts = listed
      .filter(({ state }) => state === "Enabled")
      .map(({ accountId }) => accountId)
      .slice(0, scene.cast.count);
    if (accounts.length === 0) throw new CommandError(scene.words.nobody("Enabled", region));
    await scene.each(accounts, (account) => leave(scene, account, region));
    return { accounts, regions: [region] };
  },
} satisfies Record<string, Play>;

/** Names of the scenarios. */
export type ScenarioName = keyof typeof scenarios;

/** Scenarios by name, in the order in which they are listed. */
export const scenarioNames = Object.keys(scenarios) as ScenarioName[];

/** How a scenario is played. */
export const scenario = (name: ScenarioName): Play => scenarios[name];
