// What the needs of a call depend on beside its input: keys of tables, owners of buckets, machines behind tokens. Read
// from what the services keep.
import { type Role, Roles } from "../estate/roles.ts";
import { policyText } from "../services/iam/managed-policies.ts";
import type { World } from "../wire/service.ts";

/** Looks into the world. */
export interface Facts {
  role(account: string, name: string): Role | undefined;
  /** The text of a policy that a customer manages. */
  managedPolicy(arn: string): string | undefined;
  /** Name of the partition key of a table, or of one of its indexes. */
  hashKey(
    at: { account: string; region: string },
    table: string,
    index?: string,
  ): string | undefined;
  bucketOwner(name: string): string | undefined;
  bucketPolicy(name: string): string | undefined;
  /** Whether S3 would find an object, in its latest version. */
  hasObject(bucket: string, key: string): boolean;
  /** The execution that waits under a task token. */
  executionOf(taskToken: string): string | undefined;
  /** The ARN of a secret, by its name or by a part of its ARN. */
  secretArn(at: { account: string; region: string }, id: string): string | undefined;
  busPolicy(arn: string): string | undefined;
  queuePolicy(arn: string): string | undefined;
}

interface TableKeys {
  KeySchema: { AttributeName: string; KeyType: string }[];
  GlobalSecondaryIndexes?: (TableKeys & { IndexName: string })[];
  LocalSecondaryIndexes?: (TableKeys & { IndexName: string })[];
}

const hashOf = (keys: TableKeys | undefined): string | undefined =>
  keys?.KeySchema.find(({ KeyType }) => KeyType === "HASH")?.AttributeName;

/** The facts of a world. */
export function factsOf(world: World): Facts {
  const { store } = world;
  const roles = new Roles(world);
  const tables = store.collection<TableKeys>("dynamodb/tables");
  const buckets = store.collection<{ account: string; policy?: string }>("s3/buckets");
  const tokens = store.collection<{ executionArn: string }>("states/tokens");
  const secrets = store.collection<{ name: string; arn: string; account: string; region: string }>(
    "secretsmanager/secrets",
  );
  const buses = store.collection<string>("events/policies");
  const queues = store.collection<{ attributes: Record<string, string> }>("sqs/queues");
  return {
    role: (account, name) => roles.get(account, name),
    managedPolicy: (arn) => policyText(world, arn),
    hashKey({ account, region }, name, index) {
      const table = tables.get(`${account}/${region}/${name}`);
      if (!index) return hashOf(table);
      const all = [
        ...(table?.GlobalSecondaryIndexes ?? []),
        ...(table?.LocalSecondaryIndexes ?? []),
      ];
      return hashOf(all.find(({ IndexName }) => IndexName === index));
    },
    bucketOwner: (name) => buckets.get(name)?.account,
    bucketPolicy: (name) => buckets.get(name)?.policy,
    hasObject(bucket, key) {
      const versions = store.collection<{ content?: object }[]>(`s3/objects/${bucket}`).get(key);
      return versions?.[0]?.content !== undefined; // without content it is a delete marker
    },
    executionOf: (token) => tokens.get(token)?.executionArn,
    secretArn({ account, region }, id) {
      if (/^arn:.*-[A-Za-z0-9]{6}$/.test(id)) return id;
      for (const one of secrets.values())
        if (one.account === account && one.region === region)
          if (one.name === id || one.arn === id || one.arn.slice(0, -7) === id) return one.arn;
      return undefined;
    },
    busPolicy: (arn) => buses.get(arn),
    queuePolicy: (arn) => queues.get(arn)?.attributes.Policy || undefined,
  };
}
