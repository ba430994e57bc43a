// Files in Slack's threads: ask for an address, send the bytes there, say where the file belongs. The last step is
// not repeatable, and its answer holds no ts: after doubt the file is looked for in its thread.
import { type Answer, answered, channelId, classify, posting, repeatable } from "./slack.ts";

/** Milliseconds for sending the bytes; a function that posts has 20 seconds for everything. */
const UPLOAD = 8_000;

/** Says where Slack should show a file: `channel` by id or name, `thread` is its parent's ts. */
interface Place {
  token: string;
  channel: string;
  thread?: string | undefined;
}

/** The first two steps, which may be repeated. Returns the file's id, or an answer that is never `unknown`. */
export async function uploadBytes(
  { token }: Place,
  { name, bytes }: { name: string; bytes: Buffer },
): Promise<{ file: string } | Answer> {
  try {
    const { upload_url: url, file_id: file } = await repeatable(token).files.getUploadURLExternal({
      filename: name,
      length: bytes.length,
    });
    const answer = await fetch(url!, {
      method: "POST",
      body: new Uint8Array(bytes),
      signal: AbortSignal.timeout(UPLOAD),
    });
    await answer.arrayBuffer();
    return answer.ok ? { file: file! } : { kind: "later", seconds: 5 };
  } catch (error) {
    const answer = classify(error);
    // Nothing is shown before the last step, so whatever happened here may happen again.
    return answer.kind === "unknown" ? { kind: "later", seconds: 5 } : answer;
  }
}

/** The last step: shows an uploaded file. `sent` comes with the channel and no ts. */
export async function showFile(
  { token, channel, thread }: Place,
  { file, title }: { file: string; title: string },
): Promise<Answer> {
  const id = await channelId(repeatable(token), channel);
  if (!id) return { kind: "channel", error: "channel_not_found" };
  return answered(async () => {
    await posting(token).files.completeUploadExternal({
      files: [{ id: file, title }],
      channel_id: id,
      ...(thread ? { thread_ts: thread } : {}),
    } as Parameters<ReturnType<typeof posting>["files"]["completeUploadExternal"]>[0]);
    return { channel: id, ts: "" };
  });
}

/** Does Slack show this file in the thread, or in the channel where there is none? Throws Slack's error. */
export async function isShown(
  { token, channel, thread }: Place,
  file: string,
  sentAt: string,
): Promise<boolean> {
  const client = repeatable(token);
  const id = await channelId(client, channel);
  if (!id) return false;
  const oldest = String(Date.parse(sentAt) / 1000 - 5);
  let cursor: string | undefined;
  do {
    const asked = { channel: id, oldest, limit: 200, ...(cursor && { cursor }) };
    const page = thread
      ? await client.conversations.replies({ ...asked, ts: thread })
      : await client.conversations.history(asked);
    if (page.messages?.some((one) => one.files?.some((shown) => shown.id === file))) return true;
    cursor = page.response_metadata?.next_cursor || undefined;
  } while (cursor);
  return false;
}
