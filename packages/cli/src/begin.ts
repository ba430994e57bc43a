// Which run a start follows: the one of a new upload, or the one in whose middle an earlier process ended.
import { createHash } from "node:crypto";
import type { Local } from "./local.ts";
import type { Words } from "./words.ts";

/** A run, and what the start has to do with it. */
export interface Begun {
  run: string;
  /** Slack messages since the upload, whichever process sent them. */
  slack(): { posted: number; updated: number };
  /** To be called once the user knows how it ended: the next start uploads again. */
  over(): void;
}

/** What is kept from before the upload until the user knows how its run ended. */
interface Unfinished {
  name: string;
  etag: string;
  /** The version of the same name that was there before. */
  before?: string | undefined;
  posted: number;
  updated: number;
}

/**
 * Uploads the ledger, unless an earlier process did and was stopped before it could tell how the run ended: wherever
 * that was, the run goes on, or has closed meanwhile, and is told now. Another ledger's unfinished run goes on too.
 */
export async function begin(
  local: Local,
  name: string,
  ledger: Buffer,
  say: (line: string) => void,
  said: Pick<Words, "goingOn" | "goesFirst" | "uploading">,
): Promise<Begun> {
  const { runningExecutions } = await import("@rollcall/aws/step-functions");
  const { uploadLedger } = await import("@rollcall/aws/s3");
  const { runNameOf } = await import("@rollcall/aws/acts/start-run");
  const { store } = local.sandbox.world;
  const unfinished = store.collection<Unfinished>("rollcall/start");
  const begun = (run: string, since: Unfinished): Begun => ({
    run,
    slack() {
      const { posted, updated } = local.sandbox.slack.counts();
      return { posted: posted - since.posted, updated: updated - since.updated };
    },
    over: () => void unfinished.delete("upload"),
  });

  // S3's entity tag of an object that was uploaded in one piece is its MD5 digest.
  const etag = `"${createHash("md5").update(ledger).digest("hex")}"`;
  const newest = await newestVersion(local, name);
  const left = unfinished.get("upload");
  if (left?.name === name && left.etag === etag && newest?.etag === etag)
    if (newest.versionId !== left.before) {
      const run = runNameOf(newest);
      say(said.goingOn(run));
      return begun(run, left);
    }

  const [older] = await runningExecutions(String(local.links.Apply?.arn));
  if (older) say(said.goesFirst(older));
  const now = { name, etag, before: newest?.versionId, ...local.sandbox.slack.counts() };
  unfinished.set("upload", now);
  store.flush();
  say(said.uploading(name));
  return begun(runNameOf(await uploadLedger(name, ledger)), now);
}

async function newestVersion({ sandbox, links, account, region }: Local, name: string) {
  const bucket = String(links.Ledgers?.name);
  const key = `ledgers/${name}`;
  const context = { account, region };
  const head = (await sandbox.world
    .call("s3", "HeadObject", { Bucket: bucket, Key: key }, context)
    // A name that was never uploaded: HEAD's answer is a bare 404.
    .catch(() => undefined)) as { VersionId?: string; ETag: string } | undefined;
  return head && { bucket, key, versionId: head.VersionId ?? "null", etag: head.ETag };
}
