// What was asked of the sandbox: how often, and the newest calls.
import { html } from "hono/html";
import type { Call, CallJournal } from "../calls.ts";
import { reader } from "./executions/api.ts";
import { count, empty, type Html, time } from "./layout.ts";

const NEWEST = 100;
/** Read from the journal's end to find that many which are not the pages' own. */
const READ = 2000;

/** The body of the page. Calls that the pages make themselves are left out. */
export function callsPage(calls: CallJournal): Html {
  const apps = (call: Call) => call.principal !== reader(call.account);
  const counts = Object.entries(calls.counts(apps)).sort(([, a], [, b]) => b - a);
  const newest = calls
    .since(Math.max(0, calls.mark() - READ))
    .filter(apps)
    .slice(-NEWEST)
    .reverse();
  const most = Math.max(1, ...counts.map(([, number]) => number));
  const total = counts.reduce((sum, [, number]) => sum + number, 0);
  if (total === 0)
    return html`<h1>Calls</h1>${empty("No call yet", "Every request to the sandbox is listed here.")}`;
  return html`<h1>Calls</h1>
<p class="lead">${count(total, "call")} of ${count(counts.length, "operation")} since the sandbox started.</p>
<div class="stack"><section class="card" aria-label="Counts"><h2>By operation</h2><div class="scroll" tabindex="0" role="region" aria-label="Counts by operation"><table class="counts"><tbody>${counts.map(
    ([name, number]) =>
      html`<tr><th scope="row">${name}</th><td class="number">${number.toLocaleString("en")}</td><td><meter min="0" max="${most}" value="${number}" aria-hidden="true"></meter></td></tr>`,
  )}</tbody></table></div></section>
<section class="card" aria-label="Newest calls"><h2>Newest</h2><div class="scroll" tabindex="0" role="region" aria-label="Newest calls"><table><thead><tr><th>Time</th><th>Operation</th><th>Account</th><th>Region</th><th>Caller</th><th>Error</th></tr></thead><tbody>${newest.map(
    ({ at, service, operation, account, region, principal, error }) =>
      html`<tr><td>${time(at, "short")}</td><td><code>${service}:${operation}</code></td><td>${account}</td><td class="tight">${region}</td><td class="small">${principal.split(":").at(-1)}</td><td>${error ? html`<span class="status failed">${error}</span>` : ""}</td></tr>`,
  )}</tbody></table></div></section></div>`;
}
