// Least privilege, held against the code: each function's source is bundled by itself, and the AWS calls that are
// left in it are compared with what its role allows. The sandbox enforces the roles, and sees what ran; this sees the calls
// that no scenario makes as well, such as those after a failure, and it takes seconds.
import fs from "node:fs";
import path from "node:path";
import esbuild from "esbuild";
import { describe, expect, it } from "vitest";
import { statementsOf } from "../../packages/infra/src/check/rule.ts";
import { readTemplate } from "../../packages/infra/src/check/rules/templates.ts";
import { root, synthesized } from "./synthesized.ts";

const { app } = synthesized();

/** What each SDK command needs, when it is called as the hub. */
const asHub: Record<string, string[]> = {
  BatchGetItemCommand: ["dynamodb:BatchGetItem"],
  BatchWriteItemCommand: ["dynamodb:BatchWriteItem"],
  CompleteMultipartUploadCommand: ["s3:PutObject"],
  CreateMultipartUploadCommand: ["s3:PutObject"],
  UploadPartCommand: ["s3:PutObject"],
  ChangeMessageVisibilityCommand: ["sqs:ChangeMessageVisibility"],
  CreateMembersCommand: ["securityhub:CreateMembers"],
  DeleteMembersCommand: ["securityhub:DeleteMembers"],
  DescribeOrganizationConfigurationCommand: ["securityhub:DescribeOrganizationConfiguration"],
  DisassociateMembersCommand: ["securityhub:DisassociateMembers"],
  GetFindingsCommand: ["securityhub:GetFindings"],
  GetItemCommand: ["dynamodb:GetItem"],
  GetMembersCommand: ["securityhub:GetMembers"],
  HeadObjectCommand: ["s3:GetObject", "s3:ListBucket"],
  GetSecretValueCommand: ["secretsmanager:GetSecretValue"],
  CreateGuardDutyMembersCommand: ["guardduty:CreateMembers"],
  GetGuardDutyMembersCommand: ["guardduty:GetMembers"],
  InviteGuardDutyMembersCommand: ["guardduty:InviteMembers"],
  InviteMembersCommand: ["securityhub:InviteMembers"],
  ListMembersCommand: ["securityhub:ListMembers"],
  PutEventsCommand: ["events:PutEvents"],
  PutItemCommand: ["dynamodb:PutItem"],
  PutObjectCommand: ["s3:PutObject"],
  QueryCommand: ["dynamodb:Query"],
  SendMessageCommand: ["sqs:SendMessage"],
  SendTaskSuccessCommand: ["states:SendTaskSuccess"],
  StartExecutionCommand: ["states:StartExecution"],
  TransactWriteItemsCommand: ["dynamodb:PutItem"], // its entries are puts
  UpdateItemCommand: ["dynamodb:UpdateItem"],
  AssumeRoleCommand: ["sts:AssumeRole"],
};

/** Commands that are called with the credentials of a member, by its template. */
const asMember: Record<string, string> = {
  AcceptAdministratorInvitationCommand: "securityhub:AcceptAdministratorInvitation",
  DisableSecurityHubCommand: "securityhub:DisableSecurityHub",
  DisassociateFromAdministratorAccountCommand: "guardduty:DisassociateFromAdministratorAccount",
  EnableSecurityHubCommand: "securityhub:EnableSecurityHub",
  GetAdministratorAccountCommand: "securityhub:GetAdministratorAccount",
  ListDetectorsCommand: "guardduty:ListDetectors",
  ListInvitationsCommand: "securityhub:ListInvitations",
  paginateListRegions: "account:ListRegions",
  AcceptGuardDutyInvitationCommand: "guardduty:AcceptAdministratorInvitation",
  BatchEnableStandardsCommand: "securityhub:BatchEnableStandards",
  CreateDetectorCommand: "guardduty:CreateDetector",
  CreateServiceLinkedRoleCommand: "iam:CreateServiceLinkedRole",
  DescribeConfigurationRecorderStatusCommand: "config:DescribeConfigurationRecorderStatus",
  DescribeConfigurationRecordersCommand: "config:DescribeConfigurationRecorders",
  DescribeDeliveryChannelsCommand: "config:DescribeDeliveryChannels",
  GetDetectorCommand: "guardduty:GetDetector",
  GetGuardDutyAdministratorCommand: "guardduty:GetAdministratorAccount",
  ListGuardDutyInvitationsCommand: "guardduty:ListInvitations",
  PutConfigurationRecorderCommand: "config:PutConfigurationRecorder",
  PutDeliveryChannelCommand: "config:PutDeliveryChannel",
  StartConfigurationRecorderCommand: "config:StartConfigurationRecorder",
  StopConfigurationRecorderCommand: "config:StopConfigurationRecorder",
  paginateDescribeStandards: "securityhub:DescribeStandards",
  paginateGetEnabledStandards: "securityhub:GetEnabledStandards",
};

/** Commands of members that a function calls as the hub. */
const asHubToo: Record<string, Record<string, string[]>> = {
  EnlistRegion: { ListDetectorsCommand: ["guardduty:ListDetectors"] },
};

/** Commands that are called with the credentials of the management account, by its template. */
const asManagement: Record<string, string> = {
  CloseAccountCommand: "organizations:CloseAccount",
  CreateAccountCommand: "organizations:CreateAccount",
  DescribeAccountCommand: "organizations:DescribeAccount",
  DescribeCreateAccountStatusCommand: "organizations:DescribeCreateAccountStatus",
  ListAccountsCommand: "organizations:ListAccounts",
  ListCreateAccountStatusCommand: "organizations:ListCreateAccountStatus",
  ListOrganizationalUnitsForParentCommand: "organizations:ListOrganizationalUnitsForParent",
  ListParentsCommand: "organizations:ListParents",
  ListRootsCommand: "organizations:ListRoots",
  MoveAccountCommand: "organizations:MoveAccount",
  TagResourceCommand: "organizations:TagResource",
};

/** Commands that are called with the access role of a new account, which may do everything. */
const asAccess = ["CreateRoleCommand", "PutRolePolicyCommand"];

/** The code of ours that a function reaches: the rest is shaken off, and packages are left outside. */
async function reached(file: string): Promise<string> {
  const oursOnly: esbuild.Plugin = {
    name: "ours-only",
    setup(build) {
      build.onResolve({ filter: /^[@a-z]/ }, (args) =>
        args.kind === "entry-point" || args.path.startsWith("@rollcall/")
          ? undefined
          : { path: args.path, external: true, sideEffects: false },
      );
    },
  };
  const { outputFiles } = await esbuild.build({
    entryPoints: [path.join(root, file)],
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    logLevel: "silent",
    plugins: [oursOnly],
  });
  return outputFiles[0]!.text;
}

const unique = (items: Iterable<string>) => [...new Set(items)].sort();

const commandsOf = (code: string) =>
  unique(
    [...code.matchAll(/new (\w+Command)\d*\(|\b(paginate\w+)\(/g)].map(
      (match) => (match[1] ?? match[2])!,
    ),
  );

const linksOf = (code: string) =>
  unique([...code.matchAll(/\bResource\d*\.(\w+)/g)].map((match) => match[1]!));

const functions = fs
  .readdirSync(path.join(root, "functions"))
  .map((file) => ({ name: path.basename(file, ".ts"), file: `functions/${file}` }));

const idOf = (name: string) =>
  name.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());

/** What AWS's services need in the role besides: reading event sources, keeping what failed. */
const forServices: Record<string, string[]> = {
  StartRun: ["sqs:SendMessage"],
  StartRollCall: ["sqs:SendMessage"],
  WriteDigest: ["sqs:SendMessage"],
  CheckSetup: ["sqs:SendMessage"],
  Publish: [
    "dynamodb:DescribeStream",
    "dynamodb:GetRecords",
    "dynamodb:GetShardIterator",
    "dynamodb:ListStreams",
    "s3:PutObject",
    "s3:ListBucket",
  ],
  Compose: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
  NoteCall: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
  Post: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
};

/** Functions that read nothing but what an earlier step has written before they were asked. */
const readsWhatIsThere = new Set([
  "CheckAccount",
  "CloseAccounts",
  "EnlistRegion",
  "InviteRegion",
  "ObserveRegion",
  "Post",
  "RequestAccount",
  "RequestApproval",
]);

/** A ledger is read by version; a run's file may be absent, which S3 tells only to whoever may list. */
const reading = (id: string) =>
  id === "OpenRun"
    ? ["s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket"]
    : readsWhatIsThere.has(id)
      ? ["s3:GetObject"]
      : ["s3:GetObject", "s3:ListBucket"];

describe.each(functions)("$name", ({ name, file }) => {
  const id = idOf(name);
  const deployed = app.functions.find((one) => one.id === id)!;

  it("may do what it does, and nothing else", async () => {
    const elsewhere = new Set([
      ...Object.keys(asMember),
      ...Object.keys(asManagement),
      ...asAccess,
    ]);
    const needed = commandsOf(await reached(file))
      .filter((command) => asHubToo[id]?.[command] || !elsewhere.has(command))
      .flatMap((command) =>
        command === "GetObjectCommand"
          ? reading(id)
          : (asHubToo[id]?.[command] ?? asHub[command] ?? [command]),
      );
    const role = app.roles.find((one) => one.arn === deployed.roleArn)!;
    const allowed = statementsOf(role).flatMap((statement) => statement.actions);
    expect(unique(allowed)).toEqual(unique([...needed, ...(forServices[id] ?? [])]));
  });

  it("is given what it reads, and nothing else", async () => {
    expect(Object.keys(deployed.links).sort()).toEqual(linksOf(await reached(file)));
  });
});

describe("roles in other accounts", () => {
  const allowedBy = (template: string) => {
    const text = fs.readFileSync(path.join(root, "templates", template), "utf8");
    return JSON.stringify(readTemplate(text).template.Resources);
  };

  it.each([
    ["member-role.yaml", asMember],
    ["management-role.yaml", asManagement],
  ])("%s allows what is called with its role", async (template, actions) => {
    const code = await Promise.all(functions.map(({ file }) => reached(file)));
    const called = new Set(code.flatMap(commandsOf));
    expect(Object.keys(actions).filter((command) => !called.has(command))).toEqual([]);
    for (const action of Object.values(actions))
      expect(allowedBy(template)).toContain(`"${action}"`);
  });

  it("makes the member role with the same actions as its template", () => {
    const source = fs.readFileSync(path.join(root, "packages/aws/src/iam.ts"), "utf8");
    const actions = (text: string) =>
      unique(text.match(/\b(account|config|guardduty|iam|securityhub):\w+/g) ?? []);
    expect(actions(source).length).toBeGreaterThan(5);
    expect(actions(allowedBy("member-role.yaml"))).toEqual(actions(source));
  });
});
