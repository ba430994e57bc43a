// Secrets and their versions.
import { randomText, randomUuid } from "../../random.ts";
import { AwsError, type Context, type World } from "../../wire/service.ts";

/** A secret; times are milliseconds since 1970 on the sandbox's clock. */
export interface Secret {
  name: string;
  arn: string;
  account: string;
  region: string;
  description?: string;
  kmsKeyId?: string;
  tags?: { Key: string; Value: string }[];
  createdAt: number;
  changedAt: number;
  /** When it is to be deleted; until then it can be restored. */
  deletesAt?: number;
  /** By version id. */
  versions: Record<string, SecretVersion>;
}

/** A value; exactly one of `text` and `binary`. */
export interface SecretVersion {
  text?: string;
  /** Base64. */
  binary?: string;
  stages: string[];
  createdAt: number;
}

/** The stage that GetSecretValue reads unless told otherwise. */
export const CURRENT = "AWSCURRENT";
const PREVIOUS = "AWSPREVIOUS";

const notFound = () =>
  new AwsError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");

/** A value as the operations take it. */
export interface Value {
  SecretString?: string;
  SecretBinary?: Buffer;
  ClientRequestToken?: string;
}

/** All secrets, kept in the store. */
export class Secrets {
  readonly #world: World;
  readonly #rows;

  constructor(world: World) {
    this.#world = world;
    this.#rows = world.store.collection<Secret>("secretsmanager/secrets");
  }

  /** By name, ARN, or ARN without the six random characters; secrets that are being deleted too. */
  find(id: string, context: Pick<Context, "account" | "region">): Secret {
    const found = this.#named(id, context);
    if (!found) throw notFound();
    return found;
  }

  /** Whether `find` would find it. */
  has(id: string, context: Pick<Context, "account" | "region">): boolean {
    return this.#named(id, context) !== undefined;
  }

  #named(id: string, { account, region }: Pick<Context, "account" | "region">): Secret | undefined {
    const found =
      this.#rows.get(keyOf(account, region, id)) ??
      this.of(account, region).find(({ arn }) => arn === id || arn.slice(0, -7) === id);
    return found && !this.#gone(found) ? found : undefined;
  }

  /** As `find`, but refuses secrets that are being deleted. */
  live(id: string, context: Pick<Context, "account" | "region">): Secret {
    const secret = this.find(id, context);
    if (secret.deletesAt === undefined) return secret;
    throw new AwsError(
      "InvalidRequestException",
      "You can't perform this operation on the secret because it was marked for deletion.",
    );
  }

  of(account: string, region: string): Secret[] {
    return [...this.#rows.values()].filter(
      (secret) => secret.account === account && secret.region === region && !this.#gone(secret),
    );
  }

  save(secret: Secret): Secret {
    this.#rows.set(keyOf(secret.account, secret.region, secret.name), secret);
    return secret;
  }

  delete({ account, region, name }: Secret): void {
    this.#rows.delete(keyOf(account, region, name));
  }

  /** A new secret, without a version; `arn` is for secrets whose ARN was decided elsewhere. */
  create(
    name: string,
    { account, region }: Pick<Context, "account" | "region">,
    more: Partial<Secret> = {},
  ): Secret {
    const existing = this.#rows.get(keyOf(account, region, name));
    if (existing && !this.#gone(existing))
      throw existing.deletesAt === undefined
        ? new AwsError(
            "ResourceExistsException",
            `The operation failed because the secret ${name} already exists.`,
          )
        : new AwsError(
            "InvalidRequestException",
            "You can't create this secret because a secret with this name is already scheduled for deletion.",
          );
    const now = this.#world.clock.now();
    const suffix = randomText(this.#world.random, 6, LETTERS);
    const arn = `arn:aws:secretsmanager:${region}:${account}:secret:${name}-${suffix}`;
    return { name, arn, account, region, createdAt: now, changedAt: now, versions: {}, ...more };
  }

  /** The secret with a further version, which becomes the current one unless other stages are named. */
  withVersion(secret: Secret, value: Value, stages = [CURRENT]): { secret: Secret; id: string } {
    const id = value.ClientRequestToken ?? randomUuid(this.#world.random);
    const version: SecretVersion = {
      ...(value.SecretString !== undefined && { text: value.SecretString }),
      ...(value.SecretBinary !== undefined && { binary: value.SecretBinary.toString("base64") }),
      stages,
      createdAt: this.#world.clock.now(),
    };
    const existing = secret.versions[id];
    if (existing) {
      // The same token with the same value is a repeat, with another value a mistake (API reference).
      if (existing.text === version.text && existing.binary === version.binary)
        return { secret, id };
      throw new AwsError(
        "ResourceExistsException",
        "You can't use ClientRequestToken because that value is already in use for a version of secret.",
      );
    }
    const versions: Record<string, SecretVersion> = {};
    for (const [other, old] of Object.entries(secret.versions)) {
      const wasCurrent = old.stages.includes(CURRENT) && stages.includes(CURRENT);
      const left = old.stages.filter(
        (stage) => !stages.includes(stage) && !(stage === PREVIOUS && stages.includes(CURRENT)),
      );
      const kept = wasCurrent ? [...left, PREVIOUS] : left;
      if (kept.length > 0) versions[other] = { ...old, stages: kept };
    }
    versions[id] = version;
    return { secret: { ...secret, versions, changedAt: version.createdAt }, id };
  }

  #gone({ deletesAt }: Secret): boolean {
    return deletesAt !== undefined && deletesAt <= this.#world.clock.now();
  }
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const keyOf = (account: string, region: string, name: string) => `${account}/${region}/${name}`;
