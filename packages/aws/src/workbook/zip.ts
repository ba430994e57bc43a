// Zip archives, read with suspicion: sizes in an archive are claims, so every entry is inflated with a
// hard limit, and what other readers get is a new archive of only what was inflated here.
import { crc32, inflateRawSync } from "node:zlib";
import { UnreadableFile } from "./unreadable.ts";

/** All entries together, in bytes, and as a multiple of the archive. */
const MOST_BYTES = 100 * 1024 * 1024;
const MOST_RATIO = 100;
const MOST_ENTRIES = 2_000;

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;

const broken = () => new UnreadableFile("FileBroken", {});
const expands = () => new UnreadableFile("FileExpands", {});

interface Entry {
  name: string;
  method: number;
  flags: number;
  compressed: number;
  size: number;
  offset: number;
}

/** The wanted entries of an archive. Throws UnreadableFile for what is damaged, hostile or encrypted. */
export function unzip(bytes: Uint8Array, isWanted: (name: string) => boolean): Map<string, Buffer> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const most = Math.min(MOST_BYTES, Math.max(file.length, 10_240) * MOST_RATIO);
  const entries = directory(file);
  if (entries.reduce((sum, { size }) => sum + size, 0) > most) throw expands();

  const contents = new Map<string, Buffer>();
  let left = most;
  for (const entry of entries) {
    if (!isWanted(entry.name) || contents.has(entry.name)) continue;
    const content = inflate(file, entry, left);
    left -= content.length;
    contents.set(entry.name, content);
  }
  return contents;
}

function directory(file: Buffer): Entry[] {
  // The comment behind the record has at most 65,535 bytes (APPNOTE 4.3.16).
  const from = Math.max(0, file.length - 22 - 65_535);
  let end = file.length - 22;
  while (end >= from && file.readUInt32LE(end) !== END) end -= 1;
  if (end < from) throw broken();
  const count = file.readUInt16LE(end + 10);
  if (count > MOST_ENTRIES) throw expands();

  const entries: Entry[] = [];
  let at = file.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > file.length || file.readUInt32LE(at) !== CENTRAL) throw broken();
    const length = file.readUInt16LE(at + 28);
    const extra = at + 46 + length;
    const next = extra + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
    const large = large64(file.subarray(extra, extra + file.readUInt16LE(at + 30)));
    const sized = (field: number): number => {
      const value = file.readUInt32LE(at + field);
      return value === 0xffffffff ? (large.shift() ?? value) : value;
    };
    // In this order, as the 64-bit values stand.
    const size = sized(24);
    const compressed = sized(20);
    const offset = sized(42);
    entries.push({
      flags: file.readUInt16LE(at + 8),
      method: file.readUInt16LE(at + 10),
      compressed,
      size,
      offset,
      // Some programs on Windows write backslashes, or a slash in front.
      name: file
        .toString("utf8", at + 46, extra)
        .replaceAll("\\", "/")
        .replace(/^\//, ""),
    });
    at = next;
  }
  return entries;
}

/** The values that stand in a Zip64 field (APPNOTE 4.5.3); Apache POI writes one for every entry. */
function large64(extra: Buffer): number[] {
  let at = 0;
  while (at + 4 <= extra.length) {
    const end = at + 4 + extra.readUInt16LE(at + 2);
    if (end > extra.length) throw broken();
    if (extra.readUInt16LE(at) === 1) {
      const count = Math.floor((end - at - 4) / 8);
      return Array.from({ length: Math.min(count, 3) }, (_, index) =>
        Number(extra.readBigUInt64LE(at + 4 + index * 8)),
      );
    }
    at = end;
  }
  return [];
}

function inflate(file: Buffer, entry: Entry, most: number): Buffer {
  const { offset, compressed, method, flags } = entry;
  if (offset + 30 > file.length || file.readUInt32LE(offset) !== LOCAL) throw broken();
  if (flags & 1) throw new UnreadableFile("FileEncrypted", {});
  const from = offset + 30 + file.readUInt16LE(offset + 26) + file.readUInt16LE(offset + 28);
  const content = file.subarray(from, from + compressed);
  if (content.length !== compressed) throw broken();
  if (method === STORED) return content;
  if (method !== DEFLATED) throw broken();
  try {
    return inflateRawSync(content, { maxOutputLength: Math.max(1, most) });
  } catch (error) {
    throw (error as { code?: string }).code === "ERR_BUFFER_TOO_LARGE" ? expands() : broken();
  }
}

/** A plain archive of these entries, uncompressed: every reader sees in it what we saw. */
export function zip(contents: ReadonlyMap<string, Buffer>): Buffer {
  const bodies: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of contents) {
    const title = Buffer.from(name);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0); // version needed
    fields.writeUInt16LE(0x0800, 2); // names are UTF-8
    fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(content.length, 14);
    fields.writeUInt32LE(content.length, 18);
    fields.writeUInt16LE(title.length, 22);
    bodies.push(signed(LOCAL), fields, title, content);

    const where = Buffer.alloc(14);
    where.writeUInt32LE(offset, 10);
    central.push(signed(CENTRAL), Buffer.from([20, 0]), fields, where, title);
    offset += 30 + title.length + content.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(contents.size, 4);
  end.writeUInt16LE(contents.size, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...bodies, directory, signed(END), end]);
}

function signed(signature: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(signature);
  return bytes;
}
