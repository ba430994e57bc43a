// One HTTP server for every service and, beside them, the pages: a request is AWS's when it is signed with
// SigV4 or names an AWS operation; anything else below a page's prefix is that page's.
import http from "node:http";
import type { SandboxClock } from "../clock.ts";
import type { Store } from "../store.ts";
import { withBucket } from "./bucket-host.ts";
import { contextOf, refuseStaleLink, type Scope, scopeOf } from "./caller.ts";
import { type Endpoint, endpointsOf, matchRoute } from "./endpoint.ts";
import type { FunctionDoor } from "./function-door.ts";
import { type Gate, Hangup } from "./gate.ts";
import { type Page, servePage } from "./pages.ts";
import { readInput, type WireRequest } from "./request.ts";
import { failure, success, type WireResponse } from "./response.ts";
import type { Shape } from "./schema.ts";
import { AwsError, type Context, type Service } from "./service.ts";
import { stranger } from "./stranger.ts";

/** Operations of STS that clients do not sign (API reference). */
const UNSIGNED = new Set(["AssumeRoleWithWebIdentity", "AssumeRoleWithSAML"]);

/** What the server stands on. */
export interface WireOptions {
  services: Service[];
  pages: Page[];
  /** Where function URLs are; nothing there when absent. */
  door?: FunctionDoor | undefined;
  gate: Gate;
  clock: SandboxClock;
  store: Store;
  requestId(): string;
  log(line: string): void;
}

/** The services and pages of a world on HTTP. */
export class Wire {
  readonly #options: WireOptions;
  readonly #byTarget = new Map<string, Endpoint>();
  readonly #byVersion = new Map<string, Endpoint>();
  readonly #bySigning = new Map<string, Endpoint>();
  readonly #byId = new Map<string, Endpoint>();

  constructor(options: WireOptions) {
    this.#options = options;
    for (const service of options.services)
      for (const endpoint of endpointsOf(service)) {
        const { protocol, version } = endpoint;
        if (!this.#byId.has(service.id)) this.#byId.set(service.id, endpoint);
        if (protocol === "json") this.#byTarget.set(service.target!, endpoint);
        else if (version) this.#byVersion.set(version, endpoint);
        else
          for (const name of service.signing ?? [service.id]) this.#bySigning.set(name, endpoint);
      }
  }

  /** Runs an operation in this process, through the same gate. */
  call(service: string, operation: string, input: unknown, context: Context): Promise<unknown> {
    const endpoint = this.#byId.get(service);
    const shape = endpoint?.operations.get(operation);
    if (!endpoint || !shape) throw new Error(`no such operation: ${service}:${operation}`);
    const read = () => input as Record<string, unknown>;
    return this.#options.gate.pass(endpoint, shape, context, read, false);
  }

  /** A server for the wire; it is not yet listening. Requests before there is a wire are answered 503. */
  static server(wire: () => Wire | undefined): http.Server {
    const server = http.createServer((incoming, outgoing) => {
      const at = wire();
      if (at) at.#handle(incoming, outgoing);
      else outgoing.writeHead(503).end();
    });
    server.on("connection", () => {
      const at = wire();
      if (at) at.#options.clock.stir();
    });
    // Clients keep connections for long, and write at the moment when the server gives up on them.
    server.keepAliveTimeout = 120_000;
    return server;
  }

  #handle(incoming: http.IncomingMessage, outgoing: http.ServerResponse): void {
    const release = this.#options.clock.busy();
    const guest = this.#options.clock.guests.behind(incoming.headers);
    guest?.asked();
    // The SDKs repeat a refused call when the answer's Date is four minutes from their own, and those in functions live
    // by this clock (@aws-sdk/core 3, isClockSkewed).
    outgoing.setHeader("date", new Date(this.#options.clock.now()).toUTCString());
    this.#serve(incoming, outgoing, release)
      .catch((error) => {
        this.#options.log(`the sandbox failed: ${error instanceof Error ? error.stack : error}`);
        outgoing.destroy();
      })
      .finally(() => {
        guest?.answered();
        release();
      });
  }

  async #serve(
    incoming: http.IncomingMessage,
    outgoing: http.ServerResponse,
    release: () => void,
  ): Promise<void> {
    const target = incoming.url!;
    const split = target.indexOf("?");
    const path = split < 0 ? target : target.slice(0, split);
    const query = new URLSearchParams(split < 0 ? "" : target.slice(split + 1));
    const headers = incoming.headers as Record<string, string | undefined>;
    const scope = scopeOf(headers, query);
    const body = await bodyOf(incoming);
    if (!scope && headers["x-amz-target"] === undefined) {
      const page = this.#options.pages.find(
        ({ prefix }) => path === prefix || path.startsWith(`${prefix}/`),
      );
      if (page) return servePage(page, incoming, body, outgoing, release);
    }
    const connection = incoming.socket.remotePort;
    const request: WireRequest = {
      method: incoming.method!,
      path: headers["x-amz-target"] ? path : withBucket(path, headers.host, scope),
      query,
      headers,
      body,
      ...(connection !== undefined && { connection }),
    };
    const response =
      (await this.#options.door?.answer(request, scope, this.#options.requestId())) ??
      (await this.#answer(request, scope));
    this.#options.store.flush();
    if (!response) return void outgoing.destroy();
    const noBody = request.method === "HEAD" || response.status === 204 || response.status === 304;
    if (!noBody) response.headers["content-length"] = String(Buffer.byteLength(response.body));
    outgoing.writeHead(response.status, response.headers);
    outgoing.end(noBody ? undefined : response.body);
  }

  /** Undefined when the connection is to drop. */
  async #answer(request: WireRequest, scope: Scope | undefined): Promise<WireResponse | undefined> {
    const requestId = this.#options.requestId();
    let endpoint: Endpoint | undefined;
    try {
      const found = this.#locate(request, scope);
      endpoint = found.endpoint;
      const now = this.#options.clock.now();
      if (!endpoint) {
        const wanted = stranger(request, scope);
        endpoint = wanted.endpoint;
        const context = contextOf(endpoint, scope, request, now, requestId);
        throw this.#options.gate.refuse(endpoint.service.id, wanted.operation, context);
      }
      const { operation } = found;
      if (!operation && endpoint.service.partial) {
        const wanted = stranger(request, scope).operation;
        const context = contextOf(endpoint, scope, request, now, requestId);
        throw this.#options.gate.refuse(endpoint.service.id, wanted, context);
      }
      if (!operation && endpoint.service.strange) throw endpoint.service.strange(request.method);
      if (!operation)
        throw new AwsError(
          endpoint.version ? "InvalidAction" : "UnknownOperationException",
          "no such operation",
        );
      // Calls that bring their proof with them are not signed; the sandbox has nobody who could check it.
      if (!scope && UNSIGNED.has(operation.name))
        throw new AwsError(
          "NotImplemented",
          `not emulated: ${endpoint.service.id}:${operation.name}`,
          { status: 501 },
        );
      const context = contextOf(endpoint, scope, request, now, requestId);
      if (request.headers.authorization === undefined) refuseStaleLink(request.query, now);
      const at = endpoint;
      const output = await this.#options.gate.pass(
        at,
        operation,
        context,
        () => readInput(at, operation, request),
        true,
      );
      return success(endpoint, operation, requestId, output);
    } catch (error) {
      if (error instanceof Hangup) return undefined;
      if (error instanceof AwsError) return failure(endpoint, requestId, error);
      if (error instanceof URIError)
        // of decodeURIComponent
        return failure(
          endpoint,
          requestId,
          new AwsError("InvalidURI", "Couldn't parse the specified URI."),
        );
      this.#options.log(`the sandbox failed: ${error instanceof Error ? error.stack : error}`);
      return failure(
        endpoint,
        requestId,
        new AwsError("InternalFailure", String(error), { status: 500 }),
      );
    }
  }

  /** Which service and operation the request means, by its protocol. */
  #locate(
    request: WireRequest,
    scope: Scope | undefined,
  ): { endpoint?: Endpoint; operation?: Shape } {
    const { headers, method, path, query } = request;
    const target = headers["x-amz-target"];
    if (target) {
      const dot = target.lastIndexOf(".");
      return found(this.#byTarget.get(target.slice(0, dot)), target.slice(dot + 1));
    }
    const form = formOf(request);
    if (form) {
      const endpoint = this.#byVersion.get(form.get("Version") ?? "");
      if (endpoint) {
        request.form = form;
        return found(endpoint, form.get("Action") ?? "");
      }
    }
    const endpoint = this.#bySigning.get(scope?.service ?? "s3");
    if (!endpoint) return {};
    const match = matchRoute(endpoint, method, path, query, headers);
    if (!match) return { endpoint };
    request.labels = match.labels;
    return { endpoint, operation: match.operation };
  }
}

/** The form of the query protocols: a body of that type, or, in a signed address, the address's own. */
function formOf({ headers, body, query }: WireRequest): URLSearchParams | undefined {
  if (headers["content-type"]?.startsWith("application/x-www-form-urlencoded"))
    return new URLSearchParams(body.toString());
  return query.has("Action") && query.has("Version") ? query : undefined;
}

function found(
  endpoint: Endpoint | undefined,
  name: string,
): { endpoint?: Endpoint; operation?: Shape } {
  const operation = endpoint?.operations.get(name);
  return endpoint ? (operation ? { endpoint, operation } : { endpoint }) : {};
}

const NOTHING = Buffer.alloc(0);

function bodyOf(incoming: http.IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () =>
      resolve(
        chunks.length === 0 ? NOTHING : chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks),
      ),
    );
    incoming.on("error", reject);
  });
}
