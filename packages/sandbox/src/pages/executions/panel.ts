// What is known about one state of an execution: its visits, and of the chosen visit what went in, what
// came out, and how it ended. A distributed Map shows its run and its children.
import { html } from "hono/html";
import { count, duration, type Html, time } from "../layout.ts";
import type { Row, Shape } from "./api.ts";
import type { StateNode } from "./definition.ts";
import { jsonBlock, linked, mapRunUrl } from "./json.ts";
import { executionTable, statusBadge } from "./list-page.ts";
import { byUrgency, type Standing } from "./summary.ts";
import type { Visit } from "./visits.ts";

/** Visits that are listed; a state inside a Map of thousands has as many. */
const LISTED = 200;

/** One Map Run with its first children. */
export interface MapRun {
  run: Shape;
  children: Row[];
}

/** The panel beside the picture. */
export function panel(options: {
  node: StateNode;
  standing: Standing;
  visit: Visit | undefined;
  mapRuns: MapRun[];
  href: (visit: number) => string;
  now: number;
}): Html {
  const { node, standing, visit, mapRuns, href, now } = options;
  const { visits, words, status } = standing;
  return html`<h2>${node.name}</h2>
<p><span class="status ${status.replace(" ", "-")}">${words}</span> <span class="soft">${node.distributed ? "Distributed Map" : node.type}</span></p>
${node.definition.Comment ? html`<p class="soft">${node.definition.Comment}</p>` : ""}
${visits.length > 1 ? visitList(visits, visit, href, now) : ""}
${visit ? visitDetails(visit, now) : ""}
${mapRuns.map((one) => mapRun(one, now))}
<details id="definition-${node.name}"><summary>Definition</summary>${jsonBlock(node.definition, "Definition")}</details>`;
}

/** `iteration 3`, or `iteration 3 › 1` inside two Maps. */
const place = ({ iterations }: Visit) =>
  iterations.length > 0 ? `iteration ${iterations.join(" › ")}` : "";

function visitList(
  visits: Visit[],
  chosen: Visit | undefined,
  href: (visit: number) => string,
  now: number,
): Html {
  const numbers = new Map(visits.map((visit, index) => [visit, index + 1]));
  const listed = visits.length > LISTED ? visits.toSorted(byUrgency).slice(0, LISTED) : visits;
  return html`<div class="scroll visits" id="visits" data-scroll tabindex="0" role="region" aria-label="Visits"><table><thead><tr><th>Visit</th><th>Status</th><th>Entered</th><th class="number">Duration</th></tr></thead><tbody>${listed.map(
    (visit) =>
      html`<tr${visit === chosen ? html` aria-current="true"` : ""}><td><a id="visit-${visit.id}" href="${href(visit.id)}" data-swap>${place(visit) || `visit ${numbers.get(visit)}`}</a></td><td><span class="status ${visit.status}">${visit.status}</span></td><td>${time(visit.entered, "short")}</td><td class="number">${duration((visit.exited ?? now) - visit.entered)}</td></tr>`,
  )}</tbody></table></div>${visits.length > LISTED ? html`<p class="soft small">${LISTED} of ${visits.length}, those in trouble first.</p>` : ""}`;
}

function visitDetails(visit: Visit, now: number): Html {
  const over = visit.exited !== undefined || visit.status !== "running";
  return html`${place(visit) ? html`<h3>${place(visit)}</h3>` : ""}
<dl class="facts"><dt>Entered</dt><dd>${time(visit.entered)}</dd>${
    visit.exited === undefined ? "" : html`<dt>Left</dt><dd>${time(visit.exited)}</dd>`
  }${visit.exited !== undefined || !over ? html`<dt>Duration</dt><dd>${duration((visit.exited ?? now) - visit.entered)}</dd>` : ""}<dt>Retries</dt><dd>${visit.retries}</dd></dl>
${visit.error === undefined ? "" : html`<div class="trouble ${visit.status === "failed" ? "" : "mild"}"><p><strong>${visit.error}</strong>${visit.status === "succeeded" ? " (an earlier attempt)" : visit.status === "caught" ? " (caught)" : ""}</p>${visit.cause ? html`<div>${linked(readable(visit.cause))}</div>` : ""}</div>`}
${visit.input === undefined ? "" : html`<h3>Input</h3>${jsonBlock(visit.input, "Input")}`}
${visit.output === undefined ? "" : html`<h3>Output</h3>${jsonBlock(visit.output, "Output")}`}`;
}

/** Lambda's causes are JSON with the message inside. */
function readable(cause: string): string {
  try {
    const { errorMessage } = JSON.parse(cause);
    return typeof errorMessage === "string" ? errorMessage : cause;
  } catch {
    return cause;
  }
}

function mapRun({ run, children }: MapRun, now: number): Html {
  const {
    total = 0,
    succeeded = 0,
    failed = 0,
    running = 0,
    pending = 0,
    aborted = 0,
    timedOut = 0,
  } = run.executionCounts ?? {};
  const parts = Object.entries({
    succeeded,
    running,
    pending,
    failed,
    "timed out": timedOut,
    aborted,
  });
  return html`<h3>Map Run ${statusBadge(run.status)}</h3>
<p>${count(total, "child execution")}: ${
    parts
      .filter(([, number]) => number > 0)
      .map(([word, number]) => `${number} ${word}`)
      .join(", ") || "none started"
  }.</p>
<meter class="progress" min="0" max="${Math.max(1, total)}" value="${total - running - pending}" aria-label="Children that ended">${total - running - pending} of ${total}</meter>
${children.length > 0 ? executionTable(children, now, { machines: false }) : ""}
${total > children.length ? html`<p class="small"><a href="${mapRunUrl(run.mapRunArn)}">All ${count(total, "child execution")}</a></p>` : ""}`;
}
