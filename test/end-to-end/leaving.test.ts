// Accounts that leave: what the hub knew of their findings is safe before they go, whatever breaks on the way.
import { AwsError, type GatedCall } from "@rollcall/sandbox";
import { afterAll, beforeAll, expect, it } from "vitest";
import { flawsOf } from "./flaws.ts";
import { agree, askOffboarding, exportedOf, importFindings } from "./leaving.ts";
import { account, hub, ids, management, startWorld, type World } from "./world.ts";

const all = ids(610_000_000_001, 3);
const [plain, broken, refused] = [all[0]!, all[1]!, all[2]!];
const home = "us-east-1";
const regions = [home, "eu-west-1"];

let world: World;
let trouble: (call: GatedCall) => Promise<void> | void = () => {};

beforeAll(async () => {
  world = await startWorld({
    hub: { account: hub, regions },
    management,
    accounts: all.map((id) => account(id)),
  });
  const settled = await world.apply(all.map((account_id) => ({ account_id })));
  expect(settled.status).toBe("settled");
  world.sandbox.gates.push((call) => trouble(call));
});
afterAll(() => world?.stop());

const idsOf = (findings: { Id: string }[]) => findings.map((one) => one.Id).sort();
const expected = (id: string, region: string, count: number) =>
  Array.from({ length: count }, (_, at) => `${id}/${region}/${at}`);

it("exports every finding of every Region before anything is taken away (D60)", async () => {
  await importFindings(world, plain, home, 250);
  await importFindings(world, plain, regions[1]!, 3);
  const run = await askOffboarding(world, [plain]);
  const order: string[] = [];
  trouble = ({ operation, region }) => {
    const isOfInterest = /^(GetFindings|DisassociateMembers)$/.test(operation);
    if (region === home && isOfInterest) order.push(operation);
  };
  const ended = await agree(world, run);
  trouble = () => {};
  expect(ended.status).toBe("settled");
  // The listing lags: a member may be disassociated again.
  expect(order.slice(0, 4)).toEqual([
    "GetFindings",
    "GetFindings",
    "GetFindings",
    "DisassociateMembers",
  ]);
  expect(order.slice(4)).not.toContain("GetFindings");
  expect(ended.summary?.removals).toEqual({ approved: 2, done: 2, findings: 253 });
  expect(idsOf(await exportedOf(world, plain))).toEqual(
    [...expected(plain, home, 250), ...expected(plain, regions[1]!, 3)].sort(),
  );
  const Filters = { AwsAccountId: [{ Value: plain, Comparison: "EQUALS" }] };
  expect(await world.asHub("securityhub", "GetFindings", { Filters })).toMatchObject({
    Findings: [],
  });
  const [parent, ...replies] = world.messagesOf(run).map((one) => JSON.stringify(one.blocks));
  expect(parent).toContain("Off-boarding: 1 account");
  expect(parent).toContain("*done*");
  expect(replies.join()).toContain("253 findings exported before");
  expect(await flawsOf(world, ended)).toEqual([]);
});

it("goes on where a function ended, and where an answer was lost (D119)", async () => {
  await importFindings(world, broken, home, 620);
  const run = await askOffboarding(world, [broken]);
  const clock = world.sandbox.world.clock;
  let pages = 0;
  let lost = 4; // the SDK asks four times
  let unsure = 4;
  trouble = async ({ operation, region, input }) => {
    if (operation === "GetFindings" && region === home) {
      pages += 1;
      // The time of the first function is over after its second page.
      if (pages === 2) clock.pass(5 * 60_000);
      // The second one is killed by its timeout in the midst of its pages.
      if (pages === 5) clock.pass(11 * 60_000);
    }
    // An object is written, and the function ends before it has noted that.
    if (
      operation === "PutObject" &&
      /exports\/us-east-1/.test(String(input.Key)) &&
      pages > 3 &&
      lost-- > 0
    )
      throw new AwsError("InternalError", "lost", { status: 500 });
    if (operation === "DisassociateMembers" && region === home && unsure === 4) {
      unsure = 0;
      await world.as(hub, home)("securityhub", "DisassociateMembers", input);
      throw new AwsError("InternalException", "the answer is lost", { status: 500 });
    }
  };
  const ended = await agree(world, run);
  trouble = () => {};
  expect(ended.status).toBe("settled");
  expect(ended.summary?.removals).toEqual({ approved: 2, done: 2, findings: 620 });
  expect(lost).toBeLessThanOrEqual(0);
  // Two pages are noted; the five after them are asked for three times at most.
  expect(pages).toBeLessThanOrEqual(2 + 5 * 3);
  expect(idsOf(await exportedOf(world, broken))).toEqual(expected(broken, home, 620).sort());
  // The tasks that failed are on record; nothing else may be wrong.
  const ours = /InternalError: lost|Sandbox\.Timedout/;
  const flaws = (await flawsOf(world, ended)).filter((one) => !ours.test(one));
  expect(flaws).toEqual([]);
});

it("leaves an account in the hub whose findings cannot be exported, and says so", async () => {
  const run = await askOffboarding(world, [refused]);
  trouble = ({ operation, region }) => {
    if (operation === "GetFindings" && region === home)
      throw new AwsError("AccessDeniedException", "not today", { status: 403 });
  };
  const ended = await agree(world, run);
  trouble = () => {};
  expect(ended.status).toBe("attention");
  expect(ended.summary?.removals).toEqual({ approved: 2, done: 1, findings: 0 });
  const [line, ...more] = ended.summary!.attention;
  expect(more).toEqual([]);
  expect(line).toMatchObject({
    account: refused,
    region: home,
    code: "FindingsNotExported",
    state: "Enabled",
    detail: "not today",
  });
  expect(line!.next.en).toContain(`rollcall offboard ${refused} --yes`);
  // Asked for once more, it goes.
  const again = await agree(world, await askOffboarding(world, [refused]));
  expect(again.status).toBe("settled");
  expect(again.summary?.removals).toMatchObject({ approved: 1, done: 1 });
});
