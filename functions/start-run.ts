// A ledger was uploaded: start its run.
import { startRun } from "@rollcall/aws/acts/start-run";
import { lambda } from "@rollcall/aws/lambda";
import { log } from "@rollcall/aws/log";
import * as z from "zod";

/** S3's notification; keys are URL-encoded with `+` for a blank, and often Japanese. */
const Notification = z.object({
  Records: z.array(
    z.object({
      eventTime: z.string(),
      userIdentity: z.object({ principalId: z.string() }).optional(),
      s3: z.object({
        bucket: z.object({ name: z.string() }),
        object: z.object({ key: z.string(), versionId: z.string().default("null") }),
      }),
    }),
  ),
});

const decoded = (key: string) => decodeURIComponent(key.replaceAll("+", " "));

export const handler = lambda(Notification, async ({ Records }) => {
  for (const { s3, eventTime, userIdentity } of Records) {
    const key = decoded(s3.object.key);
    if (key.endsWith("/")) continue; // a folder, as the console makes them
    const ledger = { bucket: s3.bucket.name, key, versionId: s3.object.versionId };
    const uploader = userIdentity?.principalId ?? "unknown";
    const run = await startRun(ledger, uploader, new Date(eventTime).toISOString());
    log.info({ run, key }, "run requested");
  }
});
