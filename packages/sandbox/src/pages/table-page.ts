// Items of the app's tables, grouped by the attribute `kind` where they have one, readable for people.
import { html } from "hono/html";
import type { Shape, StatesReader } from "./executions/api.ts";
import { jsonBlock } from "./executions/json.ts";
import { count, empty, type Html } from "./layout.ts";

/** Items of one page; a page of one kind reads on until it has this many. */
const PAGE = 200;
/** Reads for one page, so that a rare kind in a large table ends somewhere. */
const READS = 20;
/** Columns of a table; the rest of an item is behind it. */
const COLUMNS = 7;

/** What the reader asked to see. */
export interface TableQuery {
  table?: string | undefined;
  kind?: string | undefined;
  from?: string | undefined;
}

/** The body of the page. */
export async function tablePage(reader: StatesReader, query: TableQuery): Promise<Html> {
  const { TableNames: names = [] } = await reader.call("ListTables", {}, "dynamodb");
  const table: string | undefined = names.includes(query.table) ? query.table : names[0];
  if (!table)
    return html`<h1>Table</h1>${empty("No table", "Tables of the app appear here once it has been booted.")}`;
  const { items, next } = await scan(reader, table, query);
  const groups = Map.groupBy(items, ({ kind }) => (typeof kind === "string" ? kind : "item"));
  const href = (change: TableQuery) => {
    const all = Object.entries({ table, ...change }) as [string, string | undefined][];
    return `?${all.flatMap(([key, value]) => (value ? [`${key}=${encodeURIComponent(value)}`] : [])).join("&")}`;
  };
  return html`<h1>Table</h1>
${names.length > 1 ? html`<nav aria-label="Tables"><ul class="chips">${(names as string[]).map((name) => html`<li><a href="?table=${encodeURIComponent(name)}"${name === table ? html` aria-current="true"` : ""}>${name}</a></li>`)}</ul></nav>` : html`<p class="lead"><code>${table}</code></p>`}
<nav aria-label="Kinds"><ul class="chips"><li><a href="${href({})}"${query.kind ? "" : html` aria-current="true"`}>All kinds</a></li>${[...new Set([...groups.keys(), ...(query.kind ? [query.kind] : [])])].sort().map((kind) => html`<li><a href="${href({ kind })}"${query.kind === kind ? html` aria-current="true"` : ""}>${kind} <span class="tally">${groups.get(kind)?.length ?? 0}</span></a></li>`)}</ul></nav>
${items.length === 0 ? empty("No item", "Items appear here as the app writes them.") : ""}
<div class="stack">${[...groups].sort(([a], [b]) => a.localeCompare(b)).map(([kind, list]) => group(kind, list))}</div>
${next || query.from ? html`<nav class="pager" aria-label="Pages">${query.from ? html`<a href="${href({ kind: query.kind })}">First page</a>` : ""}${next ? html`<a href="${href({ kind: query.kind, from: next })}">Next page</a>` : ""}</nav>` : ""}`;
}

async function scan(reader: StatesReader, table: string, query: TableQuery) {
  const items: Record<string, unknown>[] = [];
  let key: Shape | undefined = query.from ? JSON.parse(query.from) : undefined;
  for (let read = 0; read < READS; read++) {
    const answer = await reader.call(
      "Scan",
      {
        TableName: table,
        Limit: query.kind ? 1000 : PAGE,
        ...(key && { ExclusiveStartKey: key }),
        ...(query.kind && {
          FilterExpression: "#kind = :kind",
          ExpressionAttributeNames: { "#kind": "kind" },
          ExpressionAttributeValues: { ":kind": { S: query.kind } },
        }),
      },
      "dynamodb",
    );
    for (const item of answer.Items ?? []) items.push(plainItem(item));
    key = answer.LastEvaluatedKey;
    if (!key || items.length >= PAGE) break;
  }
  return { items, next: key ? JSON.stringify(key) : undefined };
}

function group(kind: string, items: Record<string, unknown>[]): Html {
  // The attributes that most items have, keys first; values that are structures stay behind the item.
  const seen = new Map<string, number>();
  for (const item of items)
    for (const [name, value] of Object.entries(item))
      if (name !== "kind" && typeof value !== "object") seen.set(name, (seen.get(name) ?? 0) + 1);
  const weight = (name: string) => (/^(pk|sk)$/i.test(name) ? 1e9 : 0) + seen.get(name)!;
  const columns = [...seen.keys()].sort((a, b) => weight(b) - weight(a)).slice(0, COLUMNS);
  return html`<section class="card" aria-label="${kind}"><h2>${kind} <span class="soft small">${count(items.length, "item")}</span></h2>
<div class="scroll" tabindex="0" role="region" aria-label="Items of kind ${kind}"><table><thead><tr>${columns.map((name) => html`<th>${name}</th>`)}<th>Whole item</th></tr></thead><tbody>${items.map(
    (item) =>
      html`<tr>${columns.map((name) => html`<td>${item[name] === undefined || typeof item[name] === "object" ? "" : String(item[name])}</td>`)}<td><details id="item-${JSON.stringify([item.pk, item.sk])}"><summary>JSON</summary>${jsonBlock(item, "Item")}</details></td></tr>`,
  )}</tbody></table></div></section>`;
}

function plainItem(item: Shape): Record<string, unknown> {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plainValue(value)]));
}

/** DynamoDB's typed value as the value that it means. */
function plainValue(value: Shape): unknown {
  const [type, inside] = Object.entries(value)[0] as [string, Shape];
  switch (type) {
    case "N":
      return Number(inside);
    case "NULL":
      return null;
    case "L":
      return inside.map(plainValue);
    case "M":
      return plainItem(inside);
    case "B":
      return "(binary)";
    default:
      return inside instanceof Set ? [...inside] : inside;
  }
}
