// The conversations methods: which channels there are, and what was said in them.
import { SlackError } from "./answer.ts";
import type { Arguments } from "./arguments.ts";
import { channelView, messageView } from "./message-view.ts";
import type { Method, Methods, Site } from "./method.ts";
import type { Channel, Message } from "./state.ts";

function known(args: Arguments, site: Site): Channel {
  const channel = site.workspace.channels.get(args.text("channel"));
  if (!channel) throw new SlackError("channel_not_found");
  return channel;
}

function readable(args: Arguments, site: Site): Channel {
  const channel = known(args, site);
  if (!channel.isMember) throw new SlackError("not_in_channel");
  const scope = channel.isPrivate ? "groups:history" : "channels:history";
  if (!site.token.scopes.includes(scope))
    throw new SlackError("missing_scope", { needed: scope, provided: site.token.scopes.join(",") });
  return channel;
}

/** One page of a list; the cursor is the position in it. */
function page<Item>(items: Item[], args: Arguments, otherwise: number, most: number) {
  const cursor = args.text("cursor");
  const start =
    cursor === "" ? 0 : Number(Buffer.from(cursor, "base64url").toString().replace("next:", ""));
  if (Number.isNaN(start)) throw new SlackError("invalid_cursor");
  const end = start + args.count("limit", otherwise, most);
  const next = end < items.length ? Buffer.from(`next:${end}`).toString("base64url") : "";
  return { items: items.slice(start, end), next };
}

/** Whether a message lies between `oldest` and `latest`; the ends count only when `inclusive`. */
function within(args: Arguments): (message: Message) => boolean {
  // Equal lengths on both sides of the dot make the order of the text the order of time.
  const key = (ts: string) => {
    const [seconds = "0", micros = ""] = ts.split(".");
    return `${seconds.padStart(12, "0")}.${micros.padEnd(6, "0")}`;
  };
  const oldest = key(args.text("oldest") || "0");
  const latest = key(args.text("latest") || "999999999999");
  const inclusive = args.flag("inclusive");
  return ({ ts }) =>
    (key(ts) > oldest && key(ts) < latest) || (inclusive && [oldest, latest].includes(key(ts)));
}

const list: Method = (args, site) => {
  const types = (args.text("types") || "public_channel").split(",");
  const type = (channel: Channel) =>
    channel.user ? "im" : channel.isPrivate ? "private_channel" : "public_channel";
  const channels = [...site.workspace.channels.values()].filter(
    (channel) =>
      types.includes(type(channel)) && !(args.flag("exclude_archived") && channel.isArchived),
  );
  const { items, next } = page(channels, args, 100, 1000);
  return { channels: items.map(channelView), response_metadata: { next_cursor: next } };
};

const info: Method = (args, site) => ({ channel: channelView(known(args, site)) });

const join: Method = (args, site) => {
  const channel = known(args, site);
  if (channel.isArchived) throw new SlackError("is_archived");
  if (channel.isPrivate) throw new SlackError("method_not_supported_for_channel_type");
  site.workspace.channels.set(channel.id, { ...channel, isMember: true });
  return { channel: channelView({ ...channel, isMember: true }) };
};

const open: Method = (args, site) => {
  if (args.has("channel")) return { channel: channelView(known(args, site)) };
  const user = site.workspace.users.get(args.required("users").split(",")[0]!);
  if (!user) throw new SlackError("user_not_found");
  return { channel: channelView(site.workspace.direct(user)) };
};

const history: Method = (args, site) => {
  const channel = readable(args, site);
  const messages = site.workspace
    .inChannel(channel.id)
    .filter((message) => message.threadTs === undefined || message.broadcast)
    .filter(within(args))
    .reverse();
  const { items, next } = page(messages, args, 100, 999);
  const metadata = args.flag("include_all_metadata");
  return {
    messages: items.map((message) => messageView(site.workspace, message, metadata)),
    has_more: next !== "",
    pin_count: 0,
    ...(next !== "" && { response_metadata: { next_cursor: next } }),
  };
};

const replies: Method = (args, site) => {
  const channel = readable(args, site);
  const named = site.workspace.message(channel.id, args.required("ts"));
  if (!named) throw new SlackError("thread_not_found");
  const root = named.threadTs ?? named.ts;
  const thread = site.workspace.inChannel(channel.id).filter(({ threadTs }) => threadTs === root);
  const parent = site.workspace.message(channel.id, root);
  // The parent leads each answer, whatever the range (Slack's reference of conversations.replies).
  const messages = [...(parent ? [parent] : []), ...thread.filter(within(args))];
  const { items, next } = page(messages, args, 1000, 1000);
  const metadata = args.flag("include_all_metadata");
  return {
    messages: items.map((message) => messageView(site.workspace, message, metadata)),
    has_more: next !== "",
    ...(next !== "" && { response_metadata: { next_cursor: next } }),
  };
};

/** conversations.* as Slack answers them. */
export const conversations: Methods = {
  "conversations.list": { scope: "channels:read", run: list },
  "conversations.info": { scope: "channels:read", run: info },
  "conversations.join": { scope: "channels:join", run: join },
  "conversations.open": { scope: "im:write", run: open },
  "conversations.history": { run: history },
  "conversations.replies": { run: replies },
};
