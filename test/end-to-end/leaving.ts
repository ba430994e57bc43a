// Leaving the hub, as a test sees it: findings that products sent in, a request to off-board, and a person who agrees.
import { runNameOf } from "@rollcall/aws/acts/start-run";
import { REQUESTS, type RequestKind } from "@rollcall/aws/s3";
import { expect } from "vitest";
import { decide, root } from "./deciding.ts";
import type { Applied, World } from "./world.ts";

/** Sends findings of an account in, as a product in it would. */
export async function importFindings(
  world: World,
  account: string,
  region: string,
  count: number,
): Promise<void> {
  const now = new Date(world.sandbox.world.clock.now()).toISOString();
  const all = Array.from({ length: count }, (_, at) => ({
    SchemaVersion: "2018-10-08",
    Id: `${account}/${region}/${at}`,
    ProductArn: `arn:aws:securityhub:${region}:${account}:product/${account}/default`,
    GeneratorId: "a-test",
    AwsAccountId: account,
    CreatedAt: now,
    UpdatedAt: now,
    Severity: { Label: "HIGH" },
    Title: `Finding ${at} 検出`,
    Description: "Something was found",
    Resources: [{ Type: "Other", Id: `resource-${at}` }],
  }));
  for (let at = 0; at < all.length; at += 100) {
    const answer = await world.as(account, region)<{ FailedCount: number }>(
      "securityhub",
      "BatchImportFindings",
      { Findings: all.slice(at, at + 100) },
    );
    expect(answer.FailedCount).toBe(0);
  }
}

/** Asks for something to be done with accounts, as the command does. Returns the run. */
export async function askFor(
  world: World,
  kind: RequestKind,
  wanted: { accounts: string[]; memberSide?: boolean },
): Promise<string> {
  const bucket = String(world.link("Ledgers").name);
  const key = `${REQUESTS[kind]}${world.sandbox.world.clock.now()}.json`;
  const Body = Buffer.from(JSON.stringify(wanted));
  const put = { Bucket: bucket, Key: key, Body };
  const { VersionId } = await world.asHub<{ VersionId: string }>("s3", "PutObject", put);
  return runNameOf({ bucket, key, versionId: VersionId });
}

/** Asks for accounts to be off-boarded, and waits until the run waits for a person. Returns the run. */
export async function askOffboarding(world: World, accounts: string[]): Promise<string> {
  const run = await askFor(world, "offboard", { accounts });
  await asked(world, run);
  return run;
}

/** Waits until a run waits for a person. */
export async function asked(world: World, run: string): Promise<void> {
  await world.until(
    async () => ((await world.runRow(run))?.status === "approval" ? true : undefined),
    "the question",
  );
}

/** Agrees, and waits for the end. */
export async function agree(world: World, run: string): Promise<Applied> {
  const answer = await decide(world, { run, word: "approve" }, root(world.hub));
  expect(answer.body.verdict).toBe("decided");
  return world.ended(run);
}

/** Makes the hub the GuardDuty administrator of an account in a Region. */
export async function guardedBy(world: World, account: string, region: string): Promise<void> {
  const asHub = world.as(world.hub, region);
  const asMember = world.as(account, region);
  const { DetectorId: own } = await asHub("guardduty", "CreateDetector", { Enable: true });
  const { DetectorId } = await asMember("guardduty", "CreateDetector", { Enable: true });
  const AccountDetails = [{ AccountId: account, Email: `aws+${account}@example.com` }];
  await asHub("guardduty", "CreateMembers", { DetectorId: own, AccountDetails });
  await asHub("guardduty", "InviteMembers", { DetectorId: own, AccountIds: [account] });
  await world.sleep(60_000);
  const { Invitations } = await asMember<{ Invitations: { InvitationId: string }[] }>(
    "guardduty",
    "ListInvitations",
  );
  const { InvitationId } = Invitations[0]!;
  await asMember("guardduty", "AcceptAdministratorInvitation", {
    DetectorId,
    AdministratorId: world.hub,
    InvitationId,
  });
}

/** Who administers GuardDuty of an account in a Region. */
export async function guardOf(world: World, account: string, region: string) {
  const asMember = world.as(account, region);
  const { DetectorIds } = await asMember<{ DetectorIds: string[] }>("guardduty", "ListDetectors");
  const answer = await asMember<{ Administrator?: { AccountId: string } }>(
    "guardduty",
    "GetAdministratorAccount",
    { DetectorId: DetectorIds[0] },
  );
  return answer.Administrator?.AccountId;
}

/** The findings of an account that lie in the ledger bucket, in the order of their objects. */
export async function exportedOf(world: World, account: string): Promise<{ Id: string }[]> {
  const { Contents = [] } = await world.asHub<{ Contents?: { Key: string }[] }>(
    "s3",
    "ListObjectsV2",
    { Bucket: String(world.link("Ledgers").name), Prefix: `findings/${account}/` },
  );
  const found: { Id: string }[] = [];
  for (const { Key } of Contents) {
    const lines = (await world.text(Key))!.trimEnd().split("\n");
    found.push(...lines.map((line) => JSON.parse(line)));
  }
  return found;
}
