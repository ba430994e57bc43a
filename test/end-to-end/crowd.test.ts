// More accounts than one call takes, while AWS leaves some out and slows others down.
import { AwsError } from "@rollcall/sandbox";
import { afterAll, beforeAll, expect, it } from "vitest";
import { flawsOf } from "./flaws.ts";
import {
  type Applied,
  account,
  hub,
  ids,
  management,
  startWorld,
  total,
  type World,
} from "./world.ts";

const crowd = ids(800_000_000_001, 101);
const regions = ["us-east-1", "eu-west-1"];
const taken = crowd.slice(60, 63);

let world: World;
let applied: Applied;
/** When a Region's part of what the run has done was counted, on the sandbox's clock. */
const counts: number[] = [];
/** How often Compose was told of a transition while accounts joined, and how many Regions were counted meanwhile. */
let [asked, counted] = [0, 0];

/** Tells Compose of a transition, as its queue would. */
async function tellCompose(detail: object): Promise<void> {
  const { Functions } = await world.asHub<{ Functions: { FunctionName: string }[] }>(
    "lambda",
    "ListFunctions",
  );
  const { FunctionName } = Functions.find((one) => one.FunctionName.includes("Compose"))!;
  const Records = [{ messageId: "1", body: JSON.stringify({ detail }) }];
  const Payload = Buffer.from(JSON.stringify({ Records }));
  await world.asHub("lambda", "Invoke", { FunctionName, Payload });
}

beforeAll(async () => {
  world = await startWorld({
    hub: { account: hub, regions },
    management,
    accounts: crowd.map((id) =>
      account(
        id,
        taken.includes(id) ? { administrator: { account: "999999999999", regions } } : {},
      ),
    ),
  });
  let slowed = 0;
  world.sandbox.gates.push((call) => {
    // Longer than the SDK's own four attempts.
    if (call.operation !== "InviteMembers" || call.region !== "eu-west-1" || slowed >= 5) return;
    slowed++;
    throw new AwsError("TooManyRequestsException", "Too Many Requests", { status: 429 });
  });
  world.sandbox.gates.push(({ operation, input, at }) => {
    if (operation === "Query" && input.IndexName === "byRun" && input.Select === "COUNT")
      counts.push(at);
  });
  let transition: { type: string } | undefined;
  let isTelling = false;
  world.sandbox.gates.push(async ({ operation, input }) => {
    if (operation === "PutEvents")
      for (const { Detail } of input.Entries as { Detail: string }[]) {
        const detail = JSON.parse(Detail);
        if (detail.type === "membership.transitioned") transition ??= detail;
      }
    if (operation !== "AcceptAdministratorInvitation" || !transition || isTelling) return;
    isTelling = true;
    const before = counts.length;
    for (; asked < 8; asked++) await tellCompose(transition);
    counted = counts.length - before;
  });
  applied = await world.apply(crowd.map((account_id) => ({ account_id })));
});
afterAll(() => world?.stop());

it("brings in everybody whom nobody else has", async () => {
  expect(await flawsOf(world, applied)).toEqual([]);
  expect(applied.summary!.memberships).toMatchObject({ wanted: 202, enabled: 196, attention: 6 });
  expect(new Set(applied.summary!.attention.map((one) => one.code))).toEqual(
    new Set(["OtherAdministrator"]),
  );
});

it("costs at most a tenth more calls than it must, but for what was slowed down", () => {
  const [N, R] = [crowd.length, regions.length];
  const batches = Math.ceil(N / 50);
  const slowed = 5 + batches; // what was refused, and what was created before is found created again
  expect(total(applied.calls)).toBeLessThanOrEqual(
    1.1 * (3 * R * batches + 2 * N + 3 * N * R) + slowed,
  );
});

it("counts what a run has done now and then, not whenever more of it is told", () => {
  expect(asked).toBe(8);
  expect(counted / regions.length).toBeLessThanOrEqual(asked / 2);
});

it("counts at its end once for all", () => {
  const { run, row, transitions } = applied;
  expect(counts.length).toBeGreaterThan(0);
  // A count that began before the end may go on for a moment.
  expect(counts.filter((at) => at > Date.parse(row.closedAt!) + 1_000)).toEqual([]);
  expect(row.joined).toBe(transitions.filter((one) => one.to === "Enabled").length);
  const [parent] = world.messagesOf(run);
  expect(JSON.stringify(parent?.blocks)).toContain("Join  196 of 202 memberships");
});
