// Pages for people: what the app did, said and stored, read from the same services that it called.
// Served to this machine only, with no script but our own and nothing from elsewhere.
import fs from "node:fs";
import { type Context, Hono } from "hono";
import type { CallJournal } from "../calls.ts";
import { change, listing } from "../faults/listing.ts";
import type { HeldUsage } from "../permissions/holders.ts";
import type { SlackApp } from "../slack/app.ts";
import { download } from "../slack/files.ts";
import type { World } from "../wire/service.ts";
import { callsPage } from "./calls-page.ts";
import { StatesReader } from "./executions/api.ts";
import { detailPage } from "./executions/detail-page.ts";
import { listPage } from "./executions/list-page.ts";
import { faultsPage } from "./faults-page.ts";
import { indexPage } from "./index-page.ts";
import { empty, type Html, page, SHEETS } from "./layout.ts";
import { permissionsPage } from "./permissions-page.ts";
import { slackPage } from "./slack/page.ts";
import { tablePage } from "./table-page.ts";

/** What the pages are about. */
export interface PagesOptions {
  endpoint: string;
  /** Whose state machines and tables are shown. */
  account: string;
  region: string;
  slack: SlackApp;
  /** What runs here, such as `my-app / dev`. */
  app?: string;
  calls?: CallJournal;
  /** What roles were allowed, and what of it was used. */
  permissions?(): HeldUsage[];
  /** Ids of the services that answer. */
  services?: string[];
}

const ASSETS: Record<string, string> = {
  ...Object.fromEntries(SHEETS.map((name) => [name, "text/css; charset=utf-8"])),
  "live.js": "text/javascript; charset=utf-8",
  "favicon.svg": "image/svg+xml",
};

const HEADERS = {
  "content-security-policy":
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-cache",
};

/** Names under which a browser on this machine asks. Any other is a page elsewhere that found our address. */
const HOSTS = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** The pages, mounted at `/_sandbox`. */
export function pagesApp(
  world: World,
  options: PagesOptions,
): { fetch(request: Request): Promise<Response> } {
  const reader = new StatesReader(world, options);
  const app = new Hono({ strict: false }).basePath("/_sandbox");
  const show = async (
    context: Context,
    section: string,
    title: string,
    body: Html | Promise<Html>,
    shape: { wide?: boolean; live?: boolean } = {},
  ) => {
    const now = world.clock.now();
    return context.html(page({ title, section, now, body: await body, ...shape }));
  };

  app.use(async (context, next) => {
    if (!HOSTS.has(new URL(context.req.url).hostname))
      return context.text("This page is for this machine only.", 403);
    await next();
    for (const [name, value] of Object.entries(HEADERS)) context.res.headers.set(name, value);
    return undefined;
  });
  app.onError((error, context) => {
    const { code } = error as { code?: string };
    const missing = /DoesNotExist|NotFound|InvalidArn/.test(code ?? "");
    world.log(`page ${context.req.path}: ${error.message}`);
    const body = empty(missing ? "Not found" : "This page could not be read", error.message);
    context.status(missing ? 404 : 500);
    return context.html(page({ title: "Error", section: "-", now: world.clock.now(), body }));
  });
  app.notFound((context) => {
    context.status(404);
    const body = empty("Not found", "There is no such page in the sandbox.");
    return context.html(
      page({ title: "Not found", section: "-", now: world.clock.now(), body, live: false }),
    );
  });

  app.get("/assets/:name", (context) => {
    const name = context.req.param("name");
    const type = ASSETS[name];
    if (!type) return context.notFound();
    return context.body(fs.readFileSync(new URL(`assets/${name}`, import.meta.url)), 200, {
      "content-type": type,
    });
  });
  app.get("/", (context) => {
    const { slack, calls, services = [] } = options;
    const total = calls && Object.values(calls.counts()).reduce((sum, number) => sum + number, 0);
    const overview = { ...options, slack: slack.counts(), calls: total, services };
    return show(context, "", "Overview", indexPage(overview, reader));
  });
  app.get("/slack", (context) =>
    show(context, "slack", "Slack", slackPage(options.slack.workspace, context.req.query()), {
      wide: true,
    }),
  );
  app.get("/slack/files/:id", (context) => {
    const blobs = { put: () => {}, get: (id: string) => world.store.getBlob(id) };
    return download(context.req.param("id"), options.slack.workspace, blobs);
  });
  app.get("/executions", (context) =>
    show(
      context,
      "executions",
      "Executions",
      listPage(reader, context.req.query(), world.clock.now()),
    ),
  );
  app.get("/executions/:arn{.+}", async (context) => {
    const { title, live, body } = await detailPage(
      reader,
      context.req.param("arn"),
      context.req.query(),
      world.clock.now(),
    );
    return show(context, "executions", title, body, { wide: true, live });
  });
  app.get("/table", (context) =>
    show(context, "table", "Table", tablePage(reader, context.req.query()), { wide: true }),
  );
  app.get("/calls", (context) =>
    show(
      context,
      "calls",
      "Calls",
      options.calls
        ? callsPage(options.calls)
        : empty("No journal", "Calls are not recorded here."),
    ),
  );
  app.get("/faults", (context) =>
    show(context, "faults", "Faults", faultsPage(listing(world.faults), options.endpoint), {
      wide: true,
    }),
  );
  app.get("/faults.json", (context) => context.json(listing(world.faults)));
  app.post("/faults.json", async (context) => {
    // A page elsewhere may send a form to this machine; our own callers send no Origin.
    if (context.req.header("origin") !== undefined)
      return context.json({ problem: "not from a page" }, 403);
    const problem = change(world.faults, await context.req.json().catch(() => undefined));
    world.store.flush();
    return problem ? context.json(problem, 400) : context.json(listing(world.faults));
  });

  app.get("/permissions", (context) =>
    show(context, "permissions", "Permissions", permissionsPage(options.permissions?.() ?? [])),
  );
  app.get("/permissions.json", (context) =>
    context.json({ schemaVersion: 1, roles: options.permissions?.() ?? [] }),
  );

  return { fetch: async (request) => app.fetch(request) };
}
