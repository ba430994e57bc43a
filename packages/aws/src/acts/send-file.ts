// One attempt to show a file in its thread, and the question whether an earlier one was taken.
import { readKey } from "../s3.ts";
import type { Answer } from "../slack.ts";
import { isShown, showFile, uploadBytes } from "../slack-files.ts";
import type { OutboxEntry, ThreadFile } from "../table/outbox.ts";
import { channelOf, mark, type Posted } from "./send-message.ts";

const placeOf = (entry: OutboxEntry, token: string, thread: Posted | undefined) => ({
  token,
  channel: channelOf(entry, thread),
  thread: thread?.ts,
});

/** Whether Slack shows the file that was uploaded last. Throws the client's error. */
export async function wasShown(
  entry: OutboxEntry,
  token: string,
  thread: Posted | undefined,
): Promise<Partial<OutboxEntry> | undefined> {
  const place = placeOf(entry, token, thread);
  const shown = await isShown(place, entry.upload!, entry.sentAt!);
  return shown ? { sent: entry.revision, delivery: "sent" } : undefined;
}

/** Uploads the file and shows it in its thread; in the channel, when its parent is gone. */
export async function sendFile(
  entry: OutboxEntry,
  token: string,
  thread: Posted | undefined,
): Promise<Answer> {
  const { path, name, title } = JSON.parse(entry.content) as ThreadFile;
  const place = placeOf(entry, token, thread);
  const uploaded = await uploadBytes(place, { name, bytes: await readKey(path) });
  if ("kind" in uploaded) return uploaded;
  const { file } = uploaded;
  await mark(entry, { upload: file });
  const answer = await showFile(place, { file, title });
  return answer.kind === "gone" && thread
    ? showFile({ ...place, thread: undefined }, { file, title })
    : answer;
}
