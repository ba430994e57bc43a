// CloudFormation templates of this repository, read as CloudFormation would: so far as they are written.
import fs from "node:fs";
import path from "node:path";
import { parse, type ScalarTag } from "yaml";

const directory = path.join(import.meta.dirname, "../../../templates");

/** `!Ref X` and `!GetAtt X.Arn` become `{ Ref: "X" }` and `{ GetAtt: "X.Arn" }`. */
const scalars = ["Ref", "GetAtt", "Sub"].map(
  (name): ScalarTag => ({ tag: `!${name}`, resolve: (value) => ({ [name]: value }) }),
);
const lists = ["Equals"].map((name) => ({
  tag: `!${name}`,
  collection: "seq" as const,
  resolve: (value: unknown) => value,
}));

/** A template as data, its functions still to be resolved. */
export const readTemplate = (name: string): unknown =>
  parse(fs.readFileSync(path.join(directory, name), "utf8"), {
    customTags: [...scalars, ...lists],
  });

/** Replaces references by what they stand for. Throws for one that stands for nothing. */
export function resolved(value: unknown, values: Record<string, string>): unknown {
  if (Array.isArray(value)) return value.map((one) => resolved(one, values));
  if (typeof value !== "object" || value === null) return value;
  const found = (name: string) => {
    if (values[name] === undefined)
      throw new Error(`a template refers to ${name}, which nothing stands for`);
    return values[name];
  };
  const [[key, name] = ["", ""], ...more] = Object.entries(value) as [string, unknown][];
  if ((key === "Ref" || key === "GetAtt") && more.length === 0) return found(String(name));
  if (key === "Sub") return String(name).replace(/\$\{([^}]+)\}/g, (_, inner) => found(inner));
  return Object.fromEntries(
    Object.entries(value).map(([at, inner]) => [at, resolved(inner, values)]),
  );
}
