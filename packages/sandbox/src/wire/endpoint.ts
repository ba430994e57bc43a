// A service as the server sees it: one protocol, its operations, and for the REST protocols their routes.
import { type Model, modelOf, type Shape } from "./schema.ts";
import type { Protocol, Service } from "./service.ts";

/** A service in one of its protocols. */
export interface Endpoint extends Model {
  service: Service;
  protocol: Protocol;
  xmlNamespace: string | undefined;
  version: string | undefined;
  routes: Route[];
  /** Routes without labels and conditions, by "METHOD /path". */
  exact: Map<string, Route>;
}

/** A matcher for an operation's `http` trait. */
interface Route {
  operation: Shape;
  method: string;
  pattern: RegExp;
  labels: string[];
  /** Query parts that must be there; an empty value stands for any. */
  fixed: [name: string, value: string][];
  /** Required members that travel in headers or the query. */
  needs: { header: string | undefined; query: string | undefined }[];
  needsBucket: boolean;
  conditions: number;
  literalLength: number;
}

const literal = (text: string) => text.replace(/[.*?^$()|[\]\\+]/g, String.raw`\$&`);

function routeOf(operation: Shape): Route {
  const [method, uri] = operation.traits.http!;
  const [path = "/", query = ""] = uri.split("?");
  const labels: string[] = [];
  const pattern = path
    .split(/(\{\w+\+?\})/)
    .map((part) => {
      const label = /^\{(\w+)(\+?)\}$/.exec(part);
      if (!label) return literal(part);
      labels.push(label[1]!);
      return label[2] ? "(.+)" : "([^/]+)";
    })
    .join("");
  // PutObject and CopyObject, for one, differ only in a required header.
  const needs = operation.input.members
    .slice(0, operation.input.required)
    .map(({ shape: { traits } }) => ({
      header: traits.httpHeader?.toLowerCase(),
      query: traits.httpQuery,
    }))
    .filter(({ header, query }) => header ?? query);
  // The SDK adds x-id to tell its own operations apart; other clients do not.
  const fixed = [...new URLSearchParams(query)].filter(([name]) => name !== "x-id");
  return {
    operation,
    method,
    labels,
    pattern: new RegExp(`^${pattern}/?$`),
    fixed,
    needs,
    needsBucket: operation.input.members.some((member) => member.name === "Bucket"),
    conditions: fixed.length + needs.length,
    literalLength: path.replace(/\{[^}]*\}/g, "").length,
  };
}

/** The endpoints of a service: one for each protocol that it speaks. */
export function endpointsOf(service: Service): Endpoint[] {
  const model = modelOf(service.client);
  const first: Endpoint = {
    ...model,
    service,
    protocol: service.protocol,
    xmlNamespace: service.xmlNamespace,
    version: service.version,
    routes: [],
    exact: new Map(),
  };
  if (service.protocol.startsWith("rest")) addRoutes(first);
  return service.also ? [first, { ...first, ...service.also }] : [first];
}

function addRoutes(endpoint: Endpoint): void {
  endpoint.routes = [...endpoint.operations.values()]
    .filter((operation) => operation.traits.http)
    .map(routeOf)
    .sort((a, b) => b.conditions - a.conditions || b.literalLength - a.literalLength);
  if (endpoint.service.id === "s3") return; // there the bucket comes before the path
  for (const route of endpoint.routes)
    if (route.labels.length === 0 && route.fixed.length === 0)
      endpoint.exact.set(`${route.method} ${route.operation.traits.http![1].split("?")[0]}`, route);
}

/** An operation with the values of its path. */
export interface Match {
  operation: Shape;
  labels: Record<string, string>;
}

/** The most particular operation for a REST request; undefined when there is none. */
export function matchRoute(
  endpoint: Endpoint,
  method: string,
  fullPath: string,
  query: URLSearchParams,
  headers: Record<string, unknown>,
): Match | undefined {
  const exact = endpoint.exact.get(`${method} ${fullPath}`);
  if (exact) return { operation: exact.operation, labels: {} };
  const s3 = endpoint.service.id === "s3";
  const labels: Record<string, string> = {};
  let path = fullPath;
  if (s3) {
    const split = /^\/([^/]+)(\/.*)?$/.exec(path);
    if (split) {
      labels.Bucket = decodeURIComponent(split[1]!);
      path = split[2] ?? "/";
    }
  }
  for (const route of endpoint.routes) {
    if (route.method !== method) continue;
    const found = route.pattern.exec(path);
    if (!found || !route.fixed.every(([name, value]) => holds(query, name, value))) continue;
    if (s3) {
      if (route.needsBucket !== (labels.Bucket !== undefined)) continue;
      const met = route.needs.every(({ header, query: name }) =>
        header ? header in headers : query.has(name!),
      );
      if (!met) continue;
    }
    route.labels.forEach((label, at) => {
      labels[label] = decodeURIComponent(found[at + 1]!);
    });
    return { operation: route.operation, labels };
  }
  return undefined;
}

const holds = (query: URLSearchParams, name: string, value: string) =>
  query.has(name) && (value === "" || query.get(name) === value);
