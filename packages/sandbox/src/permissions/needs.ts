// The table of all needs: for each operation that the sandbox has, what IAM is asked about it.
import type { Rows } from "./need.ts";
import { account, ec2, iam, organizations, sts } from "./needs/accounts.ts";
import { lambda, states } from "./needs/compute.ts";
import { dynamodb, streams } from "./needs/dynamodb.ts";
import { logs, secretsmanager, ssm } from "./needs/keeping.ts";
import { events, sqs } from "./needs/messaging.ts";
import { s3 } from "./needs/s3.ts";
import { config, guardduty, securityhub } from "./needs/security.ts";

/** Rows by the sandbox's name of a service, then by operation. */
export const needs: Record<string, Rows> = {
  account,
  config,
  dynamodb,
  ec2,
  events,
  guardduty,
  iam,
  lambda,
  logs,
  organizations,
  s3,
  secretsmanager,
  securityhub,
  sqs,
  ssm,
  states,
  streams,
  sts,
};
