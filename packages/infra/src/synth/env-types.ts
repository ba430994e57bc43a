// Writes sst-env.d.ts: the types of `Resource.*`, from the synthesized links.
import type { App } from "./app.ts";

function typeOf(value: unknown, indent: string): string {
  if (["string", "number", "boolean"].includes(typeof value)) return typeof value;
  if (Array.isArray(value)) return `${value.length > 0 ? typeOf(value[0], indent) : "unknown"}[]`;
  if (value && typeof value === "object") return shape(value as Record<string, unknown>, indent);
  return "unknown";
}

function shape(object: Record<string, unknown>, indent: string, literal?: string): string {
  const lines = Object.keys(object)
    .sort()
    .map((key) => {
      const type =
        key === literal ? JSON.stringify(object[key]) : typeOf(object[key], `${indent}  `);
      return `${indent}  ${/^\w+$/.test(key) ? key : JSON.stringify(key)}: ${type};\n`;
    });
  return `{\n${lines.join("")}${indent}}`;
}

/** The text of sst-env.d.ts: what functions are given, and nothing that they could not read. */
export function renderEnvTypes(app: App): string {
  const links = Object.assign({}, ...app.functions.map((one) => one.links)) as Record<
    string,
    Record<string, unknown>
  >;
  const members = Object.keys(links)
    .sort()
    .map((name) => `    ${name}: ${shape(links[name]!, "    ", "type")};\n`);
  return [
    "// Written by `npm run synth -- --env-types` from the synthesized links.\n",
    'import "sst";\n\n',
    'declare module "sst" {\n',
    "  export interface Resource {\n",
    ...members,
    "  }\n",
    "}\n",
  ].join("");
}
