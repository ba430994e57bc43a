// What a distributed Map reads from a bucket, and what its ResultWriter stores there.
import type { Json, JsonObject, ReadCall, WriteCall } from "@rollcall/asl";
import { type Caller, callService, contextOf } from "./call.ts";

const S3 = { id: "s3", service: "S3" };

/** The text of an object, or all objects below a prefix. */
export async function readItems(caller: Caller, call: ReadCall): Promise<string | Json[]> {
  const context = contextOf(caller, call);
  const given = call.arguments as JsonObject;
  try {
    if (call.resource.endsWith(":s3:getObject")) {
      const { Body } = await callService(caller, { ...S3, operation: "GetObject" }, given, context);
      return Buffer.from(Body as Uint8Array).toString();
    }
    const items: Json[] = [];
    let ContinuationToken: unknown;
    do {
      const input = { ...given, ...(ContinuationToken !== undefined && { ContinuationToken }) };
      const page = await callService(caller, { ...S3, operation: "ListObjectsV2" }, input, context);
      for (const one of (page.Contents ?? []) as Record<string, Json | Date>[])
        items.push({
          Etag: one.ETag as string,
          Key: one.Key as string,
          LastModified: Math.floor((one.LastModified as Date).getTime() / 1000),
          Size: one.Size as number,
          StorageClass: (one.StorageClass as string) ?? "STANDARD",
        });
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    return items;
  } catch (thrown) {
    throw as(thrown, "States.ItemReaderFailed");
  }
}

/** Stores one file of results. */
export async function writeResults(caller: Caller, call: WriteCall): Promise<void> {
  const object = { Bucket: call.bucket, Key: call.key, Body: Buffer.from(call.body) };
  try {
    await callService(caller, { ...S3, operation: "PutObject" }, object, contextOf(caller, call));
  } catch (thrown) {
    throw as(thrown, "States.ResultWriterFailed");
  }
}

const as = (thrown: unknown, error: string): unknown =>
  thrown instanceof Error ? thrown : { error, cause: (thrown as { cause?: string }).cause };
