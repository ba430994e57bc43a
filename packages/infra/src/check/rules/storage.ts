import type { Json } from "../../synth/json.ts";
import { list, ofType, type Rule, type Synthesized } from "../rule.ts";

function isPrivate(given: Synthesized, bucket: string): boolean {
  const block = ofType(given, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock").find(
    (one) => one.inputs.bucket === bucket,
  )?.inputs;
  return Boolean(
    block?.blockPublicAcls &&
      block.blockPublicPolicy &&
      block.ignorePublicAcls &&
      block.restrictPublicBuckets,
  );
}

function refusesPlainHttp(given: Synthesized, bucket: string): boolean {
  return ofType(given, "aws:s3/bucketPolicy:BucketPolicy")
    .filter((one) => one.inputs.bucket === bucket)
    .flatMap((one) => list<Json>(JSON.parse(one.inputs.policy).Statement))
    .some(
      (statement) =>
        statement.Effect === "Deny" &&
        statement.Condition?.Bool?.["aws:SecureTransport"] === "false",
    );
}

/** What is stored stays ours, and can be brought back. */
export const storage: Rule = {
  name: "storage",
  holds: "buckets are private and never emptied, ledgers keep versions, tables can be restored",
  problems(given) {
    const { app } = given;
    const raw = ofType(given, "aws:s3/bucket:Bucket");
    const tables = ofType(given, "aws:dynamodb/table:Table");
    const values = ofType(given, "aws:secretsmanager/secretVersion:SecretVersion");
    return [
      ...app.buckets.flatMap(({ name, versioning, notifications }) => [
        ...(isPrivate(given, name) ? [] : [`${name} is not private`]),
        ...(refusesPlainHttp(given, name) ? [] : [`${name} can be read without TLS`]),
        ...(notifications.length > 0 && !versioning ? [`${name} keeps no versions`] : []),
        ...(raw.some((one) => one.inputs.bucket === name && one.inputs.forceDestroy)
          ? [`${name} would be emptied when the stage is removed`]
          : []),
      ]),
      ...tables
        .filter((one) => one.inputs.pointInTimeRecovery?.enabled !== true)
        .map((one) => `${one.inputs.name} has no point-in-time recovery`),
      ...values.map((one) => `${one.name} would put a secret's value into the state`),
    ];
  },
};
