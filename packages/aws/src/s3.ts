// The ledger bucket: ledgers as they were uploaded, and each run's files as JSON.
import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { Resource } from "sst";
import { ownClientOf } from "./clients.ts";
import { nameOf, translate } from "./errors.ts";

/** One uploaded version of a ledger. */
export interface LedgerVersion {
  bucket: string;
  /** Decoded, as a person reads it. */
  key: string;
  versionId: string;
}

const client = () => ownClientOf(S3Client, "s3");

/** The bytes of one version of an object. Throws AWS's NoSuchKey, NoSuchVersion or AccessDenied. */
export async function read(object: {
  bucket: string;
  key: string;
  versionId?: string | undefined;
}): Promise<Buffer> {
  const { Body } = await client()
    .send(
      new GetObjectCommand({ Bucket: object.bucket, Key: object.key, VersionId: object.versionId }),
    )
    .catch(translate);
  return Buffer.from(await Body!.transformToByteArray());
}

/** Where requests to off-board accounts are uploaded. */
export const OFFBOARDINGS = "offboardings/";

/** Where requests to bring accounts back are uploaded. */
export const RESTORATIONS = "restorations/";

/** Where findings of accounts lie that were taken out of the hub. */
export const FINDINGS = "findings/";

/**
 * Asks for accounts to be off-boarded, or to be brought back, which starts a run. S3 notes who asked. Returns what names
 * the run.
 */
export async function uploadRequest(
  prefix: typeof OFFBOARDINGS | typeof RESTORATIONS,
  name: string,
  accounts: readonly string[],
): Promise<LedgerVersion> {
  const bucket = Resource.Ledgers.name;
  const key = `${prefix}${name}.json`;
  const Body = JSON.stringify({ accounts });
  const { VersionId } = await client()
    .send(new PutObjectCommand({ Bucket: bucket, Key: key, Body, ContentType: "application/json" }))
    .catch(translate);
  return { bucket, key, versionId: VersionId ?? "null" };
}

/** Uploads a ledger under `ledgers/`, which starts its run. Returns what tells this upload from every other. */
export async function uploadLedger(name: string, bytes: Uint8Array): Promise<LedgerVersion> {
  const bucket = Resource.Ledgers.name;
  const key = `ledgers/${name}`;
  const { VersionId } = await client()
    .send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes }))
    .catch(translate);
  return { bucket, key, versionId: VersionId ?? "null" };
}

/** Writes one of a run's files as JSON and returns its key. `name` is a path below `runs/<run>/`. */
export const writeRunFile = (run: string, name: string, content: unknown): Promise<string> =>
  writeJson(`runs/${run}/${name}`, content);

/** The key of one of a run's files; undefined where it was not written. */
export async function findRunFile(run: string, name: string): Promise<string | undefined> {
  const key = `runs/${run}/${name}`;
  try {
    await client()
      .send(new HeadObjectCommand({ Bucket: Resource.Ledgers.name, Key: key }))
      .catch(translate);
    return key;
  } catch (error) {
    // The answer to HEAD has no body, and so no code but its status (HeadObject, API reference).
    if (nameOf(error) === "NotFound") return undefined;
    throw error;
  }
}

/** The key of a day's snapshot. */
export const snapshotKey = (day: string): string => `snapshots/${day}.json`;

/** Writes one of a run's files as it is, such as a CSV, and returns its key. */
export const writeRunBytes = (
  run: string,
  name: string,
  bytes: string | Uint8Array,
  type: string,
): Promise<string> => write(`runs/${run}/${name}`, bytes, type);

/** Writes findings that were exported, a JSON line for each, and returns the key. */
export const writeFindings = (key: string, lines: readonly string[]): Promise<string> =>
  write(`${FINDINGS}${key}`, `${lines.join("\n")}\n`, "application/x-ndjson");

const writeJson = (key: string, content: unknown): Promise<string> =>
  write(key, JSON.stringify(content), "application/json");

async function write(Key: string, Body: string | Uint8Array, ContentType: string): Promise<string> {
  await client()
    .send(new PutObjectCommand({ Bucket: Resource.Ledgers.name, Key, Body, ContentType }))
    .catch(translate);
  return Key;
}

/** Reads one of a run's files; undefined where it was not written. It is our own: trusted, not parsed. */
export const readRunFile = <Content>(run: string, name: string): Promise<Content | undefined> =>
  readJson(`runs/${run}/${name}`);

/** The bytes of an object of the ledger bucket. Throws AWS's NoSuchKey. */
export const readKey = (key: string): Promise<Buffer> =>
  read({ bucket: Resource.Ledgers.name, key });

async function readJson<Content>(key: string): Promise<Content | undefined> {
  try {
    const bytes = await readKey(key);
    return JSON.parse(bytes.toString("utf8")) as Content;
  } catch (error) {
    if (nameOf(error) === "NoSuchKey") return undefined;
    throw error;
  }
}
