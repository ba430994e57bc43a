// What roles were allowed, what of it was used, and what was refused: who has too much, and who too little.
import { html } from "hono/html";
import type { HeldUsage } from "../permissions/holders.ts";
import { count, empty, type Html } from "./layout.ts";

const nameOf = ({ role }: HeldUsage) => role.split("/").at(-1)!;

/** Roles of the app first, then others; by name. */
const inOrder = (one: HeldUsage, other: HeldUsage) =>
  Number(one.holder === undefined) - Number(other.holder === undefined) ||
  ((one.holder ?? one.role) < (other.holder ?? other.role) ? -1 : 1);

const shownRole = (usage: HeldUsage): Html => {
  const used = usage.grants.filter((one) => one.used > 0).length;
  return html`<section class="card" aria-label="${usage.holder ?? nameOf(usage)}"><h2>${usage.holder ?? nameOf(usage)}</h2>
<p class="small">${usage.role} · ${used} of ${count(usage.grants.length, "grant")} used</p>
<div class="scroll" tabindex="0" role="region" aria-label="Grants of ${usage.holder ?? nameOf(usage)}"><table><tbody>${usage.denials.map(
    ({ action, resource, count: times, message }) =>
      html`<tr title="${message}"><td><span class="status failed">refused</span></td><td><code>${action}</code></td><td class="small">${resource}</td><td class="number">${times}</td></tr>`,
  )}${usage.grants
    .toSorted((a, b) => a.used - b.used)
    .map(
      ({ action, resource, used: times }) =>
        html`<tr><td>${times === 0 ? html`<span class="status waiting">unused</span>` : "used"}</td><td><code>${action}</code></td><td class="small">${resource}</td><td class="number">${times}</td></tr>`,
    )}</tbody></table></div></section>`;
};

/** The body of the page. */
export function permissionsPage(usage: HeldUsage[]): Html {
  if (usage.length === 0)
    return html`<h1>Permissions</h1>${empty("No role yet", "Calls with a role's session are held to its policies, and counted here.")}`;
  const refused = usage.reduce((sum, { denials }) => sum + denials.length, 0);
  return html`<h1>Permissions</h1>
<p class="lead">What policies allow, how often it let a call through since the sandbox started, and ${count(refused, "kind")} of call that nothing allowed.</p>
<div class="stack">${usage.toSorted(inOrder).map(shownRole)}</div>`;
}
