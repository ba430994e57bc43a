// Inputs of awsQuery and ec2Query: "Tags.member.1.Key=a" becomes a tree, and the tree a value.
import type { Member, Shape } from "./schema.ts";
import { readText } from "./text.ts";
import { TIMESTAMP } from "./traits.ts";

/** A parsed form: leaves are text. */
export type Tree = { [step: string]: Tree | string };

/** Splits the dotted names of a form into a tree. */
export function queryTree(form: Iterable<[string, string]>): Tree {
  const root: Tree = {};
  for (const [path, value] of form) {
    const steps = path.split(".");
    const last = steps.pop()!;
    let node = root;
    for (const step of steps) {
      const next = node[step];
      const inner = typeof next === "object" ? next : {};
      node[step] = inner;
      node = inner;
    }
    node[last] = value;
  }
  return root;
}

/** ec2Query flattens every list and capitalises the names of members. */
export type Dialect = "query" | "ec2";

function memberName({ name, shape: { traits } }: Member, dialect: Dialect): string {
  if (dialect === "query") return traits.xmlName ?? name;
  const written = traits.ec2QueryName ?? traits.xmlName ?? name;
  return written[0]!.toUpperCase() + written.slice(1);
}

const under = (tree: Tree | string | undefined, step: string) =>
  typeof tree === "object" ? tree[step] : undefined;

/** The value that a form means for this shape. */
export function readQuery(shape: Shape, tree: Tree | string, dialect: Dialect = "query"): unknown {
  const flat = dialect === "ec2" || shape.traits.xmlFlattened;
  switch (shape.kind) {
    case "structure": {
      const result: Record<string, unknown> = {};
      for (const member of shape.members) {
        const inner = under(tree, memberName(member, dialect));
        if (inner !== undefined) result[member.name] = readQuery(member.shape, inner, dialect);
      }
      return result;
    }
    case "list": {
      const items = flat ? tree : under(tree, shape.item.traits.xmlName ?? "member");
      if (typeof items !== "object") return []; // "Tags=" is an empty list
      return inOrder(items).map((item) => readQuery(shape.item, item, dialect));
    }
    case "map": {
      const entries = flat ? tree : under(tree, "entry");
      if (typeof entries !== "object") return {};
      const result: Record<string, unknown> = {};
      for (const entry of inOrder(entries)) {
        const key = under(entry, shape.key.traits.xmlName ?? "key");
        const value = under(entry, shape.value.traits.xmlName ?? "value");
        if (key !== undefined && value !== undefined)
          result[key as string] = readQuery(shape.value, value, dialect);
      }
      return result;
    }
    default:
      return readText(shape, tree as string, TIMESTAMP.iso);
  }
}

const inOrder = (numbered: Tree) =>
  Object.keys(numbered)
    .sort((a, b) => Number(a) - Number(b))
    .map((index) => numbered[index]!);
