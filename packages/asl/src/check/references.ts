// What an expression refers to, read from JSONata's syntax tree.
import type jsonata from "jsonata";

/** The types shipped with 2.0.6 leave out `path`. */
type Node = Omit<jsonata.ExprNode, "type"> & { type: string };

/** The parts of a node that see the same context item as the node itself. */
function sameContext(node: Node): unknown[] {
  const { type, steps, lhs, rhs, expressions, procedure, arguments: given } = node;
  const {
    body,
    condition,
    then,
    else: otherwise,
    expression,
  } = node as unknown as Record<string, unknown>;
  // Only the first step of a path reads the context; predicates and later steps have one of their own.
  if (type === "path") return [steps?.[0]];
  // A transform is applied to a value later on.
  if (type === "transform") return [];
  return [lhs, rhs, expressions, procedure, given, body, condition, then, otherwise, expression];
}

/**
 * A name that is read from the context item, of which there is none. A function's body keeps the
 * context of its definition (observed).
 */
export function topLevelName(tree: Node): string | undefined {
  if (tree.type === "name") return String(tree.value);
  for (const part of sameContext(tree).flat(3)) {
    if (part === null || typeof part !== "object") continue;
    const name = topLevelName(part as Node);
    if (name !== undefined) return name;
  }
  return undefined;
}

/** `$$` anywhere. */
export function readsRoot(tree: Node): boolean {
  return some(tree, (node) => node.type === "variable" && node.value === "$");
}

/** `$states.errorOutput` anywhere. */
export function readsErrorOutput(tree: Node): boolean {
  return some(tree, ({ type, steps }) => {
    if (type !== "path") return false;
    const [first, second] = steps ?? [];
    return (
      first?.type === "variable" && first.value === "states" && second?.value === "errorOutput"
    );
  });
}

function some(value: unknown, test: (node: Node) => boolean, seen = new Set<unknown>()): boolean {
  if (value === null || typeof value !== "object" || seen.has(value)) return false;
  seen.add(value);
  if (!Array.isArray(value) && test(value as Node)) return true;
  return Object.values(value).some((part) => some(part, test, seen));
}
