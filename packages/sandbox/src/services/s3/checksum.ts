// Checksums of what is uploaded: the digest of its MD5, and one of S3's own five algorithms
// (S3 user guide, "Checking object integrity").
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { badDigest, invalidDigest, invalidRequest } from "./errors.ts";

const ALGORITHMS = ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"] as const;

/** The algorithms that S3 knows; members of its API are named `ChecksumSHA256` and so on. */
export type Algorithm = (typeof ALGORITHMS)[number];

/** A checksum in base64; of a multipart upload's parts together it ends with their number. */
export interface Checksum {
  algorithm: Algorithm;
  value: string;
  type: "FULL_OBJECT" | "COMPOSITE";
}

/** The MD5 digest, of which S3 makes entity tags. */
export const md5 = (bytes: Buffer): Buffer => createHash("md5").update(bytes).digest();

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
};

/** Reflected CRC tables; each entry as a high and a low half, the high one of a 32-bit CRC being 0. */
function table(polynomial: bigint): { high: Uint32Array; low: Uint32Array } {
  const [high, low] = [new Uint32Array(256), new Uint32Array(256)];
  for (let at = 0; at < 256; at++) {
    let value = BigInt(at);
    for (let bit = 0; bit < 8; bit++) value = value & 1n ? (value >> 1n) ^ polynomial : value >> 1n;
    high[at] = Number(value >> 32n);
    low[at] = Number(value & 0xffffffffn);
  }
  return { high, low };
}

let castagnoli: ReturnType<typeof table> | undefined;
let nvme: ReturnType<typeof table> | undefined;

function crc32c(bytes: Buffer): Buffer {
  castagnoli ??= table(0x82f63b78n);
  let value = 0xffffffff;
  for (const byte of bytes) value = castagnoli.low[(value ^ byte) & 0xff]! ^ (value >>> 8);
  return uint32(~value);
}

function crc64nvme(bytes: Buffer): Buffer {
  nvme ??= table(0x9a6c9329ac4bc9b5n);
  let [high, low] = [0xffffffff, 0xffffffff];
  for (const byte of bytes) {
    const at = (low ^ byte) & 0xff;
    low = nvme.low[at]! ^ ((low >>> 8) | (high << 24));
    high = nvme.high[at]! ^ (high >>> 8);
  }
  return Buffer.concat([uint32(~high), uint32(~low)]);
}

const DIGESTS: Record<Algorithm, (bytes: Buffer) => Buffer> = {
  CRC32: (bytes) => uint32(crc32(bytes)),
  CRC32C: crc32c,
  CRC64NVME: crc64nvme,
  SHA1: (bytes) => createHash("sha1").update(bytes).digest(),
  SHA256: (bytes) => createHash("sha256").update(bytes).digest(),
};

/** The checksum of bytes, in base64. */
export const checksum = (algorithm: Algorithm, bytes: Buffer): Checksum => ({
  algorithm,
  value: DIGESTS[algorithm](bytes).toString("base64"),
  type: "FULL_OBJECT",
});

/** The checksum of an upload's parts: of their checksums one behind the other, and how many they are. */
export function composite(algorithm: Algorithm, parts: (string | undefined)[]): Checksum {
  const digests = parts.map((one) => Buffer.from(one ?? "", "base64"));
  const { value } = checksum(algorithm, Buffer.concat(digests));
  return { algorithm, value: `${value}-${parts.length}`, type: "COMPOSITE" };
}

/** What an answer says of it: `ChecksumSHA256` and `ChecksumType`. */
export const shown = ({ algorithm, value, type }: Checksum): Record<string, string> => ({
  [`Checksum${algorithm}`]: value,
  ChecksumType: type,
});

/** The algorithm that an upload asks for by name. */
export function algorithmOf(name: unknown): Algorithm | undefined {
  if (name === undefined) return undefined;
  const known = ALGORITHMS.find((one) => one === String(name).toUpperCase());
  if (known) return known;
  throw invalidRequest(
    "Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]",
  );
}

const lengthOf = (text: string): number => Buffer.from(text, "base64").length;
const isBase64 = (text: string): boolean => Buffer.from(text, "base64").toString("base64") === text;

/**
 * Refuses an upload whose bytes are not what its headers promised, and gives its checksum: by the
 * algorithm that it names, or else CRC-32, which today's clients ask for.
 */
export function checkDigest(
  bytes: Buffer,
  digest: Buffer,
  input: Record<string, unknown>,
): Checksum {
  const { ContentMD5 } = input as { ContentMD5?: string };
  if (ContentMD5 !== undefined) {
    if (!isBase64(ContentMD5) || lengthOf(ContentMD5) !== 16)
      throw invalidDigest({ "Content-MD5": ContentMD5 });
    const calculated = digest.toString("base64");
    if (ContentMD5 !== calculated)
      throw badDigest("Content-MD5 you specified did not match what we received.", {
        ExpectedDigest: Buffer.from(ContentMD5, "base64").toString("hex"),
        CalculatedDigest: calculated,
      });
  }
  const given = ALGORITHMS.filter((one) => input[`Checksum${one}`] !== undefined);
  if (given.length > 1)
    throw invalidRequest(
      "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.",
    );
  const algorithm = given[0] ?? algorithmOf(input.ChecksumAlgorithm) ?? "CRC32";
  const calculated = checksum(algorithm, bytes);
  if (given.length === 0) return calculated;
  const promised = String(input[`Checksum${algorithm}`]);
  if (!isBase64(promised) || lengthOf(promised) !== lengthOf(calculated.value))
    throw invalidRequest(`Value for x-amz-checksum-${algorithm.toLowerCase()} header is invalid.`);
  if (promised !== calculated.value)
    throw badDigest(`${algorithm} you specified did not match the calculated checksum.`);
  return calculated;
}
