// One SDK client for each service and Region, whoever the caller is: the signer takes the credentials of
// the current asynchronous context. A client for each account costs nearly twice as much per call.
import { AsyncLocalStorage } from "node:async_hooks";
import { createHash, createHmac } from "node:crypto";
import { Agent } from "node:http";
import { Agent as SecureAgent } from "node:https";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { SignatureV4 } from "@smithy/signature-v4";

/** Temporary credentials of a role's session. */
export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

const identity = new AsyncLocalStorage<Credentials>();

/** Runs `work` with these credentials instead of the function's own. */
export const actingAs = <Result>(
  credentials: Credentials,
  work: () => Promise<Result>,
): Promise<Result> => identity.run(credentials, work);

const requestHandler = new NodeHttpHandler({
  httpAgent: new Agent({ keepAlive: true, maxSockets: 64 }),
  httpsAgent: new SecureAgent({ keepAlive: true, maxSockets: 64 }),
  connectionTimeout: 3_000,
  requestTimeout: 20_000,
});

/** The hash that SignatureV4 asks for, on node:crypto. */
export class Sha256 {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret
      ? createHmac("sha256", typeof secret === "string" ? secret : bytesOf(secret))
      : createHash("sha256");
  }
  update(data: Uint8Array) {
    this.#hash.update(data);
  }
  async digest() {
    return this.#hash.digest();
  }
  reset() {}
}

const bytesOf = (data: ArrayBuffer | ArrayBufferView): Uint8Array =>
  ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);

function signerFor(service: string, region: string) {
  const signers = new Map<string, SignatureV4>();
  return (credentials: Credentials) => {
    const key = credentials.accessKeyId + credentials.sessionToken;
    let signer = signers.get(key);
    if (!signer) {
      // A function serves many accounts in its life, each for a moment.
      if (signers.size > 200) signers.clear();
      signer = new SignatureV4({ credentials, region, service, sha256: Sha256 });
      signers.set(key, signer);
    }
    return signer;
  };
}

interface WithMiddleware {
  middlewareStack: { remove(name: string): boolean };
}

type ClientClass<Client> = new (config: never) => Client;

const clients = new Map<string, unknown>();

/**
 * The client of a service in a Region, acting as whoever the current context is (see `actingAs`). `service` is
 * the name in signatures. Four attempts in all: throttling by a bucket of 10 calls per second passes in seconds.
 */
export function clientOf<Client>(
  Class: ClientClass<Client>,
  service: string,
  region?: string,
  maxAttempts = 4,
): Client {
  const borrowed = identity.getStore() !== undefined;
  return cached(Class, service, region ?? homeRegion(), maxAttempts, borrowed);
}

/** The client of a service of rollcall's own account, whatever the current context is. */
export const ownClientOf = <Client>(Class: ClientClass<Client>, service: string): Client =>
  cached(Class, service, homeRegion(), 4, false);

const homeRegion = () => process.env.AWS_REGION ?? "us-east-1";

function cached<Client>(
  Class: ClientClass<Client>,
  service: string,
  region: string,
  maxAttempts: number,
  borrowed: boolean,
): Client {
  const key = `${service} ${region} ${maxAttempts} ${borrowed}`;
  const known = clients.get(key) as Client | undefined;
  if (known) return known;
  const base = { region, requestHandler, maxAttempts };
  const client = new Class(
    (borrowed ? { ...base, ...borrowedIdentity(service, region) } : base) as never,
  );
  // It copies every answer for a logger that there is none of: a fifth of what a listing costs (measured).
  (client as WithMiddleware).middlewareStack.remove("loggerMiddleware");
  clients.set(key, client);
  return client;
}

function borrowedIdentity(service: string, region: string) {
  const signer = signerFor(service, region);
  return {
    credentials: async () => identity.getStore()!,
    signer: {
      sign: (request: Parameters<SignatureV4["sign"]>[0]) =>
        signer(identity.getStore()!).sign(request as never),
    },
  };
}
