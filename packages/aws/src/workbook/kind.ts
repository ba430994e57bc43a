// What a file is, told by its first bytes: names lie, and people rename.

/** `zip` and `text` can be read; `encrypted` is a workbook with a password; the rest is a name for people. */
export function kindOf(bytes: Uint8Array): "zip" | "text" | "encrypted" | string {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const starts = (...signature: number[]) => signature.every((byte, index) => file[index] === byte);

  if (starts(0x50, 0x4b, 0x03, 0x04) || starts(0x50, 0x4b, 0x05, 0x06)) return "zip";
  // Compound File Binary: Excel 97-2003, and the wrapper of every encrypted workbook (MS-OFFCRYPTO).
  if (starts(0xd0, 0xcf, 0x11, 0xe0))
    return file.includes(Buffer.from("EncryptedPackage", "utf16le")) ? "encrypted" : ".xls";
  if (file.subarray(0, 1024).includes("%PDF-")) return "PDF";
  if (starts(0x89, 0x50, 0x4e, 0x47) || starts(0xff, 0xd8, 0xff)) return "image";
  if (starts(0x1f, 0x8b)) return "gzip";
  if (starts(0x37, 0x7a, 0xbc, 0xaf)) return "7z";
  if (/^\s*(<!doctype html|<html)/i.test(file.subarray(0, 256).toString("latin1"))) return "HTML";
  if (/^(\xef\xbb\xbf)?\s*<\?xml/i.test(file.subarray(0, 256).toString("latin1"))) return "XML";
  const isUtf16 = starts(0xff, 0xfe) || starts(0xfe, 0xff);
  return !isUtf16 && file.subarray(0, 4096).includes(0) ? "binary" : "text";
}
