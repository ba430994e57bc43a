// Incoming webhooks: an address that is its own permission, and a plain word as the answer.
import { SlackError } from "./answer.ts";
import { Arguments } from "./arguments.ts";
import { content, post, writable } from "./chat.ts";
import type { Site } from "./method.ts";

const plain = (text: string, status: number) =>
  new Response(text, { status, headers: { "content-type": "text/plain" } });

/** Posts what the body says to the channel of this webhook; 400 and the reason when it says nonsense. */
export async function webhook(request: Request, path: string, site: Site): Promise<Response> {
  const target = site.workspace.webhooks.get(path);
  if (target === undefined) return plain("no_service", 404);
  try {
    const sent = await Arguments.read(request);
    // Old senders wrap the JSON in a form field.
    const wrapped = sent.structure("payload", "invalid_payload");
    const args = wrapped === undefined ? sent : new Arguments(wrapped as Record<string, unknown>);
    const channel = writable(site, target);
    const wait = site.pace.post(channel.id);
    if (wait > 0)
      return new Response("rate_limited", {
        status: 429,
        headers: { "retry-after": String(wait) },
      });
    post(site, channel, content(site, args));
    site.workspace.count("posted");
    return plain("ok", 200);
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    return plain(error.code === "json_not_object" ? "invalid_payload" : error.code, 400);
  }
}
