// The first page: what runs here, how to reach it, and where to look.
import { html } from "hono/html";
import type { StatesReader } from "./executions/api.ts";
import { count, type Html } from "./layout.ts";

/** What the first page tells; a part without value is left out. */
export interface Overview {
  endpoint: string;
  /** What runs here, such as `my-app / dev`. */
  app?: string | undefined;
  account: string;
  region: string;
  slack: { posted: number; updated: number };
  calls: number | undefined;
  services: string[];
}

/** The body of the first page. */
export async function indexPage(overview: Overview, reader: StatesReader): Promise<Html> {
  const { endpoint, app, account, region, slack, calls, services } = overview;
  const machines = await reader.machines().catch(() => []);
  const rows = await reader.executions(machines).catch(() => []);
  const running = rows.filter(({ status }) => status === "RUNNING").length;
  const failed = rows.filter(({ status }) => !["RUNNING", "SUCCEEDED"].includes(status)).length;
  const { TableNames = [] } = await reader.call("ListTables", {}, "dynamodb").catch(() => ({}));
  return html`<h1>${app ?? "Sandbox"}</h1>
<p class="lead">AWS and Slack on this machine, for one app and its tests. Nothing here leaves the loopback interface, and nothing costs money.</p>
<div class="cards tiles">
${tile("executions", "Executions", rows.length, `${running} running, ${failed} failed, in ${count(machines.length, "state machine")}`)}
${tile("slack", "Slack", slack.posted, `${slack.posted === 1 ? "message" : "messages"} posted, ${count(slack.updated, "edit")}`)}
${tile("table", "Table", TableNames.length, `${TableNames.length === 1 ? "table" : "tables"} of items that the app wrote`)}
${calls === undefined ? "" : tile("calls", "Calls", calls, "requests to AWS since the start")}
</div>
<div class="cards">
<section class="card" aria-label="Endpoint"><h2>Use it</h2>
<pre tabindex="0" aria-label="Environment">export AWS_ENDPOINT_URL=${endpoint}
export AWS_ACCESS_KEY_ID=${account}
export AWS_SECRET_ACCESS_KEY=sandbox
export AWS_REGION=${region}
aws sts get-caller-identity</pre>
<p class="soft small">The access key is a 12-digit account id: it makes you that account’s administrator.</p></section>
<section class="card" aria-label="Addresses"><h2>Addresses</h2>
<dl class="facts"><dt>AWS</dt><dd><code>${endpoint}</code></dd><dt>Slack</dt><dd><code>${endpoint}/slack/api/</code></dd><dt>Account</dt><dd>${account}</dd><dt>Region</dt><dd>${region}</dd>${
    services.length > 0 ? html`<dt>Services</dt><dd>${services.join(", ")}</dd>` : ""
  }</dl></section>
</div>`;
}

function tile(path: string, name: string, figure: number, words: string): Html {
  return html`<a class="card tile" href="/_sandbox/${path}"><span class="soft">${name}</span><span class="figure">${figure.toLocaleString("en")}</span><span class="small soft">${words}</span></a>`;
}
