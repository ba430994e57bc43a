// A definition in the States Language as a tree of levels: a level is one `States` object with its edges.
import type { Shape } from "./api.ts";

/** An arrow between two states of one level. */
export interface Edge {
  from: string;
  to: string;
  kind: "next" | "choice" | "default" | "catch";
  label: string;
}

/** One state; `levels` are the insides of a Map or the branches of a Parallel. */
export interface StateNode {
  name: string;
  type: string;
  definition: Shape;
  /** A Map whose items are executions of their own. */
  distributed: boolean;
  levels: Level[];
}

/** States that may follow each other. */
export interface Level {
  start: string;
  nodes: StateNode[];
  edges: Edge[];
}

/** Reads one level and everything below it. */
export function readLevel(definition: Shape): Level {
  const states = Object.entries((definition.States ?? {}) as Record<string, Shape>);
  const edges = states.flatMap(([from, state]) => edgesOf(from, state));
  return {
    start: definition.StartAt,
    nodes: states.map(([name, state]) => {
      const inside = state.ItemProcessor ?? state.Iterator;
      return {
        name,
        type: state.Type,
        definition: state,
        distributed: state.ItemProcessor?.ProcessorConfig?.Mode === "DISTRIBUTED",
        levels: [...(inside ? [inside] : []), ...(state.Branches ?? [])].map(readLevel),
      };
    }),
    edges: merge(edges.filter(({ to }) => to in definition.States)),
  };
}

/** The level in which an execution runs: a child of a distributed Map starts inside it. */
export function levelFrom(level: Level, firstState: string | undefined): Level {
  if (firstState === undefined || level.nodes.some(({ name }) => name === firstState)) return level;
  for (const inner of level.nodes.flatMap(({ levels }) => levels)) {
    const found = levelFrom(inner, firstState);
    if (found.nodes.some(({ name }) => name === firstState)) return found;
  }
  return level;
}

/** All states of a level and below. */
export function allNodes(level: Level): StateNode[] {
  return level.nodes.flatMap((node) => [node, ...node.levels.flatMap(allNodes)]);
}

function edgesOf(from: string, state: Shape): Edge[] {
  const edges: Edge[] = [];
  if (state.Next) edges.push({ from, to: state.Next, kind: "next", label: "" });
  for (const [index, choice] of (state.Choices ?? []).entries())
    edges.push({
      from,
      to: choice.Next,
      kind: "choice",
      label: condition(choice) ?? `rule ${index + 1}`,
    });
  if (state.Default) edges.push({ from, to: state.Default, kind: "default", label: "default" });
  for (const { Next, ErrorEquals } of state.Catch ?? [])
    edges.push({
      from,
      to: Next,
      kind: "catch",
      label: ErrorEquals.includes("States.ALL") ? "any error" : short(ErrorEquals[0]),
    });
  return edges;
}

/** A rule that compares with one word is best named by that word. */
function condition(choice: Shape): string | undefined {
  if (typeof choice.Condition === "string") {
    const words = [...choice.Condition.matchAll(/(['"])([^'"]*)\1/g)];
    if (words.length === 1) return short(words[0]![2]!);
    const numbers = [...choice.Condition.matchAll(/([<>!]?=|[<>])\s*(-?[\w.]+)/g)];
    return words.length === 0 && numbers.length === 1
      ? `${numbers[0]![1]} ${numbers[0]![2]}`
      : undefined;
  }
  const [, compared] =
    Object.entries(choice).find(([key]) => /(Equals|LessThan|GreaterThan|Matches)/.test(key)) ?? [];
  return compared === undefined ? undefined : short(String(compared));
}

const short = (text: string) => (text.length > 18 ? `${text.slice(0, 17)}…` : text);

/** Arrows of one kind between the same two states become one. */
function merge(edges: Edge[]): Edge[] {
  const merged = new Map<string, Edge>();
  for (const edge of edges) {
    const key = `${edge.from}\n${edge.to}\n${edge.kind === "catch"}`;
    const known = merged.get(key);
    if (!known) merged.set(key, edge);
    else if (edge.label && !known.label.includes(edge.label))
      merged.set(key, {
        ...known,
        label: short([known.label, edge.label].filter(Boolean).join(", ")),
      });
  }
  return [...merged.values()];
}
