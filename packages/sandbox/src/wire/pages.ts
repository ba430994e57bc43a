// What is not AWS on the same port: handlers in the form of fetch, found by the path's first part.
import type http from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";

/** A handler for every unsigned request below `prefix`, such as `/slack`; it sees the whole path. */
export interface Page {
  prefix: string;
  fetch(request: Request): Response | Promise<Response>;
}

/** A response with this header drops the connection instead of answering. */
export const DROP_HEADER = "x-sandbox-drop-connection";

/**
 * Answers a request through a page. `answered` is called when the answer is known: a body that is a
 * stream may stay open for as long as somebody looks at the page.
 */
export async function servePage(
  page: Page,
  incoming: http.IncomingMessage,
  body: Buffer,
  outgoing: http.ServerResponse,
  answered: () => void,
): Promise<void> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers))
    for (const one of [value ?? []].flat()) headers.append(name, one);
  const method = incoming.method!;
  const request = new Request(`http://${incoming.headers.host ?? "127.0.0.1"}${incoming.url}`, {
    method,
    headers,
    ...(method === "GET" || method === "HEAD" ? {} : { body: new Uint8Array(body) }),
  });
  const response = await page.fetch(request);
  answered();
  if (response.headers.has(DROP_HEADER)) return void outgoing.destroy();
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (!response.body) return void outgoing.end();
  const stream = Readable.fromWeb(response.body as ReadableStream);
  await pipeline(stream, outgoing).catch((error) => {
    // A reader who closes the tab is no failure.
    if (!outgoing.destroyed) throw error;
  });
}
