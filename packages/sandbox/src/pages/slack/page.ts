// The workspace as people see it: channels, messages, a thread or the versions of a message beside them.
import { html } from "hono/html";
import type { Message, Workspace } from "../../slack/state.ts";
import { count, empty, type Html, time } from "../layout.ts";
import { renderAttachment, renderBlocks } from "./blocks.ts";
import { mrkdwn, type Names } from "./mrkdwn.ts";

/** How many messages a channel shows at once. */
const SHOWN = 100;

const at = (ts: string) => Math.floor(Number(ts) * 1000);
const day = new Intl.DateTimeFormat("en", { weekday: "long", day: "numeric", month: "long" });

/** What the reader asked to see. */
export interface SlackQuery {
  channel?: string | undefined;
  thread?: string | undefined;
  versions?: string | undefined;
  before?: string | undefined;
}

/** The body of the Slack page. */
export function slackPage(workspace: Workspace, query: SlackQuery): Html {
  const channels = [...workspace.channels.values()].map((channel) => {
    const messages = [...workspace.messages.values()].filter(
      (message) => message.channel === channel.id,
    );
    return { ...channel, messages, last: messages.at(-1)?.ts ?? "" };
  });
  channels.sort((a, b) => b.last.localeCompare(a.last) || a.name.localeCompare(b.name));
  const shown =
    channels.find(({ id, name }) => id === query.channel || name === query.channel) ?? channels[0];
  if (!shown)
    return html`<h1>Slack</h1>${empty("No channel yet", "A channel appears with the first message that is posted to it.")}`;
  const names: Names = {
    user: (id) => workspace.users.get(id)?.realName,
    channel: (id) => workspace.channels.get(id)?.name,
  };
  const view = new View(workspace, shown.id, names, query);
  const aside = view.aside();
  const tops = shown.messages.filter(
    ({ threadTs, broadcast }) => threadTs === undefined || broadcast,
  );
  const until = query.before ? tops.filter(({ ts }) => ts < query.before!) : tops;
  const page = until.slice(-SHOWN);
  return html`<div class="workspace${aside ? " split" : ""}">
<nav class="channels" aria-label="Channels"><h1>Slack</h1><ul>${channels.map(
    ({ id, name, user, messages }) =>
      html`<li><a id="channel-${id}" href="?channel=${id}"${id === shown.id ? html` aria-current="true"` : ""}><span>${user ? "@" : "#"} ${name}</span><span class="tally" title="${count(messages.length, "message")}">${messages.length}</span></a></li>`,
  )}</ul></nav>
<section class="card pane" aria-label="Messages"><header><h2>${shown.user ? "@" : "#"}${shown.name}</h2><span class="soft small">${count(tops.length, "message")}</span></header>
${
  until.length > page.length
    ? html`<p class="day"><a href="?channel=${shown.id}&before=${page[0]!.ts}">Older messages</a></p>`
    : ""
}${page.length === 0 ? empty("Nothing was said here", "Messages appear as they are posted.") : view.list(page)}</section>
${aside ?? ""}</div>`;
}

/** One channel, with what a message needs around it. */
class View {
  readonly #workspace: Workspace;
  readonly #channel: string;
  readonly #names: Names;
  readonly #query: SlackQuery;

  constructor(workspace: Workspace, channel: string, names: Names, query: SlackQuery) {
    this.#workspace = workspace;
    this.#channel = channel;
    this.#names = names;
    this.#query = query;
  }

  list(messages: Message[]): Html {
    let last = "";
    return html`<ol class="messages">${messages.map((message) => {
      const date = day.format(at(message.ts));
      const turn = date === last ? "" : html`<li class="day">${date}</li>`;
      last = date;
      return html`${turn}${this.#message(message)}`;
    })}</ol>`;
  }

  /** The thread or the versions that the reader opened. */
  aside(): Html | undefined {
    const { thread, versions } = this.#query;
    const close = html`<a id="close" href="?channel=${this.#channel}" data-swap>Close</a>`;
    const parent =
      thread === undefined ? undefined : this.#workspace.message(this.#channel, thread);
    if (parent) {
      const replies = this.#replies(parent.ts);
      return html`<section class="card pane aside" id="aside" aria-label="Thread"><header><h2>Thread <span class="soft small">${count(replies.length, "reply", "replies")}</span></h2>${close}</header>
<ol class="messages">${[parent, ...replies].map((message) => this.#message(message, true))}</ol></section>`;
    }
    const message =
      versions === undefined ? undefined : this.#workspace.message(this.#channel, versions);
    if (!message) return undefined;
    return html`<section class="card pane aside" id="aside" aria-label="Versions"><header><h2>Earlier versions</h2>${close}</header>
${message.revisions
  .map(
    (revision, index) =>
      html`<article class="version"><p class="mark">Version ${index + 1}, replaced ${time(revision.at)}</p>${this.#content(revision)}</article>`,
  )
  .reverse()}</section>`;
  }

  #replies(ts: string): Message[] {
    return this.#workspace.inChannel(this.#channel).filter(({ threadTs }) => threadTs === ts);
  }

  #message(message: Message, inThread = false): Html {
    const { ts, user, revisions } = message;
    const who = this.#workspace.users.get(user);
    const name = message.username ?? who?.realName ?? user;
    const replies = inThread || message.threadTs ? [] : this.#replies(ts);
    const open = this.#query.thread === ts && !inThread;
    const link = (kind: string, label: Html) =>
      html`<a id="${kind}-${ts}" href="?channel=${this.#channel}&${kind}=${ts}" data-swap="aside">${label}</a>`;
    return html`<li class="message"${open ? html` aria-current="true"` : ""}><span class="avatar" aria-hidden="true">${name.slice(0, 1)}</span><div><div class="by"><strong>${name}</strong>${who?.isBot ? html`<span class="app">APP</span>` : ""}${time(at(ts), "short")}${
      message.onlyFor
        ? html`<span class="mark">Only visible to ${this.#names.user(message.onlyFor) ?? message.onlyFor}</span>`
        : ""
    }</div>
${this.#content(message)}${(message.attachments ?? []).map((one) => renderAttachment(one, this.#names))}${(message.files ?? []).map((id) => this.#file(id))}
<div class="under">${
      replies.length > 0
        ? link(
            "thread",
            html`${count(replies.length, "reply", "replies")} <span class="quiet">Last reply ${time(at(replies.at(-1)!.ts), "short")}</span>`,
          )
        : ""
    }${
      revisions.length > 0 && !inThread
        ? link(
            "versions",
            html`<span class="quiet">${count(revisions.length, "earlier version")}</span>`,
          )
        : ""
    }</div></div></li>`;
  }

  #content({ text, blocks, edited }: Pick<Message, "text" | "blocks" | "edited">): Html {
    if (blocks) return renderBlocks(blocks, this.#names);
    const mark = edited ? html` <span class="mark">(edited)</span>` : "";
    return text === ""
      ? html``
      : html`<div class="block">${mrkdwn(text, this.#names)}${mark}</div>`;
  }

  #file(id: string): Html {
    const file = this.#workspace.files.get(id);
    if (!file) return html``;
    const kind = file.name.includes(".")
      ? file.name.split(".").at(-1)!.slice(0, 4).toUpperCase()
      : "FILE";
    return html`<a class="file" href="/_sandbox/slack/files/${id}" download="${file.name}"><span class="kind" aria-hidden="true">${kind}</span><strong>${file.title}</strong><span class="soft small">${file.name} · ${file.size.toLocaleString("en")} bytes</span></a>`;
  }
}
