// Requests for services that the sandbox does not have: answered in their protocol, so that every client
// can read what is missing.
import type { Scope } from "./caller.ts";
import type { Endpoint } from "./endpoint.ts";
import type { WireRequest } from "./request.ts";
import type { Protocol } from "./service.ts";

/** Signing names of services with restXml, as far as clients of account automation use them. */
const REST_XML = new Set(["cloudfront", "route53", "s3-outposts"]);

/** What the request seems to want. */
export function stranger(
  { method, path, headers, body }: WireRequest,
  scope: Scope | undefined,
): { endpoint: Endpoint; operation: string } {
  const target = headers["x-amz-target"];
  const form = headers["content-type"]?.startsWith("application/x-www-form-urlencoded");
  const dot = target?.lastIndexOf(".") ?? -1;
  const id = scope?.service ?? target?.slice(0, dot) ?? "unknown";
  if (target !== undefined)
    return { endpoint: endpointOf(id, "json"), operation: target.slice(dot + 1) };
  const action = form ? new URLSearchParams(body.toString()).get("Action") : undefined;
  if (action)
    return { endpoint: endpointOf(id, id === "ec2" ? "ec2" : "query"), operation: action };
  const protocol = REST_XML.has(id) ? "restXml" : "restJson";
  return { endpoint: endpointOf(id, protocol), operation: `${method} ${path}` };
}

const endpointOf = (id: string, protocol: Protocol): Endpoint => ({
  service: { id, client: {}, protocol, handlers: {} },
  protocol,
  operations: new Map(),
  errors: new Map(),
  xmlNamespace: "",
  version: undefined,
  routes: [],
  exact: new Map(),
});
