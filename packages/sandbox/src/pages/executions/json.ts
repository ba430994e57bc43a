// JSON for people: indented, and the ARNs of executions and Map Runs in it are links.
import { html } from "hono/html";
import type { Html } from "../layout.ts";

/** Longer values are cut; the API has the rest. */
const SHOWN = 20_000;

/** The page of an execution, in a form that survives slashes and colons in its ARN. */
export const executionUrl = (arn: string) => `/_sandbox/executions/${encodeURIComponent(arn)}`;
/** The list of a Map Run's child executions. */
export const mapRunUrl = (arn: string) => `/_sandbox/executions?mapRun=${encodeURIComponent(arn)}`;

const ARNS = /(arn:[\w-]+:states:[\w-]+:\d{12}:(?:execution|mapRun):[^\s"\\]+)/;

/** Shows a value, or JSON text, as an indented block. */
export function jsonBlock(value: unknown, label: string): Html {
  let text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  if (typeof value === "string")
    try {
      text = JSON.stringify(JSON.parse(value), null, 2);
    } catch {
      // Not JSON (a cause is often a sentence): it is shown as it is.
    }
  const cut =
    text.length > SHOWN
      ? `${text.slice(0, SHOWN)}\n… ${text.length - SHOWN} more characters`
      : text;
  return html`<pre tabindex="0" aria-label="${label}">${linked(cut)}</pre>`;
}

/** Text in which ARNs lead somewhere. */
export function linked(text: string): Html {
  return html`${text
    .split(ARNS)
    .map((part, index) =>
      index % 2 === 0
        ? part
        : html`<a href="${part.includes(":mapRun:") ? mapRunUrl(part) : executionUrl(part)}">${part}</a>`,
    )}`;
}
