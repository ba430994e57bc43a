// Least privilege, by trying: the synthesized app with one permission less ends in AccessDenied where a user looks, and
// with one more says that nobody uses it.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { settingsFor } from "../../packages/cli/src/estate.ts";
import { bootLocal } from "../../packages/cli/src/local.ts";
import { synthesize } from "../../packages/cli/src/synthesize.ts";
import { App, type HeldUsage, parseEstate } from "../../packages/sandbox/src/index.ts";
import { type Applied, account, hub, World } from "./world.ts";

const member = "333333333333";

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: string | string[];
}

/** The policies of a function's role, as the manifest has them. */
function policiesOf(app: App, id: string) {
  const { roleArn } = app.functions.find((one) => one.id === id)!;
  return app.roles.find(({ arn }) => arn === roleArn)!.policies;
}

/** Takes an action out of a function's policies. */
function without(app: App, id: string, action: string): void {
  const found = policiesOf(app, id)
    .flatMap(({ Statement }) => Statement as Statement[])
    .filter(({ Effect, Action }) => Effect === "Allow" && [Action].flat().includes(action));
  expect(found).not.toEqual([]);
  for (const statement of found)
    statement.Action = [statement.Action].flat().filter((one) => one !== action);
}

/** The synthesized app in a world, with its manifest changed. */
async function changedWorld(change: (app: App) => void): Promise<World> {
  const result = parseEstate(
    JSON.stringify({ hub: { account: hub, regions: ["us-east-1"] }, accounts: [account(member)] }),
  );
  if ("problems" in result) throw new Error(JSON.stringify(result.problems));
  const { estate } = result;
  const settings = { rollCall: { schedule: "rate(300 days)", timezone: "UTC" } };
  const app = App.parse(await synthesize({ ...settingsFor(estate, "en"), ...settings }));
  change(app);
  return new World(await bootLocal(app, { estate, locale: "en", settings }), estate);
}

let world: World;
let applied: Applied;

beforeAll(async () => {
  world = await changedWorld((app) => {
    without(app, "InviteRegion", "securityhub:CreateMembers");
    const Resource = "arn:aws:s3:::any/*";
    policiesOf(app, "PlanRun").push({
      Statement: [{ Effect: "Allow", Action: "s3:DeleteObject", Resource }],
    });
  });
  applied = await world.apply([{ account_id: member }]);
});
afterAll(() => world?.stop());

const usageOf = (holder: string): HeldUsage =>
  world.sandbox.permissions().find((one) => one.holder === holder)!;

describe("a permission that is missing", () => {
  it("ends the run with AccessDenied, by the name of the function and the action", () => {
    expect(applied.status).not.toBe("settled");
    const told = JSON.stringify(applied.summary);
    expect(told).toContain("not authorized to perform: securityhub:CreateMembers");
    expect(told).toContain("InviteRegion");
  });

  it("is told in Slack, in the same words", () => {
    const shown = JSON.stringify(world.messagesOf(applied.run));
    expect(shown).toContain("securityhub:CreateMembers");
  });

  it("stands in the report as refused", () => {
    expect(usageOf("function InviteRegion").denials).toEqual([
      expect.objectContaining({
        action: "securityhub:CreateMembers",
        message: expect.stringMatching(
          /^User: arn:aws:sts::\d{12}:assumed-role\/.*InviteRegion.* is not authorized to perform: securityhub:CreateMembers on resource: arn:aws:securityhub:us-east-1:\d{12}:hub\/default because no identity-based policy allows the securityhub:CreateMembers action$/,
        ),
      }),
    ]);
  });
});

it("reports a permission that is granted and never used", () => {
  const { grants } = usageOf("function PlanRun");
  expect(grants.find(({ action }) => action === "s3:DeleteObject")).toMatchObject({ used: 0 });
  expect(grants.find(({ action }) => action === "s3:PutObject")?.used).toBeGreaterThan(0);
});
