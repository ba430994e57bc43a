// Conditional requests: If-Match and its kin.
import { noSuchKey, notModified, preconditionFailed, unknownCondition } from "./errors.ts";
import type { Content, Version } from "./object.ts";

const same = (condition: string, etag: string) =>
  condition === "*" || condition.replaceAll('"', "") === etag.replaceAll('"', "");

/** Of PutObject, CopyObject and CompleteMultipartUpload; `current` is what stands there now. */
export function checkWrite(
  key: string,
  { IfMatch, IfNoneMatch }: { IfMatch?: string; IfNoneMatch?: string },
  current: { content: Content } | undefined,
): void {
  if (IfMatch !== undefined && IfNoneMatch !== undefined)
    throw unknownCondition(
      "If-Match,If-None-Match",
      "Multiple conditional request headers present in the request",
    );
  const strange = (header: string) =>
    unknownCondition(header, `We don't accept the provided value of ${header} header for this API`);
  if (IfNoneMatch !== undefined && IfNoneMatch !== "*") throw strange("If-None-Match");
  if (IfMatch === "*") throw strange("If-Match");
  if (IfNoneMatch !== undefined && current)
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

/** The header whose condition does not hold for a version. */
function broken(
  conditions: ReadConditions,
  { modifiedAt, content: { etag } }: Version & { content: Content },
): string | undefined {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = conditions;
  const seconds = Math.floor(modifiedAt / 1000); // the header has no milliseconds
  const after = (date: Date) => seconds > Math.floor(date.getTime() / 1000);
  if (IfMatch !== undefined) {
    if (!same(IfMatch, etag)) return "If-Match";
  } else if (IfUnmodifiedSince && after(IfUnmodifiedSince)) return "If-Unmodified-Since";
  if (IfNoneMatch !== undefined) {
    if (same(IfNoneMatch, etag)) return "If-None-Match";
  } else if (IfModifiedSince && !after(IfModifiedSince)) return "If-Modified-Since";
  return undefined;
}

/** Of GetObject and HeadObject. */
export function checkRead(
  conditions: ReadConditions,
  version: Version & { content: Content },
): void {
  const header = broken(conditions, version);
  if (header === "If-None-Match" || header === "If-Modified-Since")
    throw notModified(undefined, { etag: version.content.etag });
  if (header) throw preconditionFailed({ Condition: header });
}

/** Of CopyObject and UploadPartCopy, about the source; `now` in milliseconds. */
export function checkSource(
  input: Record<string, unknown>,
  version: Version & { content: Content },
  now: number,
): void {
  const since = input.CopySourceIfModifiedSince as Date | undefined;
  const header = broken(
    {
      IfMatch: input.CopySourceIfMatch as string,
      IfNoneMatch: input.CopySourceIfNoneMatch as string,
      IfUnmodifiedSince: input.CopySourceIfUnmodifiedSince as Date,
      // A date that has not come yet is no condition (RFC 9110, section 13.1.3).
      ...(since && since.getTime() <= now && { IfModifiedSince: since }),
    },
    version,
  );
  if (header) throw preconditionFailed({ Condition: `x-amz-copy-source-${header}` });
}
