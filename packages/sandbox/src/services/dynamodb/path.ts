// Document paths such as `a.b[2]`: reading one, and cutting an item down to some.
import type { AttributeValue, Item } from "./value.ts";

/** Names and list positions, outermost first. */
export type Path = (string | number)[];

/** The value that a path leads to. */
export function follow(item: Item, path: Path): AttributeValue | undefined {
  let value: AttributeValue | undefined = item[path[0] as string];
  for (let at = 1; at < path.length && value; at++) {
    const step = path[at]!;
    value = typeof step === "number" ? value.L?.[step] : value.M?.[step];
  }
  return value;
}

interface Node {
  whole?: AttributeValue;
  names: Map<string, Node>;
  positions: Map<number, Node>;
}

const node = (): Node => ({ names: new Map(), positions: new Map() });

function child(parent: Node, step: string | number): Node {
  const children = (typeof step === "number" ? parent.positions : parent.names) as Map<
    string | number,
    Node
  >;
  const found = children.get(step) ?? node();
  children.set(step, found);
  return found;
}

function build(from: Node): AttributeValue {
  if (from.whole) return from.whole;
  if (from.positions.size > 0) {
    const positions = [...from.positions].sort(([a], [b]) => a - b);
    return { L: positions.map(([, inner]) => build(inner)) };
  }
  return { M: Object.fromEntries([...from.names].map(([name, inner]) => [name, build(inner)])) };
}

/** The parts of an item that the paths lead to; list elements close up, in their order. */
export function project(item: Item, paths: Path[]): Item {
  const root = node();
  for (const path of paths) {
    const value = follow(item, path);
    if (value === undefined) continue;
    let at = root;
    for (const step of path) at = child(at, step);
    at.whole = value;
  }
  return build(root).M!;
}
