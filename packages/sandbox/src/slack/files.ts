// Files in three steps: ask for an address, send the bytes there, say where the file belongs.
import path from "node:path";
import { json, SlackError } from "./answer.ts";
import { post, writable } from "./chat.ts";
import { fileView } from "./message-view.ts";
import type { Method, Methods, Site } from "./method.ts";
import type { Json, StoredFile, Workspace } from "./state.ts";

const TYPES: Record<string, string> = {
  ".csv": "text/csv",
  ".json": "application/json",
  ".md": "text/plain",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".txt": "text/plain",
  ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  ".zip": "application/zip",
};

const getUploadURLExternal: Method = (args, site) => {
  const name = args.required("filename");
  const size = Number(args.required("length"));
  if (!Number.isInteger(size) || size < 1) throw new SlackError("invalid_arguments");
  const file: StoredFile = {
    id: site.workspace.id("F"),
    name,
    title: name,
    size,
    created: Math.floor(site.now() / 1000),
    state: "awaiting upload",
    mimetype: TYPES[path.extname(name).toLowerCase()] ?? "application/octet-stream",
    shares: [],
  };
  site.workspace.files.set(file.id, file);
  return { upload_url: `${site.origin}/upload/${file.id}`, file_id: file.id };
};

const completeUploadExternal: Method = (args, site) => {
  const named = args.structure("files", "invalid_arguments");
  if (!Array.isArray(named) || named.length === 0) throw new SlackError("invalid_arguments");
  const files = (named as Json[]).map(({ id, title }) => {
    const file = site.workspace.files.get(String(id));
    if (!file) throw new SlackError("file_not_found");
    if (file.state !== "uploaded") throw new SlackError("file_update_failed");
    return {
      ...file,
      state: "complete" as const,
      title: typeof title === "string" ? title : file.title,
    };
  });
  const reference = args.text("channel_id") || args.text("channels").split(",")[0]!;
  let shares: StoredFile["shares"] = [];
  if (reference !== "") {
    const channel = writable(site, reference);
    const threadTs = args.text("thread_ts");
    if (threadTs !== "" && !site.workspace.message(channel.id, threadTs))
      throw new SlackError("invalid_thread_ts");
    const message = post(site, channel, {
      text: args.text("initial_comment"),
      files: files.map(({ id }) => id),
      ...(threadTs === "" ? {} : { threadTs }),
    });
    shares = [{ channel: channel.id, ts: message.ts, at: site.now() }];
  }
  for (const file of files) site.workspace.files.set(file.id, { ...file, shares });
  // No ts: Slack shares files later than it answers.
  return { files: files.map(({ id, title }) => ({ id, title })) };
};

const info: Method = (args, site) => {
  const file = site.workspace.files.get(args.required("file"));
  if (file?.state !== "complete") throw new SlackError("file_not_found");
  return { file: fileView(site.workspace, file, site.origin, site.now()), comments: [] };
};

/** files.* as Slack answers them. */
export const files: Methods = {
  "files.getUploadURLExternal": { scope: "files:write", run: getUploadURLExternal },
  "files.completeUploadExternal": { scope: "files:write", run: completeUploadExternal },
  "files.info": { scope: "files:read", run: info },
};

/** The second step: bytes, as they are or as the one file of a form. The address is the permission. */
export async function upload(
  request: Request,
  id: string,
  workspace: Workspace,
  blobs: Site["blobs"],
): Promise<Response> {
  const file = workspace.files.get(id);
  if (file?.state !== "awaiting upload") return json({ ok: false, error: "file_not_found" }, 404);
  const bytes = await received(request);
  if (bytes.length !== file.size) return new Response("length does not match", { status: 400 });
  blobs.put(`slack-${id}`, bytes);
  workspace.files.set(id, { ...file, state: "uploaded" });
  return new Response(`OK - ${bytes.length}`);
}

async function received(request: Request): Promise<Buffer> {
  const type = request.headers.get("content-type") ?? "";
  if (!type.includes("multipart")) return Buffer.from(await request.arrayBuffer());
  for (const value of (await request.formData()).values())
    if (typeof value !== "string") return Buffer.from(await value.arrayBuffer());
  return Buffer.alloc(0);
}

/** The bytes of a completed file; never shown inside a page, since anybody may have written them. */
export function download(id: string, workspace: Workspace, blobs: Site["blobs"]): Response {
  const file = workspace.files.get(id);
  const bytes = blobs.get(`slack-${id}`);
  if (file?.state !== "complete" || !bytes) return new Response("not found", { status: 404 });
  return new Response(new Uint8Array(bytes), {
    headers: {
      "content-type": file.mimetype,
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      "x-content-type-options": "nosniff",
    },
  });
}
