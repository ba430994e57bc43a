/// <reference path="../../../.sst/platform/config.d.ts" />
// What functions may do, in the words that their `permissions` use. Nothing here covers a wildcard
// action; what covers every resource is listed with its reason in check/wildcards.ts.
import { partition } from "./account.ts";
import { ledgers } from "./ledgers.ts";
import { settings } from "./settings.ts";
import { table } from "./table.ts";

const readings = ["GetItem", "BatchGetItem", "Query"];

/**
 * Task tokens lie in the table under keys of their own. Whoever has one can let a run go on, so reading them is
 * refused to everybody but the decider. (DynamoDB guide, "Using IAM policy conditions for fine-grained access control")
 */
const noTokens = (operations: string[]) => {
  const reads = operations.filter((name) => readings.includes(name));
  if (reads.length === 0) return [];
  return [
    {
      effect: "deny" as const,
      actions: reads.map((name) => `dynamodb:${name}`),
      resources: [table.arn],
      conditions: [
        {
          test: "ForAnyValue:StringLike",
          variable: "dynamodb:LeadingKeys",
          values: ["TOKEN#*"],
        },
      ],
    },
  ];
};

/** Like `onTable`, and may read task tokens. */
export const onTableWithTokens = (...operations: string[]) => [
  { actions: operations.map((name) => `dynamodb:${name}`), resources: [table.arn] },
];

/** Queries the table's indexes. */
export const queryIndexes = {
  actions: ["dynamodb:Query"],
  resources: [$interpolate`${table.arn}/index/*`],
};

/**
 * Calls DynamoDB on the table. A transaction needs the permissions of what it
 * consists of: its puts are PutItem (DynamoDB guide, "Transactions").
 */
export const onTable = (...operations: string[]) => [
  ...onTableWithTokens(...operations),
  ...noTokens(operations),
];

/** Reads an uploaded ledger, or what was asked for by account, in the version that the run was started with. */
export const readLedgers = {
  actions: ["s3:GetObjectVersion"],
  resources: [
    $interpolate`${ledgers.arn}/ledgers/*`,
    $interpolate`${ledgers.arn}/offboardings/*`,
    $interpolate`${ledgers.arn}/restorations/*`,
    $interpolate`${ledgers.arn}/closures/*`,
  ],
};

const runs = [$interpolate`${ledgers.arn}/runs/*`];

/** Reads the files of a run that are there: written by an earlier step, before this one was asked for. */
export const readRunFiles = { actions: ["s3:GetObject"], resources: runs };

/**
 * Reads the files of a run that may not be there: without s3:ListBucket, S3 answers AccessDenied
 * instead of NoSuchKey (GetObject, API reference).
 */
export const readRuns = [readRunFiles, { actions: ["s3:ListBucket"], resources: [ledgers.arn] }];

/** Writes the files of a run. */
export const writeRuns = { actions: ["s3:PutObject"], resources: runs };

/** Writes findings of accounts that are about to leave the hub. */
export const writeFindings = {
  actions: ["s3:PutObject"],
  resources: [$interpolate`${ledgers.arn}/findings/*`],
};

/** Enters the management account; nothing, when settings name none. */
export const enterManagement = settings.management
  ? [
      {
        actions: ["sts:AssumeRole"],
        resources: [
          `arn:${partition}:iam::${settings.management.account}:role/${settings.management.role.name}`,
        ],
      },
    ]
  : [];

/** Enters any member by the one role name; its trust policy and ExternalId decide the rest. */
export const enterMembers = {
  actions: ["sts:AssumeRole"],
  resources: [`arn:${partition}:iam::*:role/${settings.memberRole.name}`],
};

/** Calls Security Hub as the hub. Its membership calls have no resource to name (IAM reference). */
export const onHub = (...operations: string[]) => ({
  actions: operations.map((operation) => `securityhub:${operation}`),
  resources: ["*"],
});

/**
 * Adds and invites members of the hub's GuardDuty, in any Region. Detectors are listed without a resource to name
 * (IAM service reference).
 */
export const onHubGuardDuty = [
  { actions: ["guardduty:ListDetectors"], resources: ["*"] },
  {
    actions: ["CreateMembers", "GetMembers", "InviteMembers"].map((one) => `guardduty:${one}`),
    resources: [`arn:${partition}:guardduty:*:${settings.hub.account}:detector/*`],
  },
];

/** Writes the snapshot of a day. */
export const writeSnapshots = {
  actions: ["s3:PutObject"],
  resources: [$interpolate`${ledgers.arn}/snapshots/*`],
};

/** Reads snapshots. */
export const readSnapshots = {
  actions: ["s3:GetObject"],
  resources: [$interpolate`${ledgers.arn}/snapshots/*`],
};
