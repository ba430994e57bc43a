// What the workspace holds: channels, users, messages, files. Everything lives in the store, so that a
// kill loses nothing that was answered.
import type { Collection } from "../store.ts";
import type { World } from "../wire/service.ts";

/** A JSON object whose members nobody has looked at yet. */
export type Json = Record<string, unknown>;

/** A conversation. `im` is a direct message with `user`. */
export interface Channel {
  id: string;
  name: string;
  isMember: boolean;
  isPrivate: boolean;
  isArchived: boolean;
  created: number;
  user?: string;
}

/** A person or the bot. */
export interface User {
  id: string;
  name: string;
  realName: string;
  email: string;
  deleted: boolean;
  isBot: boolean;
}

/** What a message looked like before an edit. `at` is milliseconds since 1970. */
export interface Revision {
  at: number;
  text: string;
  blocks?: Json[];
}

/** One message; `ts` is its identity inside its channel. */
export interface Message {
  channel: string;
  ts: string;
  threadTs?: string;
  /** A reply that is shown in the channel too. */
  broadcast?: boolean;
  user: string;
  username?: string;
  text: string;
  blocks?: Json[];
  attachments?: Json[];
  metadata?: Json;
  /** Set by an update without blocks only: with blocks Slack shows no mark. */
  edited?: { user: string; ts: string };
  files?: string[];
  /** An ephemeral message: only this user sees it, and no history lists it. */
  onlyFor?: string;
  deleted?: boolean;
  revisions: Revision[];
}

/** An uploaded file; its bytes are the blob `slack-<id>`. */
export interface StoredFile {
  id: string;
  name: string;
  title: string;
  /** Bytes that the client announced, then bytes received. */
  size: number;
  created: number;
  state: "awaiting upload" | "uploaded" | "complete";
  mimetype: string;
  shares: { channel: string; ts: string; at: number }[];
}

/** A bot token and what it may do. */
export interface Token {
  token: string;
  scopes: string[];
}

/** What to start with. Names of channels are without `#`. */
export interface SlackSeed {
  /** Known bot tokens; `["xoxb-sandbox"]` when absent. */
  tokens?: (string | Token)[];
  channels?: {
    name: string;
    id?: string;
    private?: boolean;
    archived?: boolean;
    member?: boolean;
  }[];
  users?: { email: string; name: string; id?: string; deleted?: boolean }[];
  /** Secret path below `/slack/services/` → channel name; `{"T0SANDBOX/B0SANDBOX/hook": "general"}` when absent. */
  webhooks?: Record<string, string>;
  /** What the bot is called; `sandbox-app` when absent. */
  botName?: string;
}

/** Every scope that a method here asks for. */
export const ALL_SCOPES = [
  "chat:write",
  "channels:history",
  "channels:join",
  "channels:read",
  "files:read",
  "files:write",
  "groups:history",
  "groups:read",
  "im:write",
  "users:read",
  "users:read.email",
];

/** The bot itself, and the team it belongs to. */
export const BOT = {
  user: "U0SANDBOX",
  bot: "B0SANDBOX",
  app: "A0SANDBOX",
  team: "T0SANDBOX",
  teamName: "Sandbox",
};

const DEFAULT_TOKEN = "xoxb-sandbox";

/** The workspace as collections, with the few questions that every method asks. */
export class Workspace {
  readonly channels: Collection<Channel>;
  readonly users: Collection<User>;
  readonly messages: Collection<Message>;
  readonly files: Collection<StoredFile>;
  readonly tokens: Collection<Token>;
  readonly webhooks: Collection<string>;
  readonly counters: Collection<number>;
  readonly #world: World;
  readonly #strict: boolean;

  constructor(world: World, seed: SlackSeed, strictChannels: boolean) {
    this.#world = world;
    this.#strict = strictChannels;
    const { store } = world;
    this.channels = store.collection("slack/channels");
    this.users = store.collection("slack/users");
    this.messages = store.collection("slack/messages");
    this.files = store.collection("slack/files");
    this.tokens = store.collection("slack/tokens");
    this.webhooks = store.collection("slack/webhooks");
    this.counters = store.collection("slack/counters");
    this.#plant(seed);
  }

  /** An id as Slack makes them: a letter and ten capitals or digits. */
  id(letter: string): string {
    let id = letter;
    while (id.length < 11)
      id += Math.floor(this.#world.random() * 36)
        .toString(36)
        .toUpperCase();
    return id;
  }

  /** A timestamp that no message has, and later than all of them: seconds, a dot, six digits. */
  nextTs(): string {
    const last = this.counters.get("micros") ?? 0;
    const micros = Math.max(this.#world.clock.now() * 1000, last + 1);
    this.counters.set("micros", micros);
    return `${Math.floor(micros / 1e6)}.${String(micros % 1e6).padStart(6, "0")}`;
  }

  count(name: string): void {
    this.counters.set(name, (this.counters.get(name) ?? 0) + 1);
  }

  /** Finds by id, `#name` or name. */
  channel(reference: string): Channel | undefined {
    const direct = this.channels.get(reference);
    if (direct) return direct;
    const name = reference.replace(/^#/, "");
    for (const channel of this.channels.values()) if (channel.name === name) return channel;
    return undefined;
  }

  /** As `channel`; unless channels are strict, one that is new comes into being with the bot in it. */
  channelToPost(reference: string): Channel | undefined {
    const known = this.channel(reference);
    if (known) return known;
    const user = this.users.get(reference);
    if (user) return this.direct(user);
    if (this.#strict || reference === "") return undefined;
    const isId = /^[CG][A-Z0-9]{2,}$/.test(reference);
    return this.addChannel({
      name: isId ? reference.toLowerCase() : reference.replace(/^#/, ""),
      ...(isId ? { id: reference } : {}),
    });
  }

  /** The direct message with this user. */
  direct(user: User): Channel {
    for (const channel of this.channels.values()) if (channel.user === user.id) return channel;
    const channel = {
      ...this.addChannel({ name: user.name, id: this.id("D") }),
      user: user.id,
      isPrivate: true,
    };
    this.channels.set(channel.id, channel);
    return channel;
  }

  addChannel(seed: NonNullable<SlackSeed["channels"]>[number]): Channel {
    const channel: Channel = {
      id: seed.id ?? this.id("C"),
      name: seed.name.replace(/^#/, ""),
      isMember: seed.member ?? true,
      isPrivate: seed.private ?? false,
      isArchived: seed.archived ?? false,
      created: Math.floor(this.#world.clock.now() / 1000),
    };
    this.channels.set(channel.id, channel);
    return channel;
  }

  addUser(seed: NonNullable<SlackSeed["users"]>[number]): User {
    const user: User = {
      id: seed.id ?? this.id("U"),
      name: seed.email.split("@")[0]!,
      realName: seed.name,
      email: seed.email,
      deleted: seed.deleted ?? false,
      isBot: false,
    };
    this.users.set(user.id, user);
    return user;
  }

  addToken(token: string | Token): void {
    const known = typeof token === "string" ? { token, scopes: ALL_SCOPES } : token;
    this.tokens.set(known.token, known);
  }

  /** Messages of a channel, oldest first; ephemeral ones left out. */
  inChannel(channel: string): Message[] {
    return [...this.messages.values()].filter(
      (m) => m.channel === channel && m.onlyFor === undefined,
    );
  }

  message(channel: string, ts: string): Message | undefined {
    return this.messages.get(`${channel}/${ts}`);
  }

  put(message: Message): void {
    this.messages.set(`${message.channel}/${message.ts}`, message);
  }

  /** Puts the seed in; what is already there stays as it is. */
  #plant(seed: SlackSeed): void {
    for (const token of seed.tokens ?? [DEFAULT_TOKEN]) this.addToken(token);
    const name = seed.botName ?? "sandbox-app";
    const bot = { id: BOT.user, name, realName: name, email: "", deleted: false, isBot: true };
    if (!this.users.has(BOT.user)) this.users.set(BOT.user, bot);
    for (const user of seed.users ?? [])
      if (![...this.users.values()].some(({ email }) => email === user.email)) this.addUser(user);
    for (const channel of seed.channels ?? [])
      if (!this.channel(channel.id ?? channel.name)) this.addChannel(channel);
    const hooks = seed.webhooks ?? { "T0SANDBOX/B0SANDBOX/hook": "general" };
    for (const [path, channel] of Object.entries(hooks)) this.webhooks.set(path, channel);
  }
}
