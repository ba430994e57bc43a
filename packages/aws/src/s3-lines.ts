// Objects of the ledger bucket that are written and read line by line, so that a function never holds all of one.
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { Resource } from "sst";
import { ownClientOf } from "./clients.ts";
import { nameOf, translate } from "./errors.ts";

const client = () => ownClientOf(S3Client, "s3");

/** Each part but the last has at least 5 MiB (S3 guide, "Multipart upload limits"). */
export const PART = 5 * 1024 * 1024;
/** Lines that are turned into bytes together, in characters: bytes lie outside of the heap. */
const CHUNK = 64 * 1024;

/**
 * An object that is written line by line, in parts once it is longer than one. It appears when it is complete; parts
 * of one that never was are dropped after a week (the bucket's rule "noncurrent").
 */
export class LinesUpload {
  readonly #to: { Bucket: string; Key: string };
  readonly #type: string;
  #text = "";
  #chunks: Buffer[] = [];
  #held = 0;
  #upload: { id: string; parts: { PartNumber: number; ETag: string | undefined }[] } | undefined;

  constructor(key: string, type = "application/json") {
    this.#to = { Bucket: Resource.Ledgers.name, Key: key };
    this.#type = type;
  }

  /** Adds lines, each with its end. */
  async add(lines: string): Promise<void> {
    this.#text += lines;
    if (this.#text.length >= CHUNK) this.#pack();
    if (this.#held >= PART) await this.#part();
  }

  /** Completes the object and returns its key. */
  async end(): Promise<string> {
    this.#pack();
    if (!this.#upload) {
      await client()
        .send(new PutObjectCommand({ ...this.#to, Body: this.#taken(), ContentType: this.#type }))
        .catch(translate);
      return this.#to.Key;
    }
    if (this.#held > 0) await this.#part();
    const { id: UploadId, parts: Parts } = this.#upload;
    await client()
      .send(
        new CompleteMultipartUploadCommand({ ...this.#to, UploadId, MultipartUpload: { Parts } }),
      )
      .catch(translate);
    return this.#to.Key;
  }

  #pack(): void {
    const bytes = Buffer.from(this.#text, "utf8");
    this.#text = "";
    this.#chunks.push(bytes);
    this.#held += bytes.length;
  }

  #taken(): Buffer {
    const bytes = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
    this.#chunks = [];
    this.#held = 0;
    return bytes;
  }

  async #part(): Promise<void> {
    this.#upload ??= { id: await this.#begin(), parts: [] };
    const { id: UploadId, parts } = this.#upload;
    const PartNumber = parts.length + 1;
    const { ETag } = await client()
      .send(new UploadPartCommand({ ...this.#to, UploadId, PartNumber, Body: this.#taken() }))
      .catch(translate);
    parts.push({ PartNumber, ETag });
  }

  async #begin(): Promise<string> {
    const { UploadId } = await client()
      .send(new CreateMultipartUploadCommand({ ...this.#to, ContentType: this.#type }))
      .catch(translate);
    return UploadId!;
  }
}

/**
 * Bytes that become text together: few enough for their lines to be gone again before the garbage collector takes
 * them for something that stays.
 */
const DECODED = 4 * 1024;

/**
 * The lines of an object, without their ends, some at a time: a promise for each would be most of what is held. Undefined where there is no such object.
 */
export async function linesOf(
  key: string,
): Promise<AsyncGenerator<string[], void, undefined> | undefined> {
  try {
    const { Body } = await client()
      .send(new GetObjectCommand({ Bucket: Resource.Ledgers.name, Key: key }))
      .catch(translate);
    return split(Body as unknown as AsyncIterable<Uint8Array>);
  } catch (error) {
    if (nameOf(error) === "NoSuchKey") return undefined;
    throw error;
  }
}

async function* split(body: AsyncIterable<Uint8Array>): AsyncGenerator<string[], void, undefined> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const bytes of body)
    for (let at = 0; at < bytes.length; at += DECODED) {
      const some = bytes.subarray(at, at + DECODED);
      const lines = (rest + decoder.decode(some, { stream: true })).split("\n");
      rest = lines.pop()!;
      if (lines.length > 0) yield lines;
    }
  if (rest !== "") yield [rest];
}
