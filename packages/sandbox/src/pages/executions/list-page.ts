// The list of executions: of all state machines, of one, or of one Map Run's children.
import { html } from "hono/html";
import { count, duration, empty, type Html, time } from "../layout.ts";
import { machineOf, type Row, type StatesReader } from "./api.ts";
import { executionUrl, mapRunUrl } from "./json.ts";

const PAGE = 50;
const STATUSES = ["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"];

/** What the reader asked to see. */
export interface ListQuery {
  machine?: string | undefined;
  status?: string | undefined;
  mapRun?: string | undefined;
  page?: string | undefined;
  token?: string | undefined;
}

/** `TIMED_OUT` in words, with the look of its status. */
export function statusBadge(status: string): Html {
  const look = status === "TIMED_OUT" ? "failed" : status.toLowerCase();
  return html`<span class="status ${look}">${status.toLowerCase().replace("_", " ")}</span>`;
}

/** A table of executions. */
export function executionTable(
  rows: Row[],
  now: number,
  options: { machines?: boolean; caption?: string } = {},
): Html {
  const { machines = true, caption } = options;
  return html`<div class="card flush scroll" tabindex="0" role="region" aria-label="${caption ?? "Executions"}"><table class="executions">${
    caption ? html`<caption>${caption}</caption>` : ""
  }<thead><tr><th>Status</th>${machines ? html`<th>State machine</th>` : ""}<th>Execution</th><th>Started</th><th class="number">Duration</th></tr></thead><tbody>${rows.map(
    ({ arn, name, machine, status, started, stopped }) =>
      html`<tr><td>${statusBadge(status)}</td>${machines ? html`<td>${machine}</td>` : ""}<td class="name"><a id="x-${arn}" href="${executionUrl(arn)}">${name}</a></td><td>${time(started)}</td><td class="number">${duration((stopped ?? now) - started)}</td></tr>`,
  )}</tbody></table></div>`;
}

/** The body of the list page. */
export async function listPage(reader: StatesReader, query: ListQuery, now: number): Promise<Html> {
  if (query.mapRun) return mapRunPage(reader, query.mapRun, query, now);
  const machines = await reader.machines();
  const chosen = machines.filter(({ name }) => !query.machine || name === query.machine);
  const rows = await reader.executions(chosen);
  const shown = rows.filter(({ status }) => !query.status || status === query.status);
  const page = Math.max(1, Number(query.page) || 1);
  const address = (change: Record<string, string | undefined>) => {
    const params = Object.entries({ machine: query.machine, status: query.status, ...change });
    const text = params
      .flatMap(([key, value]) => (value ? [`${key}=${encodeURIComponent(value)}`] : []))
      .join("&");
    return `/_sandbox/executions${text ? `?${text}` : ""}`;
  };
  const pages = Math.max(1, Math.ceil(shown.length / PAGE));
  return html`<h1>Executions</h1>
<p class="lead">Every run of a state machine, newest first.</p>
<nav aria-label="State machine"><ul class="chips"><li><a href="${address({ machine: undefined })}"${query.machine ? "" : html` aria-current="true"`}>All machines</a></li>${machines.map(
    ({ name }) =>
      html`<li><a href="${address({ machine: name })}"${query.machine === name ? html` aria-current="true"` : ""}>${name}</a></li>`,
  )}</ul></nav>
${statusChips(
  query.status,
  (status) => address({ status }),
  (status) => rows.filter((row) => row.status === status).length,
)}
${
  shown.length === 0
    ? empty("No execution", "Executions appear here as soon as a state machine is started.")
    : executionTable(shown.slice((page - 1) * PAGE, page * PAGE), now)
}
${
  pages > 1
    ? html`<nav class="pager" aria-label="Pages">${page > 1 ? html`<a href="${address({ page: String(page - 1) })}">Newer</a>` : ""}<span>Page ${page} of ${pages}</span>${page < pages ? html`<a href="${address({ page: String(page + 1) })}">Older</a>` : ""}</nav>`
    : ""
}`;
}

function statusChips(
  current: string | undefined,
  href: (status: string | undefined) => string,
  tally: (status: string) => number,
): Html {
  return html`<nav aria-label="Status"><ul class="chips"><li><a href="${href(undefined)}"${current ? "" : html` aria-current="true"`}>Any status</a></li>${STATUSES.map(
    (status) =>
      html`<li><a href="${href(status)}"${current === status ? html` aria-current="true"` : ""}>${status.toLowerCase().replace("_", " ")} <span class="tally">${tally(status)}</span></a></li>`,
  )}</ul></nav>`;
}

async function mapRunPage(
  reader: StatesReader,
  mapRunArn: string,
  query: ListQuery,
  now: number,
): Promise<Html> {
  const run = await reader.call("DescribeMapRun", { mapRunArn });
  const { rows, next } = await reader.children(mapRunArn, query.status, query.token, PAGE);
  const counts = run.executionCounts ?? {};
  const of: Record<string, string> = {
    RUNNING: "running",
    SUCCEEDED: "succeeded",
    FAILED: "failed",
    TIMED_OUT: "timedOut",
    ABORTED: "aborted",
  };
  const href = (status: string | undefined) =>
    `${mapRunUrl(mapRunArn)}${status ? `&status=${status}` : ""}`;
  return html`<p class="small"><a href="${executionUrl(run.executionArn)}">${machineOf(run.executionArn)} / ${String(run.executionArn).split(":").at(-1)}</a></p>
<h1>Map Run ${statusBadge(run.status)}</h1>
<p class="lead">${count(counts.total ?? 0, "child execution")}, at most ${run.maxConcurrency || "10,000"} at once.</p>
${statusChips(query.status, href, (status) => counts[of[status]!] ?? 0)}
${rows.length === 0 ? empty("No child execution", "Children appear when the Map Run starts them.") : executionTable(rows, now, { machines: false })}
${next ? html`<nav class="pager" aria-label="Pages"><a href="${href(query.status)}&token=${encodeURIComponent(next)}">More</a></nav>` : ""}`;
}
