// What a service is to the wire layer: a client package for its schemas, and plain handlers.
import type { Clock, SandboxClock } from "../clock.ts";
import type { Faults } from "../faults/faults.ts";
import type { Store } from "../store.ts";

/** Who calls, and from where; read from the signature of the request. */
export interface Context {
  /** 12 digits. */
  account: string;
  region: string;
  accessKeyId: string;
  /** ARN of the caller: an assumed role's session, or the account's root for a bare 12-digit key. */
  principal: string;
  requestId: string;
  /** The caller's port, by which two callers on this machine are told apart; absent for calls in this process. */
  connection?: number;
  /** Policy that narrows the caller's session, as JSON text. */
  sessionPolicy?: string | undefined;
}

/** A handler takes the operation's input as the schema names it, and returns its output. */
// biome-ignore lint/suspicious/noExplicitAny: the shape is known to the schema, not to TypeScript
export type Handler = (input: any, context: Context) => unknown;
/** Handlers by operation; an operation without one is answered 501. */
export type Handlers = Record<string, Handler>;

/** `json` is awsJson 1.0 and 1.1, `query` is awsQuery, `ec2` ec2Query; the others are REST. */
export type Protocol = "json" | "query" | "ec2" | "restJson" | "restXml";

/** A service of the sandbox. */
export interface Service {
  /** Our name for it, such as `securityhub`; the journal of calls uses it, and IAM's prefix is the same. */
  id: string;
  /** Names in SigV4 credential scopes; `[id]` when absent. */
  signing?: string[];
  /** The `@aws-sdk/client-*` module, read for its schemas only. */
  client: object;
  protocol: Protocol;
  /** True: `client` has some of the service's schemas, so an operation that is not among them may well exist. */
  partial?: boolean;
  /** Prefix of X-Amz-Target, for `json`. */
  target?: string;
  /** API version, for `query` and `ec2`. */
  version?: string;
  xmlNamespace?: string;
  /** A second protocol of the same operations, for older clients: SQS was awsQuery before it was JSON. */
  also?: {
    protocol: Protocol;
    version: string;
    xmlNamespace: string;
    /** Messages by code, where the older protocol has other words. */
    messages?: Record<string, string>;
    /** Names of exceptions by code, where the newer protocol has other ones that no model states. */
    exceptions?: Record<string, string>;
    /** The member that the address of the request stands for, where the form does not have it. */
    addressed?: string;
  };
  /** Code of the error for a missing required member, where it is not the protocol's usual one. */
  invalid?: string;
  /** What the service says of a required member that is missing, where that is not its protocol's usual. */
  missing?(member: string): AwsError;
  /** What the service says of a request that is none of its operations, where that is not its protocol's usual. */
  strange?(method: string): AwsError;
  /** What the service says of a body that does not fit its operation, where that is known; else undefined. */
  unfit?(operation: string, body: unknown): string | undefined;
  handlers: Handlers;
  /** Whether an earlier process left something here that goes on by itself. */
  unfinished?(): boolean;
  /** Called once all services exist and state is restored: arm timers, resume what was running. */
  start?(): void | Promise<void>;
  stop?(): void | Promise<void>;
}

/** An error as AWS would answer it. `code` is the exception's name in the service's model. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number | undefined;
  readonly fields: Record<string, unknown> | undefined;
  readonly headers: Record<string, string> | undefined;

  constructor(
    code: string,
    message: string,
    more: {
      /** HTTP status; the model's when absent. */
      status?: number;
      /** Further members of the error, such as `Reason` or `CancellationReasons`. */
      fields?: Record<string, unknown>;
      headers?: Record<string, string>;
    } = {},
  ) {
    super(message);
    this.code = code;
    this.status = more.status;
    this.fields = more.fields;
    this.headers = more.headers;
  }
}

/** Everything that services share. */
export interface World {
  clock: SandboxClock;
  store: Store;
  /** A number in [0, 1) from the sandbox's seed; use it instead of Math.random. */
  random(): number;
  /** What goes wrong, how often, and which guesses about AWS hold. */
  faults: Faults;
  /** Runs an operation in this process, through the same gate (journal, rates, faults) as a request. */
  call(
    service: string,
    operation: string,
    input: unknown,
    context: Partial<Context> & { account: string; region: string },
  ): Promise<unknown>;
  /** One line of the sandbox's own log (not of AWS): something that a developer of the app should know. */
  log(line: string): void;
}

export type { Clock };
