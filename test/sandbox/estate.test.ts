// The estate file: what it may say, what is told about mistakes, and what the world looks like after it.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Organizations } from "@aws-sdk/client-organizations";
import { STS } from "@aws-sdk/client-sts";
import { afterEach, describe, expect, it } from "vitest";
import { parseEstate } from "../../packages/sandbox/src/estate.ts";
import {
  type AccountWorld,
  checked,
  estateOf,
  HUB,
  listAccounts,
  MANAGEMENT,
  MEMBER,
  OTHER,
  STRANGER,
  startAccounts,
  TOKYO,
} from "./account-world.ts";

const problemsOf = (estate: unknown) => {
  const result = parseEstate(typeof estate === "string" ? estate : JSON.stringify(estate));
  return "problems" in result ? result.problems.map((one) => `${one.path}: ${one.problem}`) : [];
};
const account = (more: object = {}) => ({
  id: MEMBER,
  name: "A",
  email: "a@example.com",
  ...more,
});
const estate = (accounts: object[], hub: object = {}, more: object = {}) => ({
  hub: { account: HUB, ...hub },
  management: { account: MANAGEMENT },
  accounts,
  ...more,
});

describe("an estate file", () => {
  it("may leave out what has a default", () => {
    const { hub, accounts } = checked({ hub: { account: HUB }, accounts: [account()] });
    expect(hub).toMatchObject({ delegatedAdministrator: false });
    expect(hub.regions).toHaveLength(17);
    expect(accounts[0]).toMatchObject({
      status: "ACTIVE",
      organization: true,
      role: null,
      hubEnabled: [],
      administrator: null,
    });
    expect(accounts[0]!.regions).toHaveLength(17);
  });

  it.each([
    ["{", /^: not JSON: /],
    ["[]", /^: must be object, is array/],
    [{ accounts: [] }, "hub: is missing"],
    [estate([account({ id: 333333333333 })]), "accounts[0].id: must be string, is number"],
    [estate([account({ id: "12345" })]), "accounts[0].id: an account id has 12 digits"],
    [estate([account({ email: "nobody" })]), "accounts[0].email: not an e-mail address"],
    [estate([account({ email: undefined })]), "accounts[0].email: is missing"],
    [estate([account({ emial: "a@example.com" })]), "accounts[0].emial: unknown field"],
    [estate([account({ status: "Active" })]), /^accounts\[0\]\.status: must be one of ACTIVE, /],
    [
      estate([account({ regions: [TOKYO, "tokyo"] })]),
      "accounts[0].regions[1]: AWS has no such Region",
    ],
    [estate([account({ role: { name: "a b" } })]), /^accounts\[0\]\.role\.name: a role name has/],
    [
      estate([account({ role: { name: "a", externalId: "x" } })]),
      /^accounts\[0\]\.role\.externalId: an ExternalId has 2/,
    ],
    [
      estate([account(), account({ email: "b@example.com" })]),
      `accounts[1].id: ${MEMBER} is accounts[0] already`,
    ],
    [
      estate([account(), account({ id: OTHER, email: "A@example.com" })]),
      "accounts[1].email: A@example.com belongs to accounts[0] already",
    ],
    [estate([account({ id: HUB })]), "accounts[0].id: the hub account is not one of the accounts"],
    [
      estate([account({ id: MANAGEMENT, organization: false })]),
      "accounts[0].organization: the management account is in its own organization",
    ],
    [
      estate([account({ hubEnabled: ["ap-east-1"] })]),
      "accounts[0].hubEnabled[0]: ap-east-1 is off in the account",
    ],
    [
      estate([account({ administrator: { account: OTHER, regions: [TOKYO, "ap-east-1"] } })]),
      "accounts[0].administrator.regions[1]: ap-east-1 is off in the account",
    ],
    [
      estate([account({ administrator: { account: MEMBER, regions: [TOKYO] } })]),
      "accounts[0].administrator.account: an account cannot administer itself",
    ],
    [
      estate([account({ administrator: { account: HUB, regions: [TOKYO] } })], {
        regions: ["us-east-1"],
      }),
      `accounts[0].administrator.regions[0]: ${TOKYO} is off in the hub`,
    ],
    [
      estate([
        account({ administrator: { account: OTHER, regions: [TOKYO] } }),
        account({
          id: OTHER,
          email: "b@example.com",
          administrator: { account: HUB, regions: [TOKYO] },
        }),
      ]),
      `accounts[0].administrator.account: ${OTHER} is itself a member in ${TOKYO}`,
    ],
    [
      { hub: { account: HUB, delegatedAdministrator: true }, accounts: [] },
      "hub.delegatedAdministrator: needs an organization: name its management account",
    ],
    [estate([], { regions: [TOKYO, TOKYO] }), `hub.regions[1]: ${TOKYO} is named twice`],
    [estate([], { regions: [] }), "hub.regions: name at least one Region"],
  ])("%j is told with its path", (wrong, problem) => {
    const problems = problemsOf(wrong);
    if (typeof problem === "string") expect(problems).toContain(problem);
    else expect(problems[0]).toMatch(problem);
  });

  it("is told about all at once", () => {
    const problems = problemsOf(estate([account({ id: "1", email: "x" }), { name: 5 }]));
    expect(problems.length).toBeGreaterThanOrEqual(5);
  });
});

describe("a world with an estate", () => {
  let world: AccountWorld;
  afterEach(() => world.stop());

  it("has what the estate says, and nothing else", async () => {
    world = await startAccounts(
      estateOf([
        { hubEnabled: [TOKYO], administrator: { account: HUB, regions: [TOKYO] } },
        { organization: false, role: null, status: "SUSPENDED" },
      ]),
    );
    const { Members } = await world.securityHub(HUB).listMembers({ OnlyAssociated: false });
    expect(Members).toMatchObject([{ AccountId: MEMBER, MemberStatus: "Enabled" }]);
    const keys = await world.assume(HUB, `arn:aws:iam::${MEMBER}:role/Joiner`, "member-secret");
    expect(await world.securityHub(keys).describeHub({})).toHaveProperty("HubArn");
    expect((await listAccounts(world)).map(({ Id }) => Id)).toEqual([MANAGEMENT, HUB, MEMBER]);
    await expect(world.as(STS, STRANGER).getCallerIdentity({})).rejects.toMatchObject({
      name: "InvalidClientTokenId",
    });
  });

  it("is put in once: what happened since is kept over a restart", async () => {
    const dataDirectory = fs.mkdtempSync(path.join(os.tmpdir(), "estate-"));
    const given = estateOf();
    world = await startAccounts(given, { dataDirectory });
    await world.securityHub(MEMBER).enableSecurityHub({ EnableDefaultStandards: false });
    await world.securityHub(HUB).createMembers({ AccountDetails: [{ AccountId: MEMBER }] });
    await world.stop();
    const lines: string[] = [];
    // Once with the estate, once without: the world stays closed.
    for (const again of [given, undefined]) {
      world = await startAccounts(again, { dataDirectory, log: (line) => lines.push(line) });
      await world.pass(3_000);
      expect(await world.securityHub(MEMBER).describeHub({})).toHaveProperty("HubArn");
      const { Members } = await world.securityHub(HUB).listMembers({ OnlyAssociated: false });
      expect(Members).toMatchObject([{ AccountId: MEMBER, MemberStatus: "Created" }]);
      expect(world.model.accounts.open).toBe(false);
      await world.stop();
    }
    expect(lines).toEqual([]); // the estate had nothing new
    fs.rmSync(dataDirectory, { recursive: true });
    world = await startAccounts();
  });

  it("holds 5,000 accounts in 34 Regions without slowing down", async () => {
    world = await startAccounts(estateOf(), { limited: false });
    const { securityHub: state } = world.model;
    const regions = Array.from({ length: 34 }, (_, at) => `region-${at}`);
    for (const region of regions)
      for (let at = 0; at < 5_000; at++)
        state.change(HUB, region, String(500_000_000_000 + at), "Created");
    await world.pass(2_000);
    const began = performance.now();
    for (const region of regions) {
      let after = 0;
      let seen = 0;
      for (;;) {
        const { members, last } = state.memberships.page(HUB, region, {
          after,
          limit: 50,
          filter: () => true,
        });
        seen += members.length;
        if (last === undefined) break;
        after = last;
      }
      expect(seen).toBe(5_000);
    }
    // 3,400 pages; a scan per page would take minutes.
    expect(performance.now() - began).toBeLessThan(3_000);
  });
});

describe("a world without an estate", () => {
  let world: AccountWorld;
  afterEach(() => world.stop());

  it("has every account, and every role lets everybody in", async () => {
    world = await startAccounts();
    const keys = await world.assume(STRANGER, `arn:aws:iam::${MEMBER}:role/any/Thing`);
    const identity = await world.as(STS, keys).getCallerIdentity({});
    expect(identity).toMatchObject({
      Account: MEMBER,
      Arn: `arn:aws:sts::${MEMBER}:assumed-role/Thing/test`,
    });
    await world.securityHub(keys).enableSecurityHub({});
    await expect(world.securityHub(keys, "ap-east-1").enableSecurityHub({})).rejects.toMatchObject({
      name: "UnrecognizedClientException",
    });
  });

  it("gives everybody an organization of their own", async () => {
    world = await startAccounts();
    const { Organization } = await world.as(Organizations, STRANGER).describeOrganization({});
    expect(Organization).toMatchObject({ MasterAccountId: STRANGER });
  });
});
