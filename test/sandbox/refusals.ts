// Calls that are to be refused, one line each, against a whole sandbox with clients of the real SDK.
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../packages/sandbox/src/index.ts";
import { checked, estateOf, HUB, type Keys, TOKYO } from "./account-world.ts";

let sandbox: Sandbox;

/** Starts the sandbox of a test file, without rates, and stops it at the end. */
export function withSandbox(): void {
  beforeAll(async () => {
    sandbox = await startSandbox({ estate: checked(estateOf()), rates: false });
  });
  afterAll(() => sandbox.stop());
}

interface Options {
  endpoint: string;
  region: string;
  credentials: Keys;
  maxAttempts: number;
}

/** A client that acts as administrator of an account. */
export function as<Client>(
  Client: new (options: Options) => Client,
  who = HUB,
  region = TOKYO,
): Client {
  const credentials = { accessKeyId: who, secretAccessKey: "any" };
  return new Client({ endpoint: sandbox.endpoint, region, credentials, maxAttempts: 1 });
}

/** A word that the client's types would not let through. */
export const odd = (text: string) => text as never;

/** A call, and the error that the client is to know. */
export type Line = [
  what: string,
  call: () => Promise<unknown>,
  name: string,
  message: RegExp,
  status: number,
];

/** Makes each call and compares its error. */
export function refuses(lines: Line[]): void {
  it.each(lines)("refuses %s", async (_what, call, name, message, status) => {
    const error = await call().then(
      () => "no error",
      (thrown) => thrown,
    );
    expect(error).toMatchObject({
      name,
      message: expect.stringMatching(message),
      $metadata: { httpStatusCode: status, requestId: expect.stringMatching(/./) },
    });
  });
}
