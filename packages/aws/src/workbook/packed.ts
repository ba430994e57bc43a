// A zip archive that is made while its texts are: of each, no more than a piece is held at a time.
import { strToU8, Zip, ZipDeflate } from "fflate";

/** Characters that are compressed at once. */
const PIECE = 64 * 1024;

/** An archive of these parts, each by its name and the texts that it consists of. */
export function packed(parts: Iterable<readonly [name: string, texts: Iterable<string>]>): Buffer {
  const chunks: Uint8Array[] = [];
  const archive = new Zip((error, chunk) => {
    if (error) throw error;
    chunks.push(chunk);
  });
  for (const [name, texts] of parts) {
    const part = new ZipDeflate(name);
    archive.add(part);
    let piece = "";
    for (const text of texts) {
      piece += text;
      if (piece.length < PIECE) continue;
      part.push(strToU8(piece));
      piece = "";
    }
    part.push(strToU8(piece), true);
  }
  archive.end();
  return Buffer.concat(chunks);
}
