// The frame of every page: head, navigation, and the small words that all pages share.
import { html } from "hono/html";

/** A piece of a page; everything interpolated into it was escaped. */
export type Html = ReturnType<typeof html>;

/** Where a link leads, and what it is called. */
export const SECTIONS = [
  { path: "", name: "Overview" },
  { path: "slack", name: "Slack" },
  { path: "executions", name: "Executions" },
  { path: "table", name: "Table" },
  { path: "calls", name: "Calls" },
  { path: "faults", name: "Faults" },
  { path: "permissions", name: "Permissions" },
] as const;

/** Style sheets, in the order in which they apply. */
export const SHEETS = ["base.css", "parts.css", "slack.css", "blocks.css", "executions.css"];

/** One whole page. `section` is the path of the section it belongs to; `live` makes it follow what happens. */
export function page(options: {
  title: string;
  section: string;
  now: number;
  body: Html;
  live?: boolean;
  wide?: boolean;
}): Html {
  const { title, section, now, body, live = true, wide = false } = options;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Sandbox</title>
<link rel="icon" href="/_sandbox/assets/favicon.svg" type="image/svg+xml">
${SHEETS.map((name) => html`<link rel="stylesheet" href="/_sandbox/assets/${name}">`)}
<script type="module" src="/_sandbox/assets/live.js"></script>
</head>
<body>
<a class="skip" href="#content">Skip to content</a>
<header class="bar">
<a class="brand" href="/_sandbox/"><img src="/_sandbox/assets/favicon.svg" width="22" height="22" alt="">Sandbox</a>
<nav aria-label="Sections">${SECTIONS.map(
    ({ path, name }) =>
      html`<a href="/_sandbox/${path}"${path === section ? html` aria-current="page"` : ""}>${name}</a>`,
  )}</nav>
<p class="clock" id="clock" data-part title="The sandbox's own clock, which skips idle waits"><span>Clock</span> ${time(now)}</p>
</header>
<main id="content" class="${wide ? "wide" : ""}" data-part${live ? html` data-follow` : ""} tabindex="-1">
${body}
</main>
</body>
</html>`;
}

const CLOCK = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "medium" });
const SHORT = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });

/** A moment, in the zone of this machine: the sandbox serves this machine only. */
export function time(milliseconds: number, form: "full" | "short" = "full"): Html {
  const written = (form === "full" ? CLOCK : SHORT).format(milliseconds);
  return html`<time datetime="${new Date(milliseconds).toISOString()}">${written}</time>`;
}

/** A length of time, with the unit that suits it. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 60) return `${minutes} min ${Math.floor((milliseconds % 60_000) / 1000)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Says that there is nothing, and what would bring something. */
export function empty(title: string, hint: string): Html {
  return html`<div class="empty"><p><strong>${title}</strong></p><p>${hint}</p></div>`;
}

/** `1 reply`, `2 replies`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}
