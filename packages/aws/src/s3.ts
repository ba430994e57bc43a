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

/** Where what is asked for by account is uploaded: to take accounts out, to bring them back, to close them for good. */
export const REQUESTS = {
  offboard: "offboardings/",
  restore: "restorations/",
  close: "closures/",
} as const;
export type RequestKind = keyof typeof REQUESTS;

/** Where findings of accounts lie that were taken out of the hub. */
export const FINDINGS = "findings/";

/** Asks for something to be done with accounts, which starts a run. S3 notes who asked. Returns what names the run. */
export async function uploadRequest(
  kind: RequestKind,
  wanted: { accounts: readonly string[]; memberSide?: boolean | undefined },
): Promise<LedgerVersion> {
  const bucket = Resource.Ledgers.name;
  const name = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  const key = `${REQUESTS[kind]}${name}.json`;
  const Body = JSON.stringify(wanted);
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

/** Writes one of a run's files as it is, such as a CSV, and returns its key. `saveAs` is its name where it is downloaded. */
export const writeRunBytes = (
  run: string,
  name: string,
  bytes: string | Uint8Array,
  type: string,
  saveAs?: string,
): Promise<string> => write(`runs/${run}/${name}`, bytes, type, saveAs);

/** Writes findings that were exported, a JSON line for each, and returns the key. */
export const writeFindings = (key: string, lines: readonly string[]): Promise<string> =>
  write(`${FINDINGS}${key}`, `${lines.join("\n")}\n`, "application/x-ndjson");

const writeJson = (key: string, content: unknown): Promise<string> =>
  write(key, JSON.stringify(content), "application/json");

async function write(
  Key: string,
  Body: string | Uint8Array,
  ContentType: string,
  saveAs?: string,
): Promise<string> {
  // The form for names that are not ASCII (RFC 6266); headers of S3 are ASCII.
  const ContentDisposition = saveAs && `attachment; filename*=UTF-8''${encoded(saveAs)}`;
  const put = { Bucket: Resource.Ledgers.name, Key, Body, ContentType, ContentDisposition };
  await client().send(new PutObjectCommand(put)).catch(translate);
  return Key;
}

/** Characters that encodeURIComponent leaves and RFC 5987 does not take. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );

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
