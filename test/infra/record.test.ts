// The parameter that tells what a stage consists of names all of it, and fits.
import { createHash } from "node:crypto";
import { Deployed } from "@rollcall/aws/doctor/record";
import { expect, it } from "vitest";
import { synthesized } from "./synthesized.ts";

const { app } = synthesized();
const [parameter] = app.parameters;
const recorded = Deployed.parse(JSON.parse(parameter!.value));
const names = (all: { name: string }[]) => all.map(({ name }) => name).sort();

it("has the name that the stage gives it, and fits into an advanced parameter", () => {
  expect(parameter!.name).toBe(`/${app.name}/${app.stage}/app`);
  // PutParameter, API reference: a standard parameter has 4 KB; an advanced one, $0.05 a month, has 8 KB.
  expect(Buffer.byteLength(parameter!.value)).toBeLessThan(8192);
});

it("names every function, queue, table and machine", () => {
  expect(recorded.functions.toSorted()).toEqual(names(app.functions));
  expect([...recorded.queues, ...recorded.deadLetters].sort()).toEqual(names(app.queues));
  expect([recorded.table]).toEqual(names(app.tables));
  expect([recorded.ledgers, recorded.unpublished].sort()).toEqual(names(app.buckets));
  expect([recorded.slackSecret]).toEqual(names(app.secrets));
  const dead = app.queues.flatMap(({ deadLetter }) => deadLetter?.arn.split(":").at(-1) ?? []);
  expect(recorded.deadLetters).toEqual(expect.arrayContaining(dead));
});

it("knows what feeds which function", () => {
  const wired = app.eventSourceMappings.map(({ sourceArn, functionArn }) => ({
    source: sourceArn,
    function: functionArn.split(":").at(-1),
  }));
  const order = (all: { source: string }[]) =>
    all.toSorted((a, b) => (a.source < b.source ? -1 : 1));
  expect(order(recorded.mappings)).toEqual(order(wired));
});

it("keeps the hash of each definition as it is deployed", () => {
  const hashes = app.stateMachines.map(({ arn, definition }) => ({
    arn,
    definitionSha256: createHash("sha256").update(JSON.stringify(definition)).digest("hex"),
  }));
  expect(Object.values(recorded.machines)).toEqual(expect.arrayContaining(hashes));
});
