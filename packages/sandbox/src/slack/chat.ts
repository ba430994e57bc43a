// The chat methods: a message is posted, edited, shown to one person, or taken back.
import { SlackError } from "./answer.ts";
import type { Arguments } from "./arguments.ts";
import { checkBlocks, checkMetadata, checkWhole } from "./check-payload.ts";
import { messageView } from "./message-view.ts";
import type { Method, Methods, Site } from "./method.ts";
import { BOT, type Channel, type Json, type Message } from "./state.ts";

/** Longer text is cut (Slack's reference of chat.postMessage). */
const LONGEST_TEXT = 40_000;
/** Attachments per message (Slack's reference of attachments). */
const MOST_ATTACHMENTS = 100;

/** The channel of a call, once the bot may write there. */
export function writable(site: Site, reference: string): Channel {
  const channel = site.workspace.channelToPost(reference);
  if (!channel) throw new SlackError("channel_not_found");
  if (channel.isArchived) throw new SlackError("is_archived");
  if (!channel.isMember) throw new SlackError("not_in_channel");
  return channel;
}

/** Text, blocks, attachments and metadata of a call, checked. */
export function content(site: Site, args: Arguments) {
  const text = args.text("text").slice(0, LONGEST_TEXT);
  const given = args.structure("blocks", "invalid_blocks_format");
  const blocks = given === undefined ? [] : checkBlocks(given);
  const attachments = (args.structure("attachments", "invalid_attachments") ?? []) as Json[];
  if (!Array.isArray(attachments)) throw new SlackError("invalid_attachments");
  if (attachments.length > MOST_ATTACHMENTS) throw new SlackError("too_many_attachments");
  for (const [index, { blocks: inner }] of attachments.entries())
    if (inner !== undefined) checkBlocks(inner, ["attachments", index, "blocks"]);
  if (text === "" && blocks.length === 0 && attachments.length === 0)
    throw new SlackError("no_text");
  checkWhole(text, blocks, site.limits);
  const metadata = args.structure("metadata", "invalid_metadata_format");
  return {
    text,
    ...(blocks.length > 0 ? { blocks } : {}),
    ...(attachments.length > 0 ? { attachments } : {}),
    ...(metadata === undefined ? {} : { metadata: checkMetadata(metadata, site.limits) }),
  };
}

/** Writes a new message into a channel. */
export function post(
  site: Site,
  channel: Channel,
  message: Partial<Message> & { text: string },
): Message {
  const posted: Message = {
    channel: channel.id,
    ts: site.workspace.nextTs(),
    user: BOT.user,
    revisions: [],
    ...message,
  };
  site.workspace.put(posted);
  return posted;
}

const postMessage: Method = (args, site) => {
  const channel = writable(site, args.text("channel"));
  const body = content(site, args);
  const threadTs = args.text("thread_ts");
  const parent = threadTs === "" ? undefined : site.workspace.message(channel.id, threadTs);
  // assumed(slack-unknown-thread-is-refused): Slack's reference does not say what an unknown thread is answered.
  if (threadTs !== "" && !parent && site.faults.holds("slack-unknown-thread-is-refused"))
    throw new SlackError("thread_not_found");
  const thread = parent ? { threadTs: parent.threadTs ?? parent.ts } : {};
  const message = post(site, channel, {
    ...body,
    ...thread,
    ...(args.flag("reply_broadcast") && parent ? { broadcast: true } : {}),
    ...(args.has("username") ? { username: args.text("username") } : {}),
  });
  site.workspace.count("posted");
  return {
    channel: channel.id,
    ts: message.ts,
    message: messageView(site.workspace, message, true),
  };
};

const postEphemeral: Method = (args, site) => {
  const channel = writable(site, args.text("channel"));
  const user = args.required("user");
  if (!site.workspace.users.has(user)) throw new SlackError("user_not_in_channel");
  const message = post(site, channel, { ...content(site, args), onlyFor: user });
  return { message_ts: message.ts };
};

/** The bot's own message that a call names. */
function own(args: Arguments, site: Site, refusal: string): Message {
  const channel = site.workspace.channel(args.text("channel"));
  if (!channel) throw new SlackError("channel_not_found");
  const message = site.workspace.message(channel.id, args.required("ts"));
  if (!message || message.deleted || message.onlyFor !== undefined)
    throw new SlackError("message_not_found");
  if (message.user !== BOT.user) throw new SlackError(refusal);
  return message;
}

const update: Method = (args, site) => {
  const { blocks: _, edited: __, ...before } = own(args, site, "cant_update_message");
  const old = site.workspace.message(before.channel, before.ts)!;
  const { metadata, ...body } = content(site, args);
  const message: Message = {
    ...before,
    ...body,
    revisions: [
      ...before.revisions,
      { at: site.now(), text: old.text, ...(old.blocks ? { blocks: old.blocks } : {}) },
    ],
    // Text without blocks removes the blocks, and only such an edit is marked (Slack's reference of chat.update).
    ...(body.blocks ? {} : { edited: { user: BOT.user, ts: site.workspace.nextTs() } }),
  };
  // Absent metadata stays, empty metadata goes.
  if (metadata && Object.keys(metadata).length > 0) message.metadata = metadata;
  else if (metadata) delete message.metadata;
  site.workspace.put(message);
  site.workspace.count("updated");
  const view = messageView(site.workspace, message, true);
  return { channel: message.channel, ts: message.ts, text: message.text, message: view };
};

const remove: Method = (args, site) => {
  const message = own(args, site, "cant_delete_message");
  const { channel, ts, user, threadTs } = message;
  const replies = site.workspace.inChannel(channel).some((other) => other.threadTs === ts);
  if (replies)
    site.workspace.put({
      channel,
      ts,
      user,
      ...(threadTs ? { threadTs } : {}),
      text: "This message was deleted.",
      deleted: true,
      revisions: [],
    });
  else site.workspace.messages.delete(`${channel}/${ts}`);
  return { channel, ts };
};

/** chat.* as Slack answers them. */
export const chat: Methods = {
  "chat.postMessage": { scope: "chat:write", run: postMessage },
  "chat.update": { scope: "chat:write", run: update },
  "chat.postEphemeral": { scope: "chat:write", run: postEphemeral },
  "chat.delete": { scope: "chat:write", run: remove },
};
