// The picture of an execution: states as boxes, Map and Parallel as boxes around boxes, in one SVG.
// Every box is a link to what is known about the state.
import { html } from "hono/html";
import type { Html } from "../layout.ts";
import { arrange } from "./arrange.ts";
import type { Edge, Level, StateNode } from "./definition.ts";
import type { Standing } from "./summary.ts";

const WIDTH = 188;
const HEIGHT = 52;
const HEAD = 44;
const PAD = 16;
const DOT = 16;
/** A picture wider than this is drawn smaller, but not below this scale; then it scrolls. */
const COMFORTABLE = 880;
const SMALLEST = 0.78;
const START = "\u0000start";

/** What the picture needs to know about each state, and where its boxes lead. */
export interface GraphView {
  standing(node: StateNode): Standing;
  href(name: string): string;
  selected: string | undefined;
}

interface Drawing {
  width: number;
  height: number;
  shapes: Html;
}

/** The whole picture. */
export function graph(level: Level, view: GraphView, title: string): Html {
  const { width, height, shapes } = drawLevel(level, view, true);
  const w = Math.ceil(width + 2 * PAD);
  const h = Math.ceil(height + 2 * PAD);
  const scale = Math.min(1, Math.max(SMALLEST, COMFORTABLE / w));
  return html`<svg class="graph" width="${Math.round(w * scale)}" height="${Math.round(h * scale)}" viewBox="${-PAD} ${-PAD} ${w} ${h}" role="group" aria-label="${title}"><defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path d="M0 .5 7.5 4 0 7.5z" class="tip"/></marker></defs>${shapes}</svg>`;
}

function drawLevel(level: Level, view: GraphView, outermost: boolean): Drawing {
  const inside = new Map(level.nodes.map((node) => [node.name, drawInside(node, view)]));
  const nodes = level.nodes.toSorted(
    (a, b) => Number(b.name === level.start) - Number(a.name === level.start),
  );
  const boxes = [
    ...(outermost ? [{ id: START, width: DOT, height: DOT }] : []),
    ...nodes.map(({ name }) => {
      const { width, height } = inside.get(name) ?? { width: WIDTH, height: HEIGHT };
      return { id: name, width, height };
    }),
  ];
  const edges: Edge[] = [
    ...(outermost ? [{ from: START, to: level.start, kind: "next" as const, label: "" }] : []),
    ...level.edges,
  ];
  const arrows = edges.map(({ from, to, kind, label }) => ({
    from,
    to,
    room: label.length * 6,
    // The way that things go when all is well is drawn straight.
    pull: kind === "catch" ? 0.2 : 1,
  }));
  const { width, height, places, routes } = arrange(boxes, arrows);
  // An arrow was taken if one of its target's visits came from its source.
  const came = new Map(
    nodes.map((node) => [
      node.name,
      new Set(view.standing(node).visits.map(({ from = START }) => from)),
    ]),
  );
  const taken = ({ from, to }: Edge) => came.get(to)?.has(from) ?? false;
  const lines = edges.map((edge, index) => line(edge, routes[index]!, taken(edge)));
  const shapes = nodes.map((node) => {
    const { x, y } = places.get(node.name)!;
    return html`<g transform="translate(${x.toFixed(1)} ${y.toFixed(1)})">${box(node, view, inside.get(node.name))}</g>`;
  });
  const start = places.get(START);
  const dot = start
    ? html`<circle class="dot" cx="${start.x + DOT / 2}" cy="${start.y + DOT / 2}" r="${DOT / 2 - 1}"><title>Start</title></circle>`
    : "";
  return {
    width,
    height,
    shapes: html`${lines.map(({ path }) => path)}${dot}${shapes}${lines.map(({ label }) => label)}`,
  };
}

/** The levels inside a Map or Parallel, side by side. */
function drawInside(node: StateNode, view: GraphView): Drawing | undefined {
  if (node.levels.length === 0) return undefined;
  const parts = node.levels.map((level) => drawLevel(level, view, false));
  let x = PAD;
  const shapes = parts.map((part) => {
    const frame =
      parts.length > 1
        ? html`<rect class="branch" x="${x - 6}" y="${HEAD}" width="${part.width + 12}" height="${part.height + 12}" rx="8"/>`
        : "";
    const drawn = html`${frame}<g transform="translate(${x} ${HEAD + 6})">${part.shapes}</g>`;
    x += part.width + PAD + (parts.length > 1 ? 8 : 0);
    return drawn;
  });
  const height = HEAD + 6 + Math.max(...parts.map((part) => part.height)) + PAD;
  return { width: Math.max(x, WIDTH + 2 * PAD), height, shapes: html`${shapes}` };
}

function box(node: StateNode, view: GraphView, inside: Drawing | undefined): Html {
  const { status, words } = view.standing(node);
  const { width, height } = inside ?? { width: WIDTH, height: HEIGHT };
  const look = status.replace(" ", "-");
  const kind = node.distributed ? "Distributed Map" : node.type;
  const room = Math.floor((width - 26) / 7.6);
  const name = node.name.length > room ? `${node.name.slice(0, room - 1)}…` : node.name;
  const current = view.selected === node.name;
  return html`<a id="node-${node.name}" class="node ${look}${inside ? " outer" : ""}" href="${view.href(node.name)}" data-swap="panel" aria-label="${node.name}, ${kind}: ${words}"${current ? html` aria-current="true"` : ""}><title>${node.name} (${kind}): ${words}</title><rect class="body" width="${width.toFixed(1)}" height="${height.toFixed(1)}" rx="9"/><rect class="stripe" x="0" y="9" width="4" height="${inside ? HEAD - 18 : HEIGHT - 18}"/><text class="name" x="15" y="21">${name}</text><text class="word" x="15" y="39"><tspan class="kind">${kind}</tspan> · <tspan class="standing">${words}</tspan></text></a>${inside?.shapes ?? ""}`;
}

function line(
  edge: Edge,
  points: { x: number; y: number }[],
  taken: boolean,
): { path: Html; label: Html } {
  if (points.length < 2) return { path: html``, label: html`` };
  const at = ({ x, y }: { x: number; y: number }) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  const path = points
    .map((point, index) => {
      const before = points[index - 1];
      if (!before) return `M${at(point)}`;
      const middle = (before.y + point.y) / 2;
      return `C${at({ x: before.x, y: middle })} ${at({ x: point.x, y: middle })} ${at(point)}`;
    })
    .join("");
  // The label stands where the arrow first reaches another row: arrows are far apart there.
  const [from, to] = [points[0]!, points[1]!];
  const y = to.y > from.y ? to.y - 13 : to.y + 19;
  return {
    path: html`<path class="edge ${edge.kind}${taken ? " taken" : ""}" d="${path}" marker-end="url(#tip)"/>`,
    label: edge.label
      ? html`<text class="label ${edge.kind}" x="${to.x.toFixed(1)}" y="${y.toFixed(1)}">${edge.label}</text>`
      : html``,
  };
}
