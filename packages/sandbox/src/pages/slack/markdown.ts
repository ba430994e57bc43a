// The `markdown` block: enough of CommonMark for what notifications say. Nothing in it becomes HTML
// except what is written here.
import { html } from "hono/html";
import type { Html } from "../layout.ts";
import { link } from "./mrkdwn.ts";

const MARKS =
  /`([^`\n]+)`|\*\*([^*\n]+)\*\*|\*([^*\n]+)\*|~~([^~\n]+)~~|\[([^\]\n]+)\]\(([^)\s]+)\)/g;

/** Renders paragraphs, headings, lists and fenced code. */
export function markdown(text: string): Html {
  const parts: Html[] = [];
  for (const [index, part] of text.split(/```\w*\n([\s\S]*?)```/).entries())
    if (index % 2 === 1) parts.push(html`<pre><code>${part}</code></pre>`);
    else
      for (const chunk of part.split(/\n{2,}/))
        if (chunk.trim() !== "") parts.push(paragraph(chunk.trim()));
  return html`${parts}`;
}

function paragraph(chunk: string): Html {
  const heading = /^#{1,6}\s+(.*)$/.exec(chunk)?.[1];
  if (heading !== undefined) return html`<p><strong>${inline(heading)}</strong></p>`;
  const rows = chunk.split("\n");
  const items = rows.map((row) => /^\s*(?:[-*]|\d+\.)\s+(.*)$/.exec(row)?.[1]);
  if (items.every((item) => item !== undefined))
    return html`<ul>${items.map((item) => html`<li>${inline(item)}</li>`)}</ul>`;
  return html`<p>${rows.map((row, index) => html`${index > 0 ? html`<br>` : ""}${inline(row)}`)}</p>`;
}

function inline(text: string): unknown[] {
  const parts: unknown[] = [];
  let from = 0;
  for (const match of text.matchAll(MARKS)) {
    parts.push(text.slice(from, match.index));
    const [, code, bold, italic, struck, label, url] = match;
    if (code !== undefined) parts.push(html`<code>${code}</code>`);
    else if (bold !== undefined) parts.push(html`<strong>${bold}</strong>`);
    else if (italic !== undefined) parts.push(html`<em>${italic}</em>`);
    else if (struck !== undefined) parts.push(html`<s>${struck}</s>`);
    else parts.push(link(url!, label));
    from = match.index + match[0].length;
  }
  parts.push(text.slice(from));
  return parts;
}
