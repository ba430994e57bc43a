import * as hub from "@aws-sdk/client-securityhub";
import { afterEach, describe, expect, it } from "vitest";
import {
  type RunningWorld,
  startWorld,
  type WorldOptions,
} from "../../packages/sandbox/src/sandbox.ts";
import { s3 } from "../../packages/sandbox/src/services/s3/index.ts";
import {
  accessKeyFor,
  accountOf,
  sessionToken,
} from "../../packages/sandbox/src/wire/access-keys.ts";
import { type GateHook, Hangup } from "../../packages/sandbox/src/wire/gate.ts";
import { AwsError, type Handlers, type Service } from "../../packages/sandbox/src/wire/service.ts";

const ACCOUNT = "111111111111";
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const serviceWith = (handlers: Handlers): Service => ({
  id: "securityhub",
  client: hub,
  protocol: "restJson",
  handlers,
});
async function worldWith(
  handlers: Handlers,
  hooks: GateHook[] = [],
  options: WorldOptions = {},
): Promise<RunningWorld> {
  const world = await startWorld(options, (inner) => ({
    services: [serviceWith(handlers), s3(inner)],
    pages: [{ prefix: "/slack", fetch: () => new Response("a page") }],
  }));
  world.gates.push(...hooks);
  stops.push(world.stop);
  return world;
}
type Keys = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
const clientOf = (world: { endpoint: string }, keys?: Partial<Keys>, maxAttempts = 1) =>
  new hub.SecurityHubClient({
    region: "eu-west-1",
    endpoint: world.endpoint,
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: "unused", ...keys },
    maxAttempts,
  });
const signed = (service: string, key = ACCOUNT) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${key}/20260101/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});

describe("access keys", () => {
  it("carry their account", () => {
    for (const account of ["000000000000", "000000000001", "123456789012", "999999999999"]) {
      expect(accountOf(accessKeyFor(account))).toBe(account);
      expect(accountOf(accessKeyFor(account, "ABC234", "AKIA"))).toBe(account);
      expect(accountOf(account)).toBe(account);
    }
  });

  it("are those of AWS: published keys decode to their published accounts", () => {
    // From AWS's own documentation, and from "AWS Access Key ID formats" (A. Steele, 2020).
    expect(accountOf("AKIAIOSFODNN7EXAMPLE")).toBe("581039954779");
    expect(accountOf("ASIAY34FZKBOKMUTVV7A")).toBe("609629065308");
  });

  it("are refused when they are anything else", () => {
    for (const key of ["", "test", "1234567890123", "AKIA", "ASIA0000000000000000"])
      expect(accountOf(key)).toBeUndefined();
  });
});

describe("callers", () => {
  it("are who their session token says, until it expires", async () => {
    const seen: string[] = [];
    const world = await worldWith({ ListMembers: (_, { principal }) => void seen.push(principal) });
    const arn = "arn:aws:sts::444444444444:assumed-role/Worker/session";
    const keys = (milliseconds: number) => ({
      accessKeyId: accessKeyFor("444444444444"),
      sessionToken: sessionToken({ arn, expiresAt: world.world.clock.now() + milliseconds }),
    });
    const list = (keys?: Partial<Keys>) => clientOf(world, keys).send(new hub.ListMembersCommand());
    await list(keys(60_000));
    await list();
    expect(seen).toEqual([arn, `arn:aws:iam::${ACCOUNT}:root`]);
    await expect(list(keys(-1))).rejects.toMatchObject({ name: "ExpiredTokenException" });
    await expect(list({ accessKeyId: accessKeyFor("444444444444") })).rejects.toMatchObject({
      name: "UnrecognizedClientException",
    });
    await expect(list({ accessKeyId: "nobody" })).rejects.toMatchObject({
      name: "UnrecognizedClientException",
      $metadata: { httpStatusCode: 403 },
    });
    expect(seen).toHaveLength(2);
  });

  it("must sign", async () => {
    const world = await worldWith({});
    const answer = await fetch(`${world.endpoint}/bucket/key`);
    expect([answer.status, await answer.text()]).toEqual([
      403,
      expect.stringContaining("AccessDenied"),
    ]);
  });
});

describe("the gate", () => {
  it("names what is not emulated", async () => {
    const world = await worldWith({});
    await expect(
      clientOf(world).send(new hub.GetMembersCommand({ AccountIds: [] })),
    ).rejects.toMatchObject({
      name: "NotImplemented",
      message: "not emulated: securityhub:GetMembers",
      $metadata: { httpStatusCode: 501 },
    });
  });

  it("refuses a request without its required members", async () => {
    const world = await worldWith({ GetMembers: () => ({ Members: [] }) });
    const bare = new hub.GetMembersCommand({ AccountIds: undefined as unknown as string[] });
    await expect(clientOf(world).send(bare)).rejects.toThrow(/Value null at 'accountIds'/);
  });

  it("answers nonsense with an error of the protocol", async () => {
    const world = await worldWith({ CreateMembers: () => ({}) });
    const send = (path: string, body: string) =>
      fetch(`${world.endpoint}${path}`, { method: "POST", headers: signed("securityhub"), body });
    const broken = await send("/members", "{");
    expect([broken.status, broken.headers.get("x-amzn-errortype")]).toEqual([
      400,
      "SerializationException",
    ]);
    const wrong = await send("/members", '{"AccountDetails":"all"}');
    expect(await wrong.json()).toMatchObject({ message: "expected a list" });
    const nowhere = await send("/no/such/path", "{}");
    expect(nowhere.headers.get("x-amzn-errortype")).toBe("UnknownOperationException");
    expect((await send("/bad%zz", "{}")).status).toBe(400);
  });

  it("says in every protocol which service it does not have", async () => {
    const world = await worldWith({});
    const send = async (service: string, headers: Record<string, string>, body = "") => {
      const init = { method: "POST", headers: { ...signed(service), ...headers }, body };
      const answer = await fetch(`${world.endpoint}/`, init);
      return `${answer.status} ${await answer.text()}`;
    };
    const form = { "content-type": "application/x-www-form-urlencoded" };
    expect(await send("sns", form, "Action=Publish&Version=2010-03-31")).toMatch(
      /^501 <ErrorResponse.*not emulated: sns:Publish/,
    );
    expect(await send("kms", { "x-amz-target": "TrentService.Decrypt" }, "{}")).toContain(
      '501 {"message":"not emulated: kms:Decrypt"',
    );
    expect(await send("cloudfront", {})).toContain(
      "<Message>not emulated: cloudfront:POST /</Message>",
    );
    expect(await send("batch", {})).toContain('"not emulated: batch:POST /"');
    expect(Object.keys(world.calls.counts())).toContain("kms:Decrypt");
  });

  it("hides a failure of the sandbox itself from nobody", async () => {
    const told: string[] = [];
    const world = await startWorld({ log: (line) => told.push(line) }, () => ({
      services: [serviceWith({ ListMembers: () => Promise.reject(new Error("a defect")) })],
    }));
    stops.push(world.stop);
    await expect(clientOf(world).send(new hub.ListMembersCommand())).rejects.toMatchObject({
      name: "InternalFailure",
      $metadata: { httpStatusCode: 500 },
    });
    expect(told.join()).toContain("a defect");
  });

  it("runs its hooks before the handler, and what they leave behind after it", async () => {
    let done = 0;
    const world = await worldWith({ ListMembers: () => void done++ });
    const list = () => clientOf(world).send(new hub.ListMembersCommand());
    world.gates.push(({ operation, account, region }) => {
      throw new AwsError("TooManyRequestsException", `${operation} ${account} ${region}`, {
        status: 429,
      });
    });
    await expect(list()).rejects.toMatchObject({
      message: "ListMembers 111111111111 eu-west-1",
      $metadata: { httpStatusCode: 429 },
    });
    expect(done).toBe(0);
    world.gates.splice(0, 1, ({ afterwards }) => {
      afterwards.push(() => {
        throw new AwsError("InternalException", "after the work", { status: 500 });
      });
    });
    await expect(list()).rejects.toThrow("after the work");
    expect(done).toBe(1);
  });

  it("can drop the connection", async () => {
    let calls = 0;
    const world = await worldWith({ ListMembers: () => void calls++ }, [
      () => {
        throw new Hangup();
      },
    ]);
    await expect(clientOf(world).send(new hub.ListMembersCommand())).rejects.toThrow(
      /socket hang up|ECONNRESET/,
    );
    expect(calls).toBe(0);
    world.gates.length = 0;
    await clientOf(world).send(new hub.ListMembersCommand());
    expect(world.calls.counts((call) => call.error !== undefined)).toEqual({
      "securityhub:ListMembers": 1,
    });
  });

  it("keeps a journal of all calls, also of those from inside", async () => {
    const world = await worldWith({
      ListMembers: () => ({ Members: [] }),
      GetMembers() {
        throw new AwsError("InvalidAccessException", "not enabled");
      },
    });
    const client = clientOf(world);
    await client.send(new hub.ListMembersCommand());
    const mark = world.calls.mark();
    await expect(client.send(new hub.GetMembersCommand({ AccountIds: [] }))).rejects.toThrow(
      "not enabled",
    );
    const at = { account: "222222222222", region: "us-east-1" };
    expect(await world.world.call("securityhub", "ListMembers", {}, at)).toEqual({ Members: [] });
    expect(world.calls.since(mark)).toEqual([
      expect.objectContaining({
        operation: "GetMembers",
        account: ACCOUNT,
        error: "InvalidAccessException",
      }),
      expect.objectContaining({
        operation: "ListMembers",
        ...at,
        principal: "arn:aws:iam::222222222222:root",
      }),
    ]);
    expect(world.calls.counts()).toEqual({
      "securityhub:ListMembers": 2,
      "securityhub:GetMembers": 1,
    });
  });
});

describe("one port", () => {
  it("serves pages and a bucket of the same name", async () => {
    const world = await worldWith({});
    const bucket = `${world.endpoint}/slack`;
    expect(await (await fetch(`${bucket}/api/auth.test`, { method: "POST" })).text()).toBe(
      "a page",
    );
    const bearer = { authorization: "Bearer token" };
    expect(await (await fetch(`${bucket}/api/x`, { headers: bearer })).text()).toBe("a page");
    const headers = { ...signed("s3"), "x-amz-content-sha256": "UNSIGNED-PAYLOAD" };
    const body =
      "<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>";
    expect((await fetch(bucket, { method: "PUT", headers, body })).status).toBe(200);
    expect((await fetch(`${bucket}/a`, { method: "PUT", headers, body: "text" })).status).toBe(200);
    expect(await (await fetch(`${bucket}/a`, { headers })).text()).toBe("text");
  });

  it("takes links that were signed beforehand, until they expire", async () => {
    const world = await worldWith({});
    const at = { account: ACCOUNT, region: "us-east-1" };
    await world.world.call("s3", "CreateBucket", { Bucket: "links" }, at);
    await world.world.call(
      "s3",
      "PutObject",
      { Bucket: "links", Key: "a b", Body: Buffer.from("text") },
      at,
    );
    const link = (ago: number) => {
      const date = new Date(world.world.clock.now() - ago).toISOString().replace(/[-:]|\.\d+/g, "");
      const query = new URLSearchParams({
        "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
        "X-Amz-Credential": `${ACCOUNT}/${date.slice(0, 8)}/us-east-1/s3/aws4_request`,
        "X-Amz-Date": date,
        "X-Amz-Expires": "60",
        "X-Amz-SignedHeaders": "host",
        "X-Amz-Signature": "0",
        "response-content-disposition": "attachment",
      });
      return fetch(`${world.endpoint}/links/a%20b?${query}`);
    };
    const fresh = await link(0);
    expect([await fresh.text(), fresh.headers.get("content-disposition")]).toEqual([
      "text",
      "attachment",
    ]);
    expect((await link(120_000)).status).toBe(403);
  });
});

describe("time", () => {
  it("stands at nobody's wait, but runs under load", async () => {
    const world = await worldWith({});
    const { clock } = world.world;
    const started = Date.now();
    await clock.sleep(60_000);
    expect(Date.now() - started).toBeLessThan(5_000);
    const release = clock.busy();
    const waiting = clock.sleep(30_000);
    const early = await Promise.race([
      waiting.then(() => "over"),
      new Promise((r) => setTimeout(r, 50, "waiting")),
    ]);
    expect(early).toBe("waiting");
    release();
    await waiting;
  });

  it("begins when it is told to, and each answer is dated by it", async () => {
    const begins = Date.parse("2031-03-05T11:00:00Z");
    const world = await worldWith({}, [], { begins });
    const { clock } = world.world;
    expect(clock.now() - begins).toBeLessThan(60_000);
    /** A date in a header has no milliseconds. */
    const expectDated = async (path: string) => {
      const before = clock.now();
      const { headers } = await fetch(`${world.endpoint}${path}`);
      const dated = Date.parse(headers.get("date")!);
      expect(dated).toBeGreaterThan(before - 1_000);
      expect(dated).toBeLessThanOrEqual(clock.now());
    };
    for (const path of ["/slack", "/accounts", "/lambda-url/none"]) await expectDated(path);
    await clock.sleep(100_000);
    expect(clock.now() - begins).toBeGreaterThanOrEqual(100_000);
    await expectDated("/slack");
  });
});
