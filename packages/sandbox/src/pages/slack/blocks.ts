// Blocks to HTML, one function for each type. A type without one shows as its name, as old clients do.
import { html } from "hono/html";
import type { Html } from "../layout.ts";
import { markdown } from "./markdown.ts";
import { link, mrkdwn, type Names, plain } from "./mrkdwn.ts";
import { richText } from "./rich-text.ts";

// biome-ignore lint/suspicious/noExplicitAny: checked when it was posted
type Block = any;

/** Renders the blocks of one message. */
export function renderBlocks(list: Block[], names: Names): Html {
  return html`${list.map((block) => RENDER[block.type]?.(block, names) ?? unsupported(block))}`;
}

const text = (object: Block, names: Names): Html =>
  object.type === "mrkdwn" ? mrkdwn(object.text, names) : plain(object.text);

/** Pictures are not fetched: a page of the sandbox asks nobody but the sandbox. */
const picture = ({ alt_text, title }: Block): Html =>
  html`<span class="picture" role="img" aria-label="${alt_text}"><span aria-hidden="true">▣</span>${
    title ? html`<strong>${title.text}</strong>` : ""
  }${alt_text}</span>`;

const RENDER: Record<string, (block: Block, names: Names) => Html> = {
  header: (block) =>
    html`<div class="block header" role="heading" aria-level="3">${plain(block.text.text)}</div>`,
  divider: () => html`<hr class="block">`,
  section: (block, names) =>
    html`<div class="block section"><div class="words">${
      block.text ? text(block.text, names) : ""
    }${
      block.fields
        ? html`<div class="fields">${block.fields.map((field: Block) => html`<div>${text(field, names)}</div>`)}</div>`
        : ""
    }</div>${block.accessory ? element(block.accessory) : ""}</div>`,
  context: (block, names) =>
    html`<div class="block context">${block.elements.map((one: Block) =>
      one.type === "image" ? picture(one) : html`<span>${text(one, names)}</span>`,
    )}</div>`,
  actions: (block) => html`<div class="block actions">${block.elements.map(element)}</div>`,
  image: (block) => html`<div class="block">${picture(block)}</div>`,
  markdown: (block) => html`<div class="block">${markdown(block.text)}</div>`,
  rich_text: (block, names) => html`<div class="block">${richText(block, names)}</div>`,
  table: (block, names) => table(block, names),
  data_table: (block, names) => table(block, names),
  card: (block, names) =>
    html`<div class="block card">${[block.title, block.subtitle, block.body].map((part) =>
      part ? html`<p>${text(part, names)}</p>` : "",
    )}<div class="block actions">${(block.actions ?? []).map(element)}</div></div>`,
  carousel: (block, names) => html`<div class="block">${renderBlocks(block.elements, names)}</div>`,
  container: (block, names) =>
    html`<div class="block card">${block.title ? html`<p><strong>${text(block.title, names)}</strong></p>` : ""}${renderBlocks(block.child_blocks, names)}</div>`,
  plan: (block) =>
    html`<div class="block card"><p><strong>${block.title}</strong></p><ul>${(block.tasks ?? []).map((task: Block) => html`<li>${task.title} (${task.status ?? "pending"})</li>`)}</ul></div>`,
  task_card: (block) => html`<div class="block card">${block.title} (${block.status})</div>`,
};

function table(block: Block, names: Names): Html {
  const rows = (block.rows as Block[][]).map(
    (row) =>
      html`<tr>${row.map((cell, index) => {
        const { align, is_wrapped } = block.column_settings?.[index] ?? {};
        const look = [align, is_wrapped ? "wrapped" : ""].filter(Boolean).join(" ");
        return html`<td class="${look}">${cell.type === "rich_text" ? richText(cell, names) : cell.text}</td>`;
      })}</tr>`,
  );
  return html`<div class="block table scroll" tabindex="0" role="region" aria-label="${block.caption ?? "Table"}"><table>${
    block.caption ? html`<caption>${block.caption}</caption>` : ""
  }<tbody>${rows}</tbody></table></div>`;
}

/** An interactive element. Nothing here is sent anywhere; a button with an address is a link. */
function element(one: Block): Html {
  if (one.type === "image") return picture(one);
  if (one.type !== "button")
    return html`<span class="button">${one.placeholder?.text ?? one.type} ▾</span>`;
  const look = `button ${one.style ?? ""}`;
  const label = plain(one.text.text);
  if (one.url && /^https?:/i.test(one.url))
    return html`<a class="${look}" href="${one.url}" target="_blank" rel="noreferrer noopener">${label}</a>`;
  return html`<button type="button" class="${look}" title="${one.value ?? one.action_id ?? ""}">${label}</button>`;
}

function unsupported(block: Block): Html {
  return html`<div class="block soft">This content can’t be displayed (${block.type}).</div>`;
}

/** Old attachments: a bar, a title, a text, and blocks if there are any. */
export function renderAttachment(attachment: Block, names: Names): Html {
  return html`<div class="attachment">${
    attachment.title
      ? html`<p><strong>${attachment.title_link ? link(attachment.title_link, attachment.title) : attachment.title}</strong></p>`
      : ""
  }${attachment.text ? html`<div class="block">${mrkdwn(attachment.text, names)}</div>` : ""}${
    attachment.blocks ? renderBlocks(attachment.blocks, names) : ""
  }</div>`;
}
