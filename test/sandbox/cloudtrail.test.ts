// What CloudTrail tells EventBridge, and how a rule hands it to a bus of another account.
import type { Sandbox } from "@rollcall/sandbox";
import { organizationId, startSandbox } from "@rollcall/sandbox";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";

const hub = "111111111111";
const managing = "222222222222";
const [member, outsider] = ["333333333333", "444444444444"];
const region = "eu-west-1";
const bus = `arn:aws:events:us-east-1:${hub}:event-bus/trail`;
const queue = `arn:aws:sqs:us-east-1:${hub}:heard`;

// biome-ignore lint/suspicious/noExplicitAny: events of all kinds
type Event = Record<string, any>;

let sandbox: Sandbox;
const lines: string[] = [];
const call = <Answer>(
  account: string,
  service: string,
  operation: string,
  input: object = {},
  more: { region?: string; principal?: string } = {},
): Promise<Answer> =>
  sandbox.world.call(service, operation, input, { account, region, ...more }) as Promise<Answer>;
const atHome = { region: "us-east-1" };

/** A rule on the account's default bus that forwards whatever the pattern lets through. */
async function forward(account: string, pattern: object, role: object = {}): Promise<void> {
  const place = {
    region: "source" in pattern && /org/.test(String(pattern.source)) ? "us-east-1" : region,
  };
  const trust = {
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": account } },
      },
    ],
  };
  const policy = { Statement: [{ Effect: "Allow", Action: "events:PutEvents", Resource: bus }] };
  const RoleName = "forwarding";
  const AssumeRolePolicyDocument = JSON.stringify({ ...trust, ...role });
  await call(account, "iam", "CreateRole", { RoleName, AssumeRolePolicyDocument });
  const PolicyDocument = JSON.stringify(policy);
  await call(account, "iam", "PutRolePolicy", { RoleName, PolicyName: "put", PolicyDocument });
  const EventPattern = JSON.stringify(pattern);
  await call(account, "events", "PutRule", { Name: "calls", EventPattern }, place);
  const target = { Id: "1", Arn: bus, RoleArn: `arn:aws:iam::${account}:role/forwarding` };
  await call(account, "events", "PutTargets", { Rule: "calls", Targets: [target] }, place);
}

const letIn = (Statement: object) =>
  call(
    hub,
    "events",
    "PutPermission",
    { EventBusName: "trail", Policy: JSON.stringify({ Version: "2012-10-17", Statement }) },
    atHome,
  );

/** What has reached the queue behind the bus by now. */
async function arrived(): Promise<Event[]> {
  await sandbox.world.clock.sleep(30_000);
  const asked = { QueueUrl: `${hub}/heard`, MaxNumberOfMessages: 10 };
  const { Messages = [] } = await call<{ Messages?: { Body: string; ReceiptHandle: string }[] }>(
    hub,
    "sqs",
    "ReceiveMessage",
    asked,
    atHome,
  );
  for (const { ReceiptHandle } of Messages)
    await call(hub, "sqs", "DeleteMessage", { QueueUrl: `${hub}/heard`, ReceiptHandle }, atHome);
  const events = Messages.map(({ Body }) => JSON.parse(Body) as Event);
  return [...new Map(events.map((one) => [one.id, one])).values()];
}

beforeAll(async () => {
  sandbox = await startSandbox({
    estate: {
      hub: { account: hub, delegatedAdministrator: false, regions: [region] },
      management: { account: managing },
      accounts: [member, outsider].map((id) => ({
        id: id!,
        name: id!,
        email: `${id}@example.com`,
        organization: id === member,
        status: "ACTIVE" as const,
        regions: ["us-east-1", region],
        role: null,
        hubEnabled: [],
        administrator: null,
      })),
    },
    log: (line) => lines.push(line),
  });
  await call(hub, "sqs", "CreateQueue", { QueueName: "heard" }, atHome);
  await call(hub, "events", "CreateEventBus", { Name: "trail" }, atHome);
  const rule = { Name: "all", EventBusName: "trail" };
  const pattern = JSON.stringify({ source: [{ prefix: "aws." }] });
  await call(hub, "events", "PutRule", { ...rule, EventPattern: pattern }, atHome);
  const Targets = [{ Id: "1", Arn: queue }];
  await call(hub, "events", "PutTargets", { Rule: "all", EventBusName: "trail", Targets }, atHome);
  await letIn([
    {
      Effect: "Allow",
      Principal: "*",
      Action: "events:PutEvents",
      Resource: bus,
      Condition: { StringEquals: { "aws:PrincipalOrgID": organizationId(managing) } },
    },
  ]);
  await forward(member, { source: ["aws.securityhub"] });
  await forward(outsider, { source: ["aws.securityhub"] });
  await forward(managing, { source: ["aws.organizations"] });
});
beforeEach(() => void lines.splice(0));
afterAll(() => sandbox?.stop());

it("tells of a call that changes something, in the words of CloudTrail, some seconds later", async () => {
  const principal = `arn:aws:sts::${member}:assumed-role/Admin/alice`;
  await call(member, "securityhub", "DescribeHub").catch(() => {});
  await call(member, "securityhub", "EnableSecurityHub", { Tags: { a: "b" } }, { principal });
  const [event, ...more] = await arrived();
  expect(more).toEqual([]);
  expect(event).toMatchObject({
    "detail-type": "AWS API Call via CloudTrail",
    source: "aws.securityhub",
    account: member,
    region,
    detail: {
      eventSource: "securityhub.amazonaws.com",
      eventName: "EnableSecurityHub",
      awsRegion: region,
      recipientAccountId: member,
      requestParameters: { Tags: { a: "b" } },
      userIdentity: {
        type: "AssumedRole",
        arn: principal,
        sessionContext: { sessionIssuer: { userName: "Admin" } },
      },
      sourceIPAddress: expect.stringMatching(/^203\.0\.113\.\d+$/),
    },
  });
  expect(event!.detail.eventTime).toBe(event!.time);
  expect(event!.detail).not.toHaveProperty("errorCode");
});

it("tells of a call that was refused as well", async () => {
  const refused = call(member, "securityhub", "DisassociateFromAdministratorAccount");
  await expect(refused).rejects.toThrow();
  const [event] = await arrived();
  expect(event!.detail).toMatchObject({
    eventName: "DisassociateFromAdministratorAccount",
    userIdentity: { type: "Root" },
    requestParameters: null,
    errorCode: expect.any(String),
  });
});

it("lets nobody in whom the policy of the bus does not name", async () => {
  await call(outsider, "securityhub", "EnableSecurityHub");
  expect(await arrived()).toEqual([]);
  expect(lines.join()).toContain(
    `because no resource-based policy allows the events:PutEvents action`,
  );
});

it("tells the management account what Organizations did, by a call or without one", async () => {
  await call(managing, "organizations", "CloseAccount", { AccountId: member });
  await sandbox.world.clock.sleep(40_000);
  const events = await arrived();
  const named = events.map(({ region, detail }) => [region, detail.eventName, detail.eventType]);
  expect(named.sort()).toEqual([
    ["us-east-1", "CloseAccount", "AwsApiCall"],
    ["us-east-1", "CloseAccountResult", "AwsServiceEvent"],
  ]);
  const result = events.find(({ detail }) => detail.eventName === "CloseAccountResult");
  const closeAccountStatus = { accountId: member, state: "SUCCEEDED" };
  expect(result!.detail.serviceEventDetails).toEqual({ closeAccountStatus });
});

it("keeps a bus policy, statement by statement", async () => {
  const policy = async () =>
    (await call<{ Policy?: string }>(hub, "events", "DescribeEventBus", { Name: "trail" }, atHome))
      .Policy;
  const bus = { EventBusName: "trail" };
  const grant = { Action: "events:PutEvents", Principal: outsider };
  await call(hub, "events", "PutPermission", { ...bus, StatementId: "two", ...grant }, atHome);
  expect(JSON.parse((await policy())!).Statement).toHaveLength(2);
  await call(outsider, "securityhub", "DisableSecurityHub");
  expect(await arrived()).toHaveLength(1);
  await call(hub, "events", "RemovePermission", { ...bus, StatementId: "two" }, atHome);
  expect(JSON.parse((await policy())!).Statement).toHaveLength(1);
  await call(hub, "events", "RemovePermission", { ...bus, RemoveAllPermissions: true }, atHome);
  expect(await policy()).toBeUndefined();
});
