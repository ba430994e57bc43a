// Secrets are read when they are needed and kept for minutes, in memory only.
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { ownClientOf } from "./clients.ts";
import { translate } from "./errors.ts";

/** A rotated secret is seen after this many milliseconds. */
const KEPT = 5 * 60_000;

const kept = new Map<string, { value: string; until: number }>();

/** The text of a secret. Throws AWS's ResourceNotFoundException when it has no value yet. */
export async function secretOf(name: string): Promise<string> {
  const known = kept.get(name);
  if (known && known.until > Date.now()) return known.value;
  const { SecretString } = await ownClientOf(SecretsManagerClient, "secretsmanager")
    .send(new GetSecretValueCommand({ SecretId: name }))
    .catch(translate);
  const value = SecretString ?? "";
  kept.set(name, { value, until: Date.now() + KEPT });
  return value;
}
