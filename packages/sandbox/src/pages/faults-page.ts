// What goes wrong here, how often, and which guesses about AWS hold. Changed by a command, or by JSON.
import { html } from "hono/html";
import type { Listing } from "../faults/listing.ts";
import type { Html } from "./layout.ts";

/** The body of the page. */
export function faultsPage(
  { profile, faults, refusals, assumptions }: Listing,
  endpoint: string,
): Html {
  return html`<h1>Faults</h1>
<p class="lead">Profile <strong>${profile}</strong>. Switched by JSON: <code>curl -X POST ${endpoint}/_sandbox/faults.json -d '{"profile":"hostile","set":{"lost-answers":"5%"}}'</code></p>
${refusals.map(({ operation, code, times }) => html`<p><code>${operation}</code> ends in <code>${code}</code>, ${times} more times at most.</p>`)}
<div class="stack"><section class="card" aria-label="Faults"><h2>What goes wrong</h2><div class="scroll" tabindex="0" role="region" aria-label="Faults by name"><table><thead><tr><th>Name</th><th>Now</th><th>fast</th><th>realistic</th><th>hostile</th><th>What it does</th><th>Known</th></tr></thead><tbody>${faults.map(
    ({ name, about, now, differs, profiles, known, source }) =>
      html`<tr><th scope="row"><code>${name}</code></th><td>${differs ? html`<strong>${now}</strong>` : now}</td><td>${profiles.fast}</td><td>${profiles.realistic}</td><td>${profiles.hostile}</td><td>${about}</td><td class="small"><span title="${source}">${known}</span></td></tr>`,
  )}</tbody></table></div></section>
<section class="card" aria-label="Guesses"><h2>Guesses about AWS</h2><p class="soft small">Where the documents disagree or say nothing. Off means the opposite.</p><div class="scroll" tabindex="0" role="region" aria-label="Guesses by name"><table><thead><tr><th>Name</th><th>Now</th><th>On</th><th>Off</th></tr></thead><tbody>${assumptions.map(
    ({ name, holds, about, opposite }) =>
      html`<tr><th scope="row"><code>${name}</code></th><td>${holds ? "on" : html`<strong>off</strong>`}</td><td>${about}</td><td>${opposite}</td></tr>`,
  )}</tbody></table></div></section></div>`;
}
