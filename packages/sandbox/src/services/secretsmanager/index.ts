// Secrets Manager: secrets by name and ARN, with their versions and stages.
import * as client from "@aws-sdk/client-secrets-manager";
import { AwsError, type Handlers, type Service, type World } from "../../wire/service.ts";
import { CURRENT, type Secret, Secrets } from "./secret.ts";

const DAY = 24 * 60 * 60_000;

/** Secrets Manager, and what booting an app asks of it. */
export interface SecretsManager extends Service {
  /** Makes a secret with an ARN that was decided elsewhere, unless it exists; it has no value yet. */
  declare(name: string, arn: string): void;
}

/** Secrets Manager in a world. */
export function secretsManager(world: World): SecretsManager {
  const secrets = new Secrets(world);
  const handlers: Handlers = {
    CreateSecret(input, context) {
      if (!/^[\w/+=.@!-]{1,512}$/.test(input.Name))
        throw new AwsError(
          "ValidationException",
          "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!",
        );
      oneValue(input);
      const secret = secrets.create(input.Name, context, described(input));
      const named = { ARN: secret.arn, Name: secret.name };
      if (input.SecretString === undefined && input.SecretBinary === undefined) {
        secrets.save(secret);
        return named;
      }
      const made = secrets.withVersion(secret, input);
      secrets.save(made.secret);
      return { ...named, VersionId: made.id };
    },

    GetSecretValue({ SecretId, VersionId, VersionStage }, context) {
      const secret = secrets.live(SecretId, context);
      const stage = VersionStage ?? CURRENT;
      const [id, version] =
        Object.entries(secret.versions).find(([id, { stages }]) =>
          VersionId === undefined ? stages.includes(stage) : id === VersionId,
        ) ?? [];
      if (!version || (VersionStage !== undefined && !version.stages.includes(stage)))
        throw new AwsError(
          "ResourceNotFoundException",
          `Secrets Manager can't find the specified secret value for ${VersionId === undefined ? `staging label: ${stage}` : `VersionId: ${VersionId}`}`,
        );
      return {
        ARN: secret.arn,
        Name: secret.name,
        VersionId: id,
        VersionStages: version.stages,
        CreatedDate: new Date(version.createdAt),
        SecretString: version.text,
        ...(version.binary !== undefined && {
          SecretBinary: Buffer.from(version.binary, "base64"),
        }),
      };
    },

    PutSecretValue(input, context) {
      oneValue(input);
      const { secret, id } = secrets.withVersion(
        secrets.live(input.SecretId, context),
        input,
        input.VersionStages,
      );
      secrets.save(secret);
      const { stages } = secret.versions[id]!;
      return { ARN: secret.arn, Name: secret.name, VersionId: id, VersionStages: stages };
    },

    UpdateSecret(input, context) {
      oneValue(input);
      let secret: Secret = { ...secrets.live(input.SecretId, context), ...described(input) };
      let VersionId: string | undefined;
      if (input.SecretString !== undefined || input.SecretBinary !== undefined)
        ({ secret, id: VersionId } = secrets.withVersion(secret, input));
      secrets.save({ ...secret, changedAt: world.clock.now() });
      return { ARN: secret.arn, Name: secret.name, VersionId };
    },

    DescribeSecret: ({ SecretId }, context) => entry(secrets.find(SecretId, context)),

    ListSecrets({ MaxResults = 100, NextToken, Filters = [], IncludePlannedDeletion }, context) {
      const filters: { Key?: string; Values?: string[] }[] = Filters;
      const all = secrets
        .of(context.account, context.region)
        .filter((secret) => IncludePlannedDeletion || secret.deletesAt === undefined)
        .filter((secret) => filters.every((filter) => meets(secret, filter)));
      const from = Number(NextToken ?? 0);
      const next = from + MaxResults < all.length ? String(from + MaxResults) : undefined;
      return { SecretList: all.slice(from, from + MaxResults).map(entry), NextToken: next };
    },

    ListSecretVersionIds({ SecretId }, context) {
      const { arn, name, versions } = secrets.find(SecretId, context);
      const listed = Object.entries(versions).map(([VersionId, { stages, createdAt }]) => ({
        VersionId,
        VersionStages: stages,
        CreatedDate: new Date(createdAt),
      }));
      return { ARN: arn, Name: name, Versions: listed };
    },

    DeleteSecret(input, context) {
      const { SecretId, RecoveryWindowInDays = 30, ForceDeleteWithoutRecovery } = input;
      if (ForceDeleteWithoutRecovery && input.RecoveryWindowInDays !== undefined)
        throw invalid(
          "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
        );
      if (!(RecoveryWindowInDays >= 7 && RecoveryWindowInDays <= 30))
        throw invalid("The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
      // By force, even what is not there goes (API reference).
      const known = !ForceDeleteWithoutRecovery || secrets.has(SecretId, context);
      const secret = known
        ? secrets.live(SecretId, context)
        : secrets.create(SecretId, context, {});
      const days = ForceDeleteWithoutRecovery ? 0 : RecoveryWindowInDays;
      const deletesAt = world.clock.now() + days * DAY;
      if (ForceDeleteWithoutRecovery) secrets.delete(secret);
      else secrets.save({ ...secret, deletesAt });
      return { ARN: secret.arn, Name: secret.name, DeletionDate: new Date(deletesAt) };
    },

    RestoreSecret({ SecretId }, context) {
      const { deletesAt: _, ...secret } = secrets.find(SecretId, context);
      secrets.save(secret);
      return { ARN: secret.arn, Name: secret.name };
    },
  };

  return {
    id: "secretsmanager",
    client,
    protocol: "json",
    target: "secretsmanager",
    handlers,
    declare(name, arn) {
      const [, , , region = "", account = ""] = arn.split(":");
      const exists = secrets.of(account, region).some((secret) => secret.name === name);
      if (!exists) secrets.save(secrets.create(name, { account, region }, { arn }));
    },
  };
}

const invalid = (message: string) => new AwsError("InvalidParameterException", message);

/** A secret is a text or bytes. */
function oneValue({ SecretString, SecretBinary }: Record<string, unknown>): void {
  if (SecretString !== undefined && SecretBinary !== undefined)
    throw invalid(
      "You can't specify both a binary secret value and a string secret value in the same secret.",
    );
}

const described = ({ Description, KmsKeyId, Tags }: Record<string, unknown>): Partial<Secret> => ({
  ...(Description !== undefined && { description: Description as string }),
  ...(KmsKeyId !== undefined && { kmsKeyId: KmsKeyId as string }),
  ...(Tags !== undefined && { tags: Tags as NonNullable<Secret["tags"]> }),
});

const entry = (secret: Secret) => ({
  ARN: secret.arn,
  Name: secret.name,
  Description: secret.description,
  KmsKeyId: secret.kmsKeyId,
  Tags: secret.tags,
  CreatedDate: new Date(secret.createdAt),
  LastChangedDate: new Date(secret.changedAt),
  ...(secret.deletesAt !== undefined && { DeletedDate: new Date(secret.deletesAt) }),
  VersionIdsToStages: Object.fromEntries(
    Object.entries(secret.versions).map(([id, { stages }]) => [id, stages]),
  ),
});

/** Filters compare beginnings; "!" before a value means all others (API reference). */
function meets(secret: Secret, { Key, Values = [] }: { Key?: string; Values?: string[] }): boolean {
  const text = Key === "description" ? (secret.description ?? "") : secret.name;
  return Values.some((value) =>
    value.startsWith("!") ? !text.startsWith(value.slice(1)) : text.startsWith(value),
  );
}
