/// <reference path="../../../.sst/platform/config.d.ts" />
// What functions may do, in the words that their `permissions` use. Nothing here covers a wildcard
// action; what covers every resource is listed with its reason in check/wildcards.ts.
import { partition } from "./account.ts";
import { ledgers } from "./ledgers.ts";
import { settings } from "./settings.ts";
import { table } from "./table.ts";

/**
 * Calls DynamoDB on the table, and queries its indexes. A transaction needs the permissions of what it
 * consists of: its puts are PutItem (DynamoDB guide, "Transactions").
 */
export const onTable = (...operations: string[]) => [
  { actions: operations.map((name) => `dynamodb:${name}`), resources: [table.arn] },
  ...(operations.includes("Query")
    ? [{ actions: ["dynamodb:Query"], resources: [$interpolate`${table.arn}/index/*`] }]
    : []),
];

/** Reads an uploaded ledger, in the version that the run was started with. */
export const readLedgers = {
  actions: ["s3:GetObject", "s3:GetObjectVersion"],
  resources: [$interpolate`${ledgers.arn}/ledgers/*`],
};

const runs = [$interpolate`${ledgers.arn}/runs/*`];

/** Reads the files of a run, for AWS's services: they know which files there are. */
export const readRunFiles = { actions: ["s3:GetObject"], resources: runs };

/**
 * Reads the files of a run that may not be there: without s3:ListBucket, S3 answers AccessDenied
 * instead of NoSuchKey (GetObject, API reference).
 */
export const readRuns = [readRunFiles, { actions: ["s3:ListBucket"], resources: [ledgers.arn] }];

/** Writes the files of a run. */
export const writeRuns = { actions: ["s3:PutObject"], resources: runs };

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
