// One execution: how it stands, its picture, the state that the reader chose, and its events.
import { html } from "hono/html";
import { duration, type Html, time } from "../layout.ts";
import { machineOf, moment, type Row, type Shape, type StatesReader } from "./api.ts";
import { allNodes, levelFrom, readLevel, type StateNode } from "./definition.ts";
import { eventTable } from "./events.ts";
import { graph } from "./graph.ts";
import { executionUrl, jsonBlock, linked, mapRunUrl } from "./json.ts";
import { statusBadge } from "./list-page.ts";
import { type MapRun, panel } from "./panel.ts";
import { type Standing, standing } from "./summary.ts";
import { readVisits, type Visit } from "./visits.ts";

/** Children of a Map Run that its panel shows. */
const CHILDREN = 20;

/** What the reader asked to see. */
export interface DetailQuery {
  state?: string | undefined;
  visit?: string | undefined;
  events?: string | undefined;
}

/** The body of the page, its title, and whether it will change. */
export async function detailPage(
  reader: StatesReader,
  arn: string,
  query: DetailQuery,
  now: number,
): Promise<{ title: string; live: boolean; body: Html }> {
  const execution = await reader.call("DescribeExecution", { executionArn: arn });
  const machine = await reader.call("DescribeStateMachineForExecution", { executionArn: arn });
  const events = await reader.history(arn);
  const ended = execution.status !== "RUNNING";
  const visits = readVisits(events, ended);
  const level = levelFrom(readLevel(JSON.parse(machine.definition)), visits[0]?.name);
  const nodes = allNodes(level);
  const byName = Map.groupBy(visits, ({ name }) => name);
  const inChildren = new Set(
    nodes
      .filter(({ distributed }) => distributed)
      .flatMap(({ levels }) => levels.flatMap(allNodes).map(({ name }) => name)),
  );
  const stand = (node: StateNode): Standing =>
    standing(node, byName.get(node.name) ?? [], inChildren.has(node.name));
  const selected = nodes.find(({ name }) => name === (query.state ?? firstToShow(nodes, stand)));
  const url = (change: Record<string, string | number | undefined>) => {
    const params = Object.entries({
      state: query.state,
      visit: query.visit,
      events: query.events,
      ...change,
    });
    const text = params
      .flatMap(([key, value]) => (value ? [`${key}=${encodeURIComponent(value)}`] : []))
      .join("&");
    return `${executionUrl(arn)}${text ? `?${text}` : ""}`;
  };
  const title = `${execution.name} · ${machineOf(arn)}`;
  return {
    title,
    live: !ended,
    body: html`<div class="stack">${header(execution, machine, arn, now)}
<div class="execution"><section class="card canvas" aria-labelledby="graph"><h2 id="graph">Graph</h2>
<div class="scroll" id="canvas" data-scroll tabindex="0" role="region" aria-label="Graph, scrollable">${graph(
      level,
      {
        standing: stand,
        href: (name) => url({ state: name, visit: undefined }),
        selected: selected?.name,
      },
      `States of ${machineOf(arn)}`,
    )}</div>${legend()}</section>
<section class="card" id="panel" aria-label="State">${selected ? await details(reader, selected, stand(selected), query, url, now) : html`<p class="soft">Choose a state in the graph.</p>`}</section></div>
${eventTable(events, visits, Number(query.events) || 1, (page) => url({ events: page }))}</div>`,
  };
}

/** A reader wants the trouble first: what failed, then what runs, then what was caught. */
function firstToShow(nodes: StateNode[], stand: (node: StateNode) => Standing): string | undefined {
  for (const status of ["failed", "running", "caught"]) {
    // The innermost state says most: its Map or Parallel fails only because it did.
    const found = nodes.findLast((node) => stand(node).status === status);
    if (found) return found.name;
  }
  return nodes[0]?.name;
}

async function details(
  reader: StatesReader,
  node: StateNode,
  stand: Standing,
  query: DetailQuery,
  url: (change: Record<string, string | number | undefined>) => string,
  now: number,
): Promise<Html> {
  const worst = stand.visits.find(({ status }) => status === stand.status);
  const visit: Visit | undefined =
    stand.visits.find(({ id }) => String(id) === query.visit) ?? worst;
  const arns = [...new Set(visit?.mapRunArn ? [visit.mapRunArn] : [])];
  const mapRuns = await Promise.all(
    arns.map(async (mapRunArn): Promise<MapRun> => {
      const run = await reader.call("DescribeMapRun", { mapRunArn });
      return {
        run: { ...run, mapRunArn },
        children: await someChildren(reader, mapRunArn, run.executionCounts),
      };
    }),
  );
  return panel({
    node,
    standing: stand,
    visit,
    mapRuns,
    href: (id) => url({ state: node.name, visit: id }),
    now,
  });
}

/** Those that failed first, then those that run, then whichever are newest. */
async function someChildren(
  reader: StatesReader,
  mapRunArn: string,
  counts: Shape = {},
): Promise<Row[]> {
  const rows = new Map<string, Row>();
  for (const status of [
    ...(counts.failed ? ["FAILED"] : []),
    ...(counts.running ? ["RUNNING"] : []),
    undefined,
  ]) {
    const page = await reader.children(mapRunArn, status, undefined, CHILDREN);
    for (const row of page.rows) if (rows.size < CHILDREN) rows.set(row.arn, row);
  }
  return [...rows.values()];
}

function header(execution: Shape, machine: Shape, arn: string, now: number): Html {
  const started = moment(execution.startDate)!;
  const stopped = moment(execution.stopDate);
  const name = machineOf(arn);
  const mapRun = execution.mapRunArn ?? machine.mapRunArn;
  return html`<header><p class="small"><a href="/_sandbox/executions">Executions</a> / <a href="/_sandbox/executions?machine=${encodeURIComponent(name.split("/")[0]!)}">${name}</a>${
    mapRun ? html` / <a href="${mapRunUrl(mapRun)}">Map Run</a>` : ""
  }</p>
<h1>${execution.name}</h1>
<p>${statusBadge(execution.status)} <span class="soft">${time(started)} · ${duration((stopped ?? now) - started)}${execution.redriveCount ? ` · redriven ${execution.redriveCount}×` : ""}</span></p>
${execution.error === undefined && execution.cause === undefined ? "" : html`<div class="trouble"><p><strong>${execution.error ?? "Failed"}</strong></p>${execution.cause ? html`<div>${linked(execution.cause)}</div>` : ""}</div>`}
<div class="cards two"><details class="card" id="input"><summary>Input</summary>${jsonBlock(execution.input ?? "{}", "Input of the execution")}</details>${
    execution.output === undefined
      ? ""
      : html`<details class="card" id="output"><summary>Output</summary>${jsonBlock(execution.output, "Output of the execution")}</details>`
  }</div></header>`;
}

function legend(): Html {
  const words = ["succeeded", "running", "caught", "failed", "aborted", "not reached"];
  return html`<p class="legend" aria-hidden="true">${words.map((word) => html`<span class="${word.replace(" ", "-")}">${word}</span>`)}</p>`;
}
