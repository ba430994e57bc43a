// The gate that every call passes, from the wire or from inside: journal, hooks, required members, handler.
// Hooks are where permissions, rates, faults and delays stand.
import type { Call, Calls } from "../calls.ts";
import type { SandboxClock } from "../clock.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Shape } from "./schema.ts";
import { AwsError, type Context } from "./service.ts";
import { SerializationError } from "./text.ts";

/** A call on its way to its handler. */
export interface GatedCall extends Call {
  input: Record<string, unknown>;
  context: Context;
  /** False for a call of one sandbox service to another. */
  wire: boolean;
  /** Run after the handler's work is done; what they throw is the answer, although the work stays done. */
  afterwards: (() => void | Promise<void>)[];
  /** Told how the call ended, with its answer or with what was thrown; they cannot change it. */
  endings: ((end: { output: Record<string, unknown> } | { error: unknown }) => void)[];
}

/** May throw an AwsError or a Hangup, or take its time. Runs before the handler, in the list's order. */
export type GateHook = (call: GatedCall) => void | Promise<void>;

/** Thrown by a hook: the connection drops and the client gets no answer. */
export class Hangup extends Error {}

/** Every handler is called through here. */
export class Gate {
  readonly #clock: SandboxClock;
  readonly #calls: Calls;
  readonly #hooks: GateHook[];

  /** `hooks` is read at each call, so it may grow later. */
  constructor(clock: SandboxClock, calls: Calls, hooks: GateHook[]) {
    this.#clock = clock;
    this.#calls = calls;
    this.#hooks = hooks;
  }

  /** Journals a call that nothing here can take, and gives its answer. */
  refuse(service: string, operation: string, context: Context): AwsError {
    this.#calls.add({ ...this.#entry(service, operation, context), error: "NotImplemented" });
    return notEmulated(service, operation);
  }

  /** Journals a call that has no operation's shape, such as one of a function URL. */
  note(service: string, operation: string, context: Context, error?: string): void {
    this.#calls.add({ ...this.#entry(service, operation, context), ...(error && { error }) });
  }

  /** Runs one operation. `read` gives the input, so that an unreadable request is journalled too. */
  async pass(
    endpoint: Endpoint,
    operation: Shape,
    context: Context,
    read: () => Record<string, unknown>,
    wire: boolean,
  ): Promise<Record<string, unknown>> {
    const { service } = endpoint;
    const entry = this.#entry(service.id, operation.name, context);
    this.#calls.add(entry);
    let call: GatedCall | undefined;
    try {
      const handler = service.handlers[operation.name];
      if (!handler) throw notEmulated(service.id, operation.name);
      const input = read();
      if (this.#hooks.length > 0) {
        call = { ...entry, input, context, wire, afterwards: [], endings: [] };
        for (const hook of this.#hooks) {
          const waiting = hook(call);
          if (waiting) await waiting;
        }
      }
      requireMembers(endpoint, operation, input);
      const output = ((await handler(input, context)) ?? {}) as Record<string, unknown>;
      if (call) {
        // The work is done, whatever becomes of the answer.
        for (const end of call.endings.splice(0)) end({ output });
        for (const after of call.afterwards) await after();
      }
      return output;
    } catch (error) {
      const known =
        error instanceof SerializationError ? unreadableRequest(endpoint, error) : error;
      entry.error =
        known instanceof AwsError
          ? known.code
          : known instanceof Hangup
            ? "Hangup"
            : "InternalFailure";
      for (const end of call?.endings ?? []) end({ error: known });
      throw known;
    }
  }

  #entry(service: string, operation: string, { account, region, principal }: Context): Call {
    return { at: this.#clock.now(), account, region, service, operation, principal };
  }
}

const notEmulated = (service: string, operation: string) =>
  new AwsError("NotImplemented", `not emulated: ${service}:${operation}`, { status: 501 });

const unreadableRequest = ({ protocol }: Endpoint, error: Error) =>
  protocol === "restXml"
    ? new AwsError("MalformedXML", `The XML you provided was not well-formed: ${error.message}`)
    : new AwsError("SerializationException", error.message);

function requireMembers(
  { protocol, service }: Endpoint,
  { input: shape }: Shape,
  input: Record<string, unknown>,
): void {
  for (let at = 0; at < shape.required; at++) {
    const { name } = shape.members[at]!;
    if (input[name] !== undefined && input[name] !== null) continue;
    if (service.missing) throw service.missing(name);
    const path = name[0]!.toLowerCase() + name.slice(1);
    throw new AwsError(
      service.invalid ?? (protocol === "query" ? "ValidationError" : "ValidationException"),
      `1 validation error detected: Value null at '${path}' failed to satisfy constraint: Member must not be null`,
      { status: 400 },
    );
  }
}
