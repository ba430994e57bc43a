// S3: buckets, objects and versions, listings, multipart uploads, and word of new objects.
import * as client from "@aws-sdk/client-s3";
import { Roles } from "../../estate/roles.ts";
import {
  AwsError,
  type Context,
  type Handlers,
  type Service,
  type World,
} from "../../wire/service.ts";
import { absentConfigurations } from "./absent.ts";
import { accessOperations } from "./access.ts";
import { type Bucket, Buckets, type NotificationConfiguration } from "./bucket.ts";
import { bucketOperations } from "./bucket-operations.ts";
import { copyOperations } from "./copy.ts";
import { accessDenied, methodNotAllowed, refusal } from "./errors.ts";
import { listOperations } from "./list-operations.ts";
import { multipartOperations } from "./multipart.ts";
import type { ObjectCreated } from "./notification.ts";
import { Objects, type Version } from "./object.ts";
import { objectOperations } from "./object-operations.ts";
import { taggingOperations } from "./tagging.ts";

export {
  notificationTargets,
  type ObjectCreated,
  objectCreatedDetail,
  s3Notification,
} from "./notification.ts";

/** Tells the listeners of a new object or version. */
export type Announce = (
  name: ObjectCreated["name"],
  bucket: Bucket,
  key: string,
  version: Version,
  context: Context,
) => void;

/** S3, and what others in the world may ask of it. */
export interface S3 extends Service {
  /** Calls `listener` after each new object or version, before the writer gets its answer. */
  notify(listener: (event: ObjectCreated) => void): void;
  /** What PutBucketNotificationConfiguration said; `{}` when it said nothing. */
  notification(bucket: string): NotificationConfiguration;
}

/** S3 in a world. */
export function s3(world: World): S3 {
  const buckets = new Buckets(world);
  const objects = new Objects(world);
  const roles = new Roles(world);
  const listeners: ((event: ObjectCreated) => void)[] = [];
  const counter = world.store.collection<number>("s3/sequence");

  const announce: Announce = (name, bucket, key, version, { principal, requestId }) => {
    const sequence = (counter.get("last") ?? 0) + 1;
    counter.set("last", sequence);
    const [, account, role] =
      /^arn:[^:]+:sts::(\d+):assumed-role\/(?:.*\/)?([^/]+)\/[^/]+$/.exec(principal) ?? [];
    const roleId = account && role ? roles.get(account, role)?.id : undefined;
    const event: ObjectCreated = {
      name,
      bucket: bucket.name,
      account: bucket.account,
      region: bucket.region,
      key,
      ...(bucket.versioning && { versionId: version.versionId }),
      size: version.content!.size,
      etag: version.content!.etag.replaceAll('"', ""),
      principal,
      ...(roleId && { roleId }),
      requestId,
      time: version.modifiedAt,
      sequencer: sequence.toString(16).toUpperCase().padStart(18, "0"),
    };
    for (const listener of listeners) listener(event);
  };

  return {
    id: "s3",
    client,
    protocol: "restXml",
    xmlNamespace: "http://s3.amazonaws.com/doc/2006-03-01/",
    strange,
    handlers: expecting(buckets, {
      ...bucketOperations(buckets, objects),
      ...objectOperations(buckets, objects, announce),
      ...copyOperations(world, buckets, objects, announce),
      ...accessOperations(buckets, objects),
      ...absentConfigurations(buckets),
      ...taggingOperations(buckets, objects),
      ...listOperations(buckets, objects),
      ...multipartOperations(world, buckets, objects, announce),
    }),
    // Word of an object that has not reached everybody; see app/notifications.ts.
    unfinished: () => world.store.collection("s3/deliveries").size > 0,
    notify: (listener) => void listeners.push(listener),
    notification: (bucket) => buckets.named(bucket)?.notification ?? {},
  };
}

/** What S3 says of a request that is none of its operations: a form's upload, a browser's question, a verb. */
function strange(method: string): AwsError {
  if (method === "POST")
    return new AwsError("NotImplemented", "not emulated: s3:PostObject", { status: 501 });
  if (method === "OPTIONS")
    return refusal("AccessForbidden", 403, "CORSResponse: CORS is not enabled for this bucket.")();
  return methodNotAllowed({ Method: method });
}

/** Handlers that hold a caller to the owner of the bucket whom the request expects. */
function expecting(buckets: Buckets, handlers: Handlers): Handlers {
  const expected =
    (handler: Handlers[string]): Handlers[string] =>
    (input, context) => {
      const { Bucket, ExpectedBucketOwner: owner } = input;
      if (owner !== undefined && (buckets.named(Bucket)?.account ?? owner) !== owner)
        throw accessDenied();
      return handler(input, context);
    };
  return Object.fromEntries(
    Object.entries(handlers).map(([name, handler]) => [name, expected(handler)]),
  );
}
