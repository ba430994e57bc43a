// Accounts that do not exist yet: created once, whatever AWS answers, and named when they are not.
import { AwsError } from "@rollcall/sandbox";
import { afterAll, beforeAll, expect, it } from "vitest";
import { flawsOf } from "./flaws.ts";
import { type Applied, account, hub, management, startWorld, type World } from "./world.ts";

const region = "us-east-1";
const existing = "500000000001";
const row = (email: string, account_name = email.split("@")[0]!) => ({ email, account_name });

let world: World;
let first: Applied;

beforeAll(async () => {
  world = await startWorld({
    hub: { account: hub, regions: [region] },
    management,
    accounts: [
      account(existing),
      account("500000000003"),
      account("500000000002", { organization: false, email: "taken@example.com" }),
    ],
  });
  first = await world.apply([
    ...["a", "b", "c", "d", "e"].map((name) => row(`${name}@example.com`)),
    row("twin-1@example.com", "Twin"),
    row("twin-2@example.com", "Twin"),
    row("x+fail-INVALID_ADDRESS@example.com", "Wrong address"),
    row("broken@example.com", "Broken"),
    row("x+fail-INTERNAL_FAILURE@example.com", "Broken"),
    row("taken@example.com", "Taken"),
    row(`AWS+${existing}@example.com`, "Known by its address"),
  ]);
});
afterAll(() => world?.stop());

const namesOf = () =>
  [...world.sandbox.model.accounts.known()]
    .filter((one) => one.joined?.method === "CREATED")
    .map((one) => one.email.toLowerCase())
    .sort();

it("creates each account once, five in progress at most, and joins it", async () => {
  expect(await flawsOf(world, first)).toEqual([]);
  expect(namesOf()).toEqual([
    "a@example.com",
    "b@example.com",
    "broken@example.com",
    "c@example.com",
    "d@example.com",
    "e@example.com",
    "twin-1@example.com",
    "twin-2@example.com",
  ]);
  expect(first.summary!.accounts).toMatchObject({ wanted: 12, created: 8, joined: 9 });
});

it("finds an account by its e-mail, in whatever case, instead of creating it", () => {
  expect(first.plan!.resolved.map((one) => one.accountId)).toEqual([existing]);
});

it("keeps by its id what the ledger says of an account without one", async () => {
  for (const [email, name] of [
    [`aws+${existing}@example.com`, "Known by its address"],
    ["a@example.com", "a"],
  ] as const) {
    const id = world.accountOf(email)!;
    const kept = await world.item(`ACCOUNT#${id}`, "ACCOUNT");
    expect(kept).toMatchObject({ kind: "account", accountId: id, accountName: name });
  }
});

it("names what AWS refused, with its reason and a next act", () => {
  const told = first.summary!.attention.map((one) => `${one.account} ${one.code} ${one.detail}`);
  expect(told.sort()).toEqual([
    "taken@example.com CreationFailed EMAIL_ALREADY_EXISTS",
    "x+fail-INTERNAL_FAILURE@example.com CreationFailed INTERNAL_FAILURE",
    "x+fail-INVALID_ADDRESS@example.com CreationFailed INVALID_ADDRESS",
  ]);
});

it("asks once more where the failure was AWS's own, and never otherwise", () => {
  // Eight that succeed, the wrong address, the taken one, and twice the one that breaks; and those that a
  // quota of AWS turned away before anything happened.
  const accepted = [
    ...world.sandbox.world.store.collection<{ name: string }>("organizations/creations").values(),
  ].map((one) => one.name);
  expect(accepted).toHaveLength(12);
  expect(accepted.filter((name) => name === "Broken")).toHaveLength(3);
});

it("tells each failure in the thread of the run", () => {
  const replies = world.messagesOf(first.run).filter((one) => one.threadTs);
  const failures = replies.filter((one) => /taken@|INVALID_ADDRESS|INTERNAL/.test(one.text));
  expect(failures.length).toBeGreaterThanOrEqual(3);
});

it("creates nothing for the same ledger again, and tries what failed", async () => {
  const again = await world.apply([row("a@example.com"), row("twin-2@example.com", "Twin")]);
  expect(await flawsOf(world, again)).toEqual([]);
  expect(again.status).toBe("settled");
  expect(again.plan!.creations).toEqual([]);
  expect(again.calls["organizations:CreateAccount"]).toBeUndefined();
  expect(namesOf()).toHaveLength(8);
});

it("goes on with a creation whose answer was lost", async () => {
  let lost = 0;
  world.sandbox.gates.push(async (call) => {
    if (call.operation !== "CreateAccount" || lost > 0) return;
    lost++;
    const { Hangup } = await import("@rollcall/sandbox");
    call.afterwards.push(() => {
      throw new Hangup();
    });
  });
  const applied = await world.apply([row("lost@example.com")]);
  expect(lost).toBe(1);
  expect(await flawsOf(world, applied)).toEqual([]);
  expect(applied.status).toBe("settled");
  expect(namesOf().filter((email) => email === "lost@example.com")).toHaveLength(1);
});

it("names an account that AWS refuses at once, and one that was gone before it could be confirmed", async () => {
  const leaves = "500000000003";
  const { model } = world.sandbox;
  world.sandbox.world.faults.set("lags", 0);
  world.sandbox.gates.push(async ({ operation, input, principal }) => {
    if (operation === "CreateAccount" && input.Email === "over@example.com") {
      const Reason = "ACCOUNT_NUMBER_LIMIT_EXCEEDED";
      throw new AwsError("ConstraintViolationException", "too many", { fields: { Reason } });
    }
    // It leaves as often as it comes, right before the hub's listing is read to confirm it.
    const verifies = operation === "GetMembers" && principal.includes("ObserveRegion");
    if (verifies && model.securityHub.administratorOf(leaves, region))
      await world.as(leaves, region)("securityhub", "DisassociateFromAdministratorAccount");
  });
  const applied = await world.apply([row("over@example.com"), { account_id: leaves }]);
  expect(await flawsOf(world, applied)).toEqual([]);
  expect(applied.summary!.attention.map((one) => `${one.account} ${one.code}`).sort()).toEqual([
    `${leaves} NotConfirmed`,
    "over@example.com CreationFailed",
  ]);
});
