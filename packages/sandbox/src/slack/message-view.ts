// Messages, channels, users and files in the shapes that Slack's API answers.
import {
  BOT,
  type Channel,
  type Message,
  type StoredFile,
  type User,
  type Workspace,
} from "./state.ts";

/** Files announce their shares this many milliseconds after completion (shares are seen to lag). */
const SHARE_LAG = 1_500;

/** A message; its metadata only when asked for. */
export function messageView(workspace: Workspace, message: Message, metadata: boolean) {
  const replies = message.threadTs
    ? []
    : workspace.inChannel(message.channel).filter((m) => m.threadTs === message.ts);
  const files = (message.files ?? []).flatMap((id) => workspace.files.get(id) ?? []);
  return {
    type: "message",
    ts: message.ts,
    user: message.user,
    text: message.text,
    ...(message.user === BOT.user && { bot_id: BOT.bot, app_id: BOT.app, team: BOT.team }),
    ...(message.deleted && { subtype: "tombstone", hidden: true }),
    ...(message.broadcast && { subtype: "thread_broadcast" }),
    ...(message.username && { username: message.username }),
    ...(message.blocks && { blocks: message.blocks }),
    ...(message.attachments && { attachments: message.attachments }),
    ...(message.edited && { edited: message.edited }),
    ...(metadata && message.metadata && { metadata: message.metadata }),
    ...(files.length > 0 && {
      files: files.map((file) => ({ id: file.id, name: file.name, title: file.title })),
    }),
    ...(message.threadTs && { thread_ts: message.threadTs, parent_user_id: BOT.user }),
    ...(replies.length > 0 && {
      thread_ts: message.ts,
      reply_count: replies.length,
      reply_users_count: new Set(replies.map(({ user }) => user)).size,
      reply_users: [...new Set(replies.map(({ user }) => user))],
      latest_reply: replies.at(-1)!.ts,
      is_locked: false,
      subscribed: false,
    }),
  };
}

/** A conversation. */
export function channelView(channel: Channel) {
  if (channel.user)
    return {
      id: channel.id,
      created: channel.created,
      is_im: true,
      is_archived: channel.isArchived,
      user: channel.user,
    };
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: !channel.isPrivate,
    is_group: channel.isPrivate,
    is_im: false,
    is_mpim: false,
    is_private: channel.isPrivate,
    is_archived: channel.isArchived,
    is_general: channel.name === "general",
    is_member: channel.isMember,
    created: channel.created,
    creator: BOT.user,
    topic: { value: "", creator: "", last_set: 0 },
    purpose: { value: "", creator: "", last_set: 0 },
  };
}

/** A person or the bot. */
export function userView(user: User) {
  return {
    id: user.id,
    team_id: BOT.team,
    name: user.name,
    deleted: user.deleted,
    real_name: user.realName,
    tz: "Asia/Tokyo",
    is_bot: user.isBot,
    profile: {
      real_name: user.realName,
      display_name: user.name,
      ...(user.email && { email: user.email }),
    },
  };
}

/** A file; its shares appear a little after it was completed. */
export function fileView(workspace: Workspace, file: StoredFile, origin: string, now: number) {
  const shares = file.shares.filter(({ at }) => at + SHARE_LAG <= now);
  const url = `${origin}/files/${file.id}/${encodeURIComponent(file.name)}`;
  const shared: Record<"public" | "private", Record<string, { ts: string }[]>> = {
    public: {},
    private: {},
  };
  for (const { channel, ts } of shares) {
    const side = workspace.channels.get(channel)?.isPrivate ? "private" : "public";
    shared[side][channel] = [...(shared[side][channel] ?? []), { ts }];
  }
  return {
    id: file.id,
    created: file.created,
    name: file.name,
    title: file.title,
    mimetype: file.mimetype,
    user: BOT.user,
    size: file.size,
    mode: "hosted",
    url_private: url,
    url_private_download: url,
    permalink: url,
    channels: shares.map(({ channel }) => channel),
    ...(shares.length > 0 && { shares: shared }),
  };
}
