// What a target gets: the event, a constant, a part of the event, or a text made of parts.
import type { Json } from "./pattern-shape.ts";

/** The input settings of a rule's target, as PutTargets takes them. */
export interface InputSettings {
  Input?: string;
  InputPath?: string;
  InputTransformer?: { InputPathsMap?: Record<string, string>; InputTemplate: string };
}

/** The text that is delivered for an event. */
export function targetInput(
  settings: InputSettings,
  event: Json,
  rule: { arn: string; name: string },
): string {
  if (settings.Input !== undefined) return settings.Input;
  if (settings.InputPath !== undefined)
    return JSON.stringify(at(event, settings.InputPath) ?? null);
  if (!settings.InputTransformer) return JSON.stringify(event);
  const { InputPathsMap = {}, InputTemplate } = settings.InputTransformer;
  const values: Record<string, Json> = {
    "aws.events.rule-arn": rule.arn,
    "aws.events.rule-name": rule.name,
    "aws.events.event.ingestion-time": event.time,
    "aws.events.event": Object.fromEntries(
      Object.entries(event).filter(([key]) => key !== "detail"),
    ),
    "aws.events.event.json": event,
  };
  for (const [name, path] of Object.entries(InputPathsMap)) values[name] = at(event, path);
  return filled(InputTemplate, values);
}

/** Inside quotes a value stands as text; outside as JSON. A missing value is left out of quotes, else `""`. */
function filled(template: string, values: Record<string, Json>): string {
  let quoted = false;
  return template.replace(/\\.|"|<([\w.-]+)>/g, (part, name?: string) => {
    if (part === '"') quoted = !quoted;
    if (name === undefined || !(name in values)) return part;
    const value = values[name];
    if (value === undefined) return quoted ? "" : '""';
    const text = typeof value === "string" ? value : JSON.stringify(value);
    if (!quoted) return JSON.stringify(value);
    return JSON.stringify(text).slice(1, -1);
  });
}

/** The simple paths that EventBridge knows: `$.a.b`, `$.a[0]`, `$.a['b']`. */
function at(event: Json, path: string): Json {
  let value: Json = event;
  for (const [, dotted, index, quoted] of path.matchAll(/\.([\w-]+)|\[(\d+)\]|\['([^']+)'\]/g))
    value = value?.[dotted ?? quoted ?? Number(index)];
  return value;
}
