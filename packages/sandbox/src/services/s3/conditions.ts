// Conditional requests: If-Match and its kin.
import { noSuchKey, notModified, preconditionFailed } from "./errors.ts";
import type { Content, Version } from "./object.ts";

const same = (condition: string, etag: string) =>
  condition === "*" || condition.replaceAll('"', "") === etag.replaceAll('"', "");

/** Of PutObject, CopyObject and CompleteMultipartUpload; `current` is what stands there now. */
export function checkWrite(
  key: string,
  { IfMatch, IfNoneMatch }: { IfMatch?: string; IfNoneMatch?: string },
  current: { content: Content } | undefined,
): void {
  if (IfNoneMatch !== undefined && current && same(IfNoneMatch, current.content.etag))
    throw preconditionFailed({ Condition: "If-None-Match" });
  if (IfMatch === undefined) return;
  if (!current) throw noSuchKey({ Key: key });
  if (!same(IfMatch, current.content.etag)) throw preconditionFailed({ Condition: "If-Match" });
}

/** Conditions of reading; the entity tag's rule wins over the date's (RFC 9110, section 13.2.2). */
export interface ReadConditions {
  IfMatch?: string;
  IfNoneMatch?: string;
  IfModifiedSince?: Date;
  IfUnmodifiedSince?: Date;
}

/** Of GetObject and HeadObject. */
export function checkRead(
  conditions: ReadConditions,
  { modifiedAt, content: { etag } }: Version & { content: Content },
): void {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = conditions;
  const seconds = Math.floor(modifiedAt / 1000); // the header has no milliseconds
  const after = (date: Date) => seconds > Math.floor(date.getTime() / 1000);
  if (IfMatch !== undefined) {
    if (!same(IfMatch, etag)) throw preconditionFailed({ Condition: "If-Match" });
  } else if (IfUnmodifiedSince && after(IfUnmodifiedSince))
    throw preconditionFailed({ Condition: "If-Unmodified-Since" });
  if (IfNoneMatch !== undefined) {
    if (same(IfNoneMatch, etag)) throw notModified();
  } else if (IfModifiedSince && !after(IfModifiedSince)) throw notModified();
}
