// The real definition of `roll-call` in the interpreter: what it asks, in which order, and how it fails.
import { expect, it } from "vitest";
import { rollCall } from "../../workflows/roll-call.ts";
import { fault, run } from "../asl/lab.ts";

const arn = (name: string) => `arn:aws:lambda:us-east-1:1:function:${name}`;
const definition = rollCall({
  partition: "aws",
  observeOrganizationArn: arn("organization"),
  observeRegionArn: arn("region"),
  closeRollCallArn: arn("close"),
  startHealArn: arn("heal"),
}) as never;
const input = {
  run: "roll-call-20261122T120000Z",
  at: "2026-11-22T12:00:00.000Z",
  regions: ["us-east-1", "eu-west-1"],
};

type Payload = Record<string, unknown> & { region?: string; attempt?: number };
interface Asked {
  FunctionName: string;
  Payload: Payload;
}

/** Runs it with functions that answer by name; a word is the outcome. */
async function call(answer: (name: string, payload: Payload) => string | Promise<never>) {
  const asked: [string, Payload][] = [];
  const outcome = await run(definition, {
    input,
    task: async ({ arguments: given }) => {
      const { FunctionName, Payload } = given as unknown as Asked;
      const name = FunctionName.split(":").at(-1)!;
      asked.push([name, Payload]);
      return { Payload: { outcome: await answer(name, Payload) } };
    },
  });
  return { ...outcome, asked };
}

it("asks the organization, then every Region, then closes, then heals", async () => {
  const { result, asked } = await call((name) => (name === "close" ? "complete" : "read"));
  expect(result.status).toBe("SUCCEEDED");
  expect(asked.map(([name, { region }]) => region ?? name)).toEqual([
    "organization",
    "us-east-1",
    "eu-west-1",
    "close",
    "heal",
  ]);
  expect(asked[1]![1]).toEqual({ run: input.run, region: "us-east-1", attempt: 1 });
  expect(asked.at(-2)![1]).toMatchObject({ run: input.run, at: input.at });
  expect(asked.at(-1)![1]).toEqual({ after: input.run });
});

it("looks again where a listing is behind, and goes on when a Region or the organization fails", async () => {
  const { result, asked } = await call((name, { region, attempt }) => {
    if (name === "close") return "partial";
    if (name === "organization" || region === "eu-west-1") return fault("AccessDeniedException");
    return attempt === 1 ? "early" : "read";
  });
  expect(result.status).toBe("SUCCEEDED");
  expect(asked.filter(([, one]) => one.region === "us-east-1")).toHaveLength(2);
  expect(asked.at(-2)![0]).toBe("close");
});

it("fails where it cannot heal, after what was lost is told", async () => {
  const { result, asked } = await call((name) =>
    name === "heal" ? fault("AccessDeniedException") : "complete",
  );
  expect(result).toMatchObject({ status: "FAILED", error: "AccessDeniedException" });
  expect(asked.map(([name]) => name).filter((name) => name === "close")).toHaveLength(1);
});

it("tells that it failed, and fails", async () => {
  const { result, asked } = await call((name, { failure }) =>
    name === "close" ? (failure ? "failed" : fault("TypeError", "no report")) : "read",
  );
  expect(result).toMatchObject({ status: "FAILED", error: "RollCallFailed" });
  expect(asked.at(-1)![1]).toMatchObject({
    run: input.run,
    failure: { error: "TypeError", cause: expect.stringContaining("no report") },
  });
});

it("is over before its lease is", () => {
  expect(definition).toMatchObject({ TimeoutSeconds: 900 });
});
