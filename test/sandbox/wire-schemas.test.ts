import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../packages/sandbox/src/index.ts";
import { DescribeRegions$ } from "../../packages/sandbox/src/services/ec2/schema.ts";
import { modelOf, type Shape } from "../../packages/sandbox/src/wire/schema.ts";

const manifest = JSON.parse(readFileSync("packages/sandbox/package.json", "utf8"));
const clients = Object.keys(manifest.dependencies).filter((name) =>
  name.startsWith("@aws-sdk/client-"),
);
const KINDS = new Set([
  "string",
  "number",
  "boolean",
  "timestamp",
  "document",
  "bigint",
  "bigdecimal",
  "blob",
  "stream",
]);

/** Walks everything that a shape refers to; gives the paths that are not understood. */
function strange(shape: Shape, path: string, seen: Set<unknown>): string[] {
  switch (shape.kind) {
    case "unit":
      return [];
    case "list":
      return strange(shape.item, `${path}[]`, seen);
    case "map":
      return [
        ...strange(shape.key, `${path}{key}`, seen),
        ...strange(shape.value, `${path}{}`, seen),
      ];
    case "structure": {
      if (seen.has(shape.members)) return []; // circles lead through structures
      seen.add(shape.members);
      const named = shape.members.every(({ name }) => typeof name === "string");
      const counted = shape.required >= 0 && shape.required <= shape.members.length;
      const below = shape.members.flatMap(({ name, shape: inner }) =>
        strange(inner, `${path}.${name}`, seen),
      );
      return named && counted ? below : [path, ...below];
    }
    default:
      return KINDS.has(shape.kind) && Number.isInteger(shape.code) ? [] : [path];
  }
}

describe("the schemas that the SDK's clients export", () => {
  it.each(clients)("of %s are all understood", async (name) => {
    const { operations, errors } = modelOf(await import(name));
    expect(operations.size).toBeGreaterThan(2);
    const seen = new Set();
    const wrong = [...operations.values()].flatMap((operation) => [
      ...strange(operation.input, `${operation.name} input`, seen),
      ...strange(operation.output, `${operation.name} output`, seen),
    ]);
    for (const error of errors.values()) wrong.push(...strange(error, error.name, seen));
    expect(wrong).toEqual([]);
    const commands = Object.keys(await import(name)).filter(
      (key) => key.endsWith("Command") && key !== "$Command",
    );
    expect(new Set(commands.map((key) => key.slice(0, -"Command".length)))).toEqual(
      new Set(operations.keys()),
    );
  });
});

/** Everything that a shape says, as plain data. */
function plain(shape: Shape): unknown {
  const { kind, code, required, traits } = shape;
  const own = { kind, code, required, traits };
  switch (kind) {
    case "list":
      return { ...own, item: plain(shape.item) };
    case "structure":
      return {
        ...own,
        members: shape.members.map(({ name, shape: inner }) => [name, plain(inner)]),
      };
    default:
      return own;
  }
}

describe("a schema that is written by hand", () => {
  it("is the client's", async () => {
    const theirs = modelOf(await import("@aws-sdk/client-ec2")).operations.get("DescribeRegions")!;
    const ours = modelOf({ DescribeRegions$ }).operations.get("DescribeRegions")!;
    expect([ours.name, ours.namespace]).toEqual([theirs.name, theirs.namespace]);
    expect(plain(ours.input)).toEqual(plain(theirs.input));
    expect(plain(ours.output)).toEqual(plain(theirs.output));
  });
});

describe("the sandbox's services", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox.stop());

  it("have handlers for operations that exist, and nothing else", () => {
    const wrong = sandbox.services.all.flatMap(({ id, client, handlers }) => {
      const { operations } = modelOf(client);
      return Object.keys(handlers)
        .filter((name) => !operations.has(name))
        .map((name) => `${id}:${name}`);
    });
    expect(wrong).toEqual([]);
  });

  it("state what their protocol needs", () => {
    for (const service of sandbox.services.all) {
      const { operations } = modelOf(service.client);
      if (service.protocol === "json") expect(service.target, service.id).toBeTruthy();
      else if (service.protocol.startsWith("rest"))
        for (const [name, { traits }] of operations) expect(traits.http, name).toBeTruthy();
      else expect([service.version, service.xmlNamespace], service.id).not.toContain(undefined);
    }
  });

  it("have names of their own", () => {
    const ids = sandbox.services.all.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
