// AddPermission and RemovePermission: statements of the queue's policy under a label.
import { invalid } from "./message.ts";
import type { QueueRecord } from "./queue.ts";

interface Statement {
  Sid?: string;
}
interface Policy {
  Version: string;
  Id: string;
  Statement: Statement[];
}

/** What AddPermission asks for. */
export interface Permission {
  Label: string;
  AWSAccountIds: string[];
  Actions: string[];
}

function policyOf({ arn, attributes }: QueueRecord): Policy {
  const text = attributes.Policy;
  if (text) return JSON.parse(text);
  return { Version: "2008-10-17", Id: `${arn}/SQSDefaultPolicy`, Statement: [] };
}

const oneOrAll = (values: string[]) => (values.length === 1 ? values[0] : values);

/** The policy's text with the permission; refuses a label that is taken. */
export function withPermission(
  record: QueueRecord,
  { Label, AWSAccountIds, Actions }: Permission,
): string {
  const policy = policyOf(record);
  if (policy.Statement.some(({ Sid }) => Sid === Label))
    throw invalid(`Value ${Label} for parameter Label is invalid. Reason: Already exists.`);
  const statement = {
    Sid: Label,
    Effect: "Allow",
    Principal: { AWS: oneOrAll(AWSAccountIds.map((id) => `arn:aws:iam::${id}:root`)) },
    Action: oneOrAll(Actions.map((action) => `SQS:${action}`)),
    Resource: record.arn,
  };
  return JSON.stringify({ ...policy, Statement: [...policy.Statement, statement] });
}

/** The policy's text without the label, "" where nothing is left; refuses a label that is not there. */
export function withoutPermission(record: QueueRecord, label: string): string {
  const policy = policyOf(record);
  const left = policy.Statement.filter(({ Sid }) => Sid !== label);
  if (left.length === policy.Statement.length)
    throw invalid(`Value ${label} for parameter Label is invalid. Reason: can't find label.`);
  return left.length === 0 ? "" : JSON.stringify({ ...policy, Statement: left });
}
