// Reading a part of an object: by a range of bytes, or by the number of one of an upload's parts.
import { invalidPartNumber, invalidRange, invalidRequest } from "./errors.ts";
import type { Content } from "./object.ts";

/** First and last byte of what is read; undefined for the whole object. */
export type Span = [first: number, last: number] | undefined;

/** What a GetObject or HeadObject asks for a part of. */
export interface PartialRead {
  Range?: string;
  PartNumber?: number;
}

/** The bytes that a request names. */
export function spanOf({ Range, PartNumber }: PartialRead, content: Content): Span {
  if (PartNumber === undefined)
    return Range === undefined ? undefined : rangeIn(Range, content.size);
  if (Range !== undefined)
    throw invalidRequest("Cannot specify both Range header and partNumber query parameter");
  const sizes = content.parts ?? [content.size];
  const size = sizes[PartNumber - 1];
  if (size === undefined)
    throw invalidPartNumber({
      ActualPartCount: String(sizes.length),
      PartNumberRequested: String(PartNumber),
    });
  const first = sizes.slice(0, PartNumber - 1).reduce((sum, one) => sum + one, 0);
  return size === 0 ? undefined : [first, first + size - 1];
}

/**
 * Of "bytes=0-9", "bytes=5-" or "bytes=-3". Anything else is read as a whole: what does not parse, as
 * RFC 9110 has it, and several ranges, which S3 does not do (GetObject, API reference).
 */
export function rangeIn(range: string, size: number): Span {
  const [, from = "", to = ""] = /^bytes=(\d*)-(\d*)$/.exec(range.trim()) ?? [];
  if (from === "" && to === "") return undefined;
  if (from !== "" && to !== "" && Number(from) > Number(to)) return undefined;
  const first = from === "" ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === "" || to === "" ? size - 1 : Math.min(Number(to), size - 1);
  if (first > last) throw invalidRange({ RangeRequested: range, ActualObjectSize: String(size) });
  return [first, last];
}
