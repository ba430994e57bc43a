// A start that is killed again and again, and started again, ends as if nothing had happened.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../packages/sandbox/src/index.ts";
import { type Ending, type Kill, start } from "./kill/start.ts";

const hub = "111111111111";
const management = "222222222222";
const regions = ["us-east-1", "eu-west-1"];
const members = ["333333333333", "444444444444"];
const created = ["new-one@example.com", "new-two@example.com"];

const home = fs.mkdtempSync(path.join(os.tmpdir(), "rollcall-kill-"));
const data = path.join(home, "data");
const estateFile = path.join(home, "estate.json");
const ledgerFile = path.join(home, "ledger.csv");
const options = ["--data", data, "--ledger", ledgerFile, "--estate", estateFile];
afterAll(() => fs.rmSync(home, { recursive: true, force: true }));

const estate = {
  hub: { account: hub, regions },
  management: { account: management },
  accounts: members.map((id) => ({
    id,
    name: `member ${id}`,
    email: `aws+${id}@example.com`,
    role: { name: "rollcall-member", externalId: "rollcall-sandbox" },
  })),
};
fs.writeFileSync(estateFile, JSON.stringify(estate));
fs.writeFileSync(
  ledgerFile,
  [
    "account_id,account_name,email",
    ...members.map((id) => `${id},member ${id},`),
    ...created.map((email, at) => `,new ${at},${email}`),
    "",
  ].join("\n"),
);

/** Moments at which something was done and not yet noted, one for each start. */
const kills: [moment: string, kill: Kill][] = [
  ["S3 has the ledger, and nobody was told", { on: /"s3\/deliveries"/, written: "all" }],
  [
    "Slack has the run's message, and its answer is lost",
    { on: /"slack\/messages"/, written: "all" },
  ],
  ["Organizations takes a request", { on: /"organizations\/creations"/, written: "all" }],
  ["an invitation is sent", { on: /"securityhub\/invitations"/, written: "half" }],
  [
    "Slack has the last reply, and its answer is lost",
    { on: /"slack\/messages".*closed/, written: "all" },
  ],
];

describe("a start that is killed", () => {
  let last: Ending;

  // Six starts of some seconds each, and more where others use the machine.
  it("goes on when it is started again, and ends as if nothing had happened", {
    timeout: 300_000,
  }, async () => {
    for (const [moment, kill] of kills)
      expect((await start(options, kill)).code, moment).toBe(null);
    last = await start(options);
    expect(last.code, last.err).toBe(0);
    expect(JSON.parse(last.out)).toMatchObject({
      run: { status: "settled" },
      accounts: { wanted: 4, created: 2, joined: 4, attention: 0 },
      memberships: { wanted: 8, enabled: 8, pending: 0, attention: 0 },
      slack: { posted: 2 },
    });
  });

  it("leaves every account once, every membership, and nothing under way", async () => {
    const kept = await startSandbox({ dataDirectory: data });
    try {
      expect(await emails(kept)).toEqual(expect.arrayContaining(created));
      expect((await emails(kept)).filter((one) => created.includes(one))).toHaveLength(2);
      for (const region of regions) expect(await listed(kept, region)).toHaveLength(4);
      expect(statuses(kept)).toEqual(["SUCCEEDED"]);
      expect(buried(kept)).toEqual([]);
    } finally {
      await kept.stop();
    }
  });

  it("tells Slack everything once", async () => {
    const kept = await startSandbox({ dataDirectory: data });
    try {
      const messages = kept.world.store.collection<{
        metadata?: { event_payload: object };
        files?: string[];
      }>("slack/messages");
      const run = JSON.parse(last.out).run.id;
      const [told, files] = [
        [...messages.values()].flatMap((one) => one.metadata?.event_payload ?? []),
        [...messages.values()].flatMap((one) => one.files ?? []),
      ];
      expect(files).toHaveLength(1); // the ledger with its result
      expect(told).toHaveLength(2);
      expect(told).toEqual(
        expect.arrayContaining([{ outbox_id: `run/${run}` }, { outbox_id: `run/${run}/closed` }]),
      );
    } finally {
      await kept.stop();
    }
  });
});

const admin = { account: management, region: "us-east-1" };

async function emails({ world }: Sandbox): Promise<string[]> {
  const { Accounts } = (await world.call("organizations", "ListAccounts", {}, admin)) as {
    Accounts: { Email: string }[];
  };
  return Accounts.map((one) => one.Email);
}

async function listed({ world }: Sandbox, region: string): Promise<unknown[]> {
  const { Members } = (await world.call(
    "securityhub",
    "ListMembers",
    { OnlyAssociated: true },
    { account: hub, region },
  )) as { Members: unknown[] };
  return Members;
}

/** What lies in dead-letter queues. */
function buried({ world }: Sandbox): unknown[] {
  const messages = world.store.collection<{ sourceArn?: string }>("sqs/messages");
  return [...messages.values()].filter((one) => one.sourceArn !== undefined);
}

function statuses({ world }: Sandbox): string[] {
  const executions = world.store.collection<{ status: string }>("states/executions");
  return [...new Set([...executions.values()].map((one) => one.status))];
}
