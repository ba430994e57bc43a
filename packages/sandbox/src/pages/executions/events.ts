// The table of events: what Step Functions wrote down, in its own words.
import { html } from "hono/html";
import { count, type Html, time } from "../layout.ts";
import { moment, type Shape } from "./api.ts";
import { jsonBlock } from "./json.ts";
import { detailsKey, type Visit } from "./visits.ts";

const PAGE = 100;

/** One page of the events, of the whole execution or of one visit. */
export function eventTable(
  events: Shape[],
  visits: Visit[],
  page: number,
  href: (page: number) => string,
): Html {
  const stateOf = new Map(
    visits.flatMap((visit) => visit.events.map((id): [number, Visit] => [id, visit])),
  );
  const pages = Math.max(1, Math.ceil(events.length / PAGE));
  const current = Math.min(Math.max(1, page), pages);
  const start = moment(events[0]?.timestamp) ?? 0;
  return html`<section class="card" aria-labelledby="events"><h2 id="events">Events <span class="soft small">${count(events.length, "event")}</span></h2>
<div class="scroll" tabindex="0" role="region" aria-label="Events"><table class="events"><thead><tr><th class="number">Id</th><th>Type</th><th>State</th><th>Time</th><th class="number">After</th></tr></thead><tbody>${events
    .slice((current - 1) * PAGE, current * PAGE)
    .map((event) => {
      const at = moment(event.timestamp)!;
      const visit = stateOf.get(event.id);
      const details = event[detailsKey(event)];
      return html`<tr><td class="number">${event.id}</td><td>${
        details
          ? html`<details id="event-${event.id}"><summary>${event.type}</summary>${jsonBlock(unpack(details), `Details of event ${event.id}`)}</details>`
          : event.type
      }</td><td>${visit?.name ?? ""}${visit && visit.iterations.length > 0 ? html` <span class="soft small">#${visit.iterations.join(" › ")}</span>` : ""}</td><td>${time(at, "short")}</td><td class="number">+${((at - start) / 1000).toFixed(2)} s</td></tr>`;
    })}</tbody></table></div>${
    pages > 1
      ? html`<nav class="pager" aria-label="Pages of events">${current > 1 ? html`<a href="${href(current - 1)}" data-swap>Earlier</a>` : ""}<span>Page ${current} of ${pages}</span>${current < pages ? html`<a href="${href(current + 1)}" data-swap>Later</a>` : ""}</nav>`
      : ""
  }</section>`;
}

/** JSON texts inside the details become what they say. */
function unpack(details: Shape): Shape {
  return Object.fromEntries(
    Object.entries(details).map(([key, value]) => {
      if (typeof value !== "string" || !/^[[{]/.test(value)) return [key, value];
      try {
        return [key, JSON.parse(value)];
      } catch {
        return [key, value];
      }
    }),
  );
}
