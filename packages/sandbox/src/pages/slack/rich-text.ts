// The `rich_text` block: a tree that was parsed by its sender, so nothing in it is markup.
import { html } from "hono/html";
import type { Html } from "../layout.ts";
import { emoji } from "./emoji.ts";
import { dateText, link, type Names } from "./mrkdwn.ts";

// biome-ignore lint/suspicious/noExplicitAny: checked when it was posted
type Element = any;

/** Renders a whole `rich_text` block. */
export function richText(block: Element, names: Names): Html {
  return html`${(block.elements as Element[]).map((element) => part(element, names))}`;
}

function part(element: Element, names: Names): Html {
  const inside = () => (element.elements as Element[]).map((one) => inline(one, names));
  switch (element.type) {
    case "rich_text_list": {
      const items = (element.elements as Element[]).map(
        (one) => html`<li>${part(one, names)}</li>`,
      );
      return element.style === "ordered" ? html`<ol>${items}</ol>` : html`<ul>${items}</ul>`;
    }
    case "rich_text_preformatted":
      return html`<pre><code>${inside()}</code></pre>`;
    case "rich_text_quote":
      return html`<blockquote>${inside()}</blockquote>`;
    default:
      return html`<span>${inside()}</span>`;
  }
}

function inline(element: Element, names: Names): Html {
  const { style = {} } = element;
  let shown = bare(element, names);
  if (style.code) shown = html`<code>${shown}</code>`;
  if (style.bold) shown = html`<strong>${shown}</strong>`;
  if (style.italic) shown = html`<em>${shown}</em>`;
  if (style.underline) shown = html`<u>${shown}</u>`;
  if (style.strike) shown = html`<s>${shown}</s>`;
  return shown;
}

function bare(element: Element, names: Names): Html {
  switch (element.type) {
    case "link":
      return link(element.url, element.text ?? element.url);
    case "emoji":
      return html`${emoji(element.name)}`;
    case "user":
      return html`<span class="mention">@${names.user(element.user_id) ?? element.user_id}</span>`;
    case "channel":
      return html`<span class="mention">#${names.channel(element.channel_id) ?? element.channel_id}</span>`;
    case "usergroup":
      return html`<span class="mention loud">@${element.usergroup_id}</span>`;
    case "broadcast":
      return html`<span class="mention loud">@${element.range}</span>`;
    case "date":
      return html`<time>${dateText(new Date(element.timestamp * 1000), element.format)}</time>`;
    case "color":
      return html`<code>${element.value}</code>`;
    default: {
      const rows = String(element.text).split("\n");
      return html`${rows.map((row, index) => html`${index > 0 ? html`<br>` : ""}${row}`)}`;
    }
  }
}
