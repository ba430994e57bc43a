// A Slack workspace on the wire: good enough for @slack/web-api, strict where Slack is strict, and able
// to fail where Slack may fail. Mounted at /slack: methods below /slack/api/, the rest beside them.
import { DROP_HEADER } from "../wire/pages.ts";
import type { World } from "../wire/service.ts";
import { json, SlackError } from "./answer.ts";
import { Arguments } from "./arguments.ts";
import { ambient, BadDay, badDay } from "./bad-day.ts";
import { chat } from "./chat.ts";
import { DEFAULT_LIMITS, type UnpublishedLimits } from "./check-payload.ts";
import { conversations } from "./conversations.ts";
import { Fault, Faults } from "./faults.ts";
import { download, files, upload } from "./files.ts";
import type { Methods, Site } from "./method.ts";
import { Pace } from "./pace.ts";
import { people } from "./people.ts";
import { type SlackSeed, type Token, Workspace } from "./state.ts";
import { webhook } from "./webhook.ts";

/** What differs between one workspace and another. */
export interface SlackOptions {
  seed?: SlackSeed;
  /** True: a channel exists only if it was seeded or opened. */
  strictChannels?: boolean;
  /** False: no rate limits. */
  paced?: boolean;
  limits?: Partial<UnpublishedLimits>;
}

/** The mounted workspace, and the switches that a test in the same process turns. */
export interface SlackApp {
  fetch(request: Request): Promise<Response>;
  /** Messages that chat.postMessage and webhooks wrote, and edits by chat.update, since the state began. */
  counts(): { posted: number; updated: number };
  readonly faults: Faults;
  readonly workspace: Workspace;
}

const METHODS: Methods = { ...people, ...chat, ...conversations, ...files };
/** Methods whose pace is that of the channel they write to. */
const POSTS = new Set(["chat.postMessage"]);

/** The workspace of this world. */
export function slackApp(world: World, options: SlackOptions = {}): SlackApp {
  const workspace = new Workspace(world, options.seed ?? {}, options.strictChannels ?? false);
  const faults = new Faults(world);
  const pace = new Pace(world.clock, options.paced ?? true);
  const limits = (): UnpublishedLimits => ({
    ...DEFAULT_LIMITS,
    // assumed(slack-counts-readable-text)
    counted: world.faults.holds("slack-counts-readable-text") ? "text" : "json",
    ...options.limits,
  });
  const blobs: Site["blobs"] = {
    put: (id, bytes) => world.store.putBlob(id, bytes),
    get: (id) => world.store.getBlob(id),
  };
  const site = (request: Request, token: Token): Site => ({
    workspace,
    limits: limits(),
    faults: world.faults,
    pace,
    blobs,
    token,
    now: () => world.clock.now(),
    origin: `${new URL(request.url).origin}/slack`,
  });

  /** A method's answer, once token, scope and pace allow it. */
  function answer(name: string, args: Arguments & { token: string }, request: Request): Response {
    if (args.token === "") return refuse(new SlackError("not_authed"));
    const token = workspace.tokens.get(args.token);
    if (!token) return refuse(new SlackError("invalid_auth"));
    const method = METHODS[name];
    if (!method) return refuse(new SlackError("unknown_method", { req_method: name }));
    const headers = { "x-oauth-scopes": token.scopes.join(",") };
    const { scope } = method;
    if (scope && !token.scopes.includes(scope))
      return refuse(
        new SlackError("missing_scope", { needed: scope, provided: token.scopes.join(",") }),
        headers,
      );
    const wait = POSTS.has(name)
      ? pace.post(workspace.channel(args.text("channel"))?.id ?? args.text("channel"))
      : pace.call(name);
    if (wait > 0) return rateLimited(wait);
    try {
      return json({ ok: true, ...method.run(args, site(request, token)) }, 200, headers);
    } catch (error) {
      if (error instanceof SlackError) return refuse(error, headers);
      throw error;
    }
  }

  async function call(name: string, request: Request): Promise<Response> {
    const args = await Arguments.read(request);
    const channel = workspace.channel(args.text("channel") || args.text("channel_id"));
    const fault = faults.next(
      name,
      channel ? [channel.id, channel.name] : [args.text("channel").replace(/^#/, "")],
    );
    const met = fault ?? ambient(world.faults, name, args.text("channel"));
    if (!met) return answer(name, args, request);
    if (!fault) return meet(met, () => answer(name, args, request));
    world.log(`slack ${name}: ${fault.kind}, as asked`);
    return meet(fault, () => answer(name, args, request));
  }

  async function meet(fault: Fault, act: () => Response): Promise<Response> {
    switch (fault.kind) {
      case "rate-limited":
        return rateLimited(fault.retryAfter === undefined ? 1 : fault.retryAfter);
      case "refused":
        return refuse(new SlackError(fault.error ?? "ratelimited"));
      case "slow":
        await world.clock.sleep(fault.delayMilliseconds ?? 3000);
        return act();
      case "dropped-before":
        return dropped();
      case "dropped-after":
        act();
        return dropped();
      case "error-after":
        act();
        return new Response("upstream failed", { status: fault.status ?? 502 });
      case "error-before":
        return new Response("upstream failed", { status: fault.status ?? 502 });
    }
  }

  /** GET lists, POST adds one fault, a list of them or `{"badDay": chance}`, DELETE switches all off. */
  async function faultSwitches(request: Request): Promise<Response> {
    // A page elsewhere may send a form to this machine; our own callers send no Origin.
    if (request.headers.has("origin")) return json({ ok: false, error: "not_allowed" }, 403);
    if (request.method === "DELETE") faults.clear();
    if (request.method === "POST") {
      const body = await request.json().catch(() => undefined);
      const day = BadDay.safeParse(body);
      const given = day.success ? badDay(day.data.badDay) : body;
      const parsed = Fault.array().safeParse(Array.isArray(given) ? given : [given]);
      if (!parsed.success)
        return json({ ok: false, error: "invalid_fault", issues: parsed.error.issues }, 400);
      for (const fault of parsed.data) faults.add(fault);
    }
    return json({ ok: true, faults: faults.list() });
  }

  async function route(request: Request): Promise<Response> {
    const [, , area = "", ...rest] = new URL(request.url).pathname.split("/");
    const anyone: Token = { token: "", scopes: [] };
    switch (area) {
      case "api":
        return call(rest.join("/"), request);
      case "services":
        return webhook(request, rest.join("/"), site(request, anyone));
      case "upload":
        return upload(request, rest[0] ?? "", workspace, blobs);
      case "files": {
        const bearer = (request.headers.get("authorization") ?? "").replace(/^Bearer /i, "");
        if (!workspace.tokens.has(bearer)) return json({ ok: false, error: "invalid_auth" }, 403);
        return download(rest[0] ?? "", workspace, blobs);
      }
      case "_faults":
        return faultSwitches(request);
      default:
        return new Response("not found", { status: 404 });
    }
  }

  return {
    async fetch(request) {
      let response: Response;
      try {
        response = await route(request);
      } catch (error) {
        if (!(error instanceof SlackError)) throw error;
        response = refuse(error);
      }
      world.store.flush();
      return response;
    },
    counts: () => ({
      posted: workspace.counters.get("posted") ?? 0,
      updated: workspace.counters.get("updated") ?? 0,
    }),
    faults,
    workspace,
  };
}

function refuse(error: SlackError, headers: Record<string, string> = {}): Response {
  return json({ ok: false, error: error.code, ...error.more }, 200, headers);
}

/** Slack's 429 has `Retry-After` in whole seconds; null leaves it out. */
function rateLimited(seconds: number | null): Response {
  const header: Record<string, string> = seconds === null ? {} : { "retry-after": String(seconds) };
  return json({ ok: false, error: "ratelimited" }, 429, header);
}

/** No answer: the server ends the connection. */
function dropped(): Response {
  return new Response(null, { headers: { [DROP_HEADER]: "1" } });
}
