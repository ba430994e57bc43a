// What the pages read out of histories: from executions recorded on AWS, and from one that has it all.
import fs from "node:fs";
import { describe, expect, it } from "vitest";
import { arrange } from "../../packages/sandbox/src/pages/executions/arrange.ts";
import { allNodes, readLevel } from "../../packages/sandbox/src/pages/executions/definition.ts";
import { readVisits } from "../../packages/sandbox/src/pages/executions/visits.ts";
import { DEFINITION, fixtures, RUN } from "./pages-world.ts";

const recorded = new URL("../../../shared/conformance/", import.meta.url);
const context = { account: "111122223333", region: "us-east-1" };

// Some recordings are masked where the order varied: without ids, nothing can be followed.
const complete = ({ events }: { events: { id: unknown }[] }) =>
  events.every(({ id }, index) => id === index + 1);

describe.skipIf(!fs.existsSync(recorded))("executions recorded on AWS", () => {
  const cases = ["asl-jsonata.json", "asl-translated.json"].flatMap((file) => {
    const { cases } = JSON.parse(fs.readFileSync(new URL(file, recorded), "utf8"));
    return cases as {
      id: string;
      definition: object;
      events: { id: number; type: string; timestamp: number }[];
    }[];
  });

  it.each(cases.filter(complete))("tells $id by state", ({ definition, events }) => {
    const timed = events.map((event) => ({ ...event, timestamp: event.id }));
    const visits = readVisits(timed, true);
    const count = (ending: RegExp) => events.filter(({ type }) => ending.test(type)).length;
    expect(visits).toHaveLength(count(/StateEntered$/));
    // Everything that was left is told so, and nothing else.
    const left = visits.filter(({ status }) => status === "succeeded" || status === "caught");
    expect(left).toHaveLength(count(/StateExited$/));
    const failed = visits.some(({ status }) => status === "failed");
    expect(failed || count(/^ExecutionFailed$/) === 0 || visits.length === 0).toBe(true);
    const names = new Set(allNodes(readLevel(definition)).map(({ name }) => name));
    for (const { name } of visits) expect(names).toContain(name);
  });
});

it("tells visits, iterations, retries and what was caught apart", async () => {
  const { events } = (await fixtures(
    "states",
    "GetExecutionHistory",
    { executionArn: RUN },
    context,
  )) as { events: object[] };
  const visits = readVisits(events, true);
  const told = (state: string) =>
    visits
      .filter(({ name }) => name === state)
      .map(({ status, iterations, retries }) => [status, iterations.join(), retries]);
  expect(told("Open")).toEqual([["succeeded", "", 1]]);
  expect(told("Look")).toEqual([
    ["succeeded", "0", 0],
    ["caught", "1", 0],
    ["succeeded", "2", 0],
  ]);
  expect(told("Observe")).toEqual([["succeeded", "", 0]]);
  expect(told("Verify").map(([status]) => status)).toEqual(["succeeded", "succeeded", "failed"]);
  expect(visits.find(({ name }) => name === "Join")?.mapRunArn).toContain("mapRun");
  expect(visits.find(({ name, status }) => name === "Look" && status === "caught")).toMatchObject({
    error: "UnreadableError",
  });
});

describe("the layout", () => {
  const levels = [
    readLevel(DEFINITION),
    ...allNodes(readLevel(DEFINITION)).flatMap(({ levels }) => levels),
  ];

  it.each(levels)(
    "keeps the boxes of the level that starts with $start apart, and inside the picture",
    ({ nodes, edges, start }) => {
      const boxes = nodes
        .toSorted((a, b) => Number(b.name === start) - Number(a.name === start))
        .map(({ name }, index) => ({ id: name, width: 150 + 10 * index, height: 50 + 5 * index }));
      const arrows = edges.map(({ from, to, label }) => ({
        from,
        to,
        room: label.length * 6,
        pull: 1,
      }));
      const { places, routes, width, height } = arrange(boxes, arrows);
      const rectangles = boxes.map((box) => ({ ...box, ...places.get(box.id)! }));
      for (const [index, a] of rectangles.entries()) {
        expect(a.x).toBeGreaterThanOrEqual(-0.01);
        expect(a.x + a.width).toBeLessThanOrEqual(width + 0.01);
        expect(a.y + a.height).toBeLessThanOrEqual(height + 0.01);
        for (const b of rectangles.slice(index + 1)) {
          const apart =
            a.x + a.width <= b.x ||
            b.x + b.width <= a.x ||
            a.y + a.height <= b.y ||
            b.y + b.height <= a.y;
          expect(apart, `${a.id} and ${b.id}`).toBe(true);
        }
      }
      expect(places.get(start)!.y).toBe(0);
      for (const [index, route] of routes.entries()) {
        const { from, to } = arrows[index]!;
        const ends = [from, to].map((id) => rectangles.find((one) => one.id === id)!);
        for (const [at, box] of ends.entries()) {
          const point = route.at(-at)!;
          expect(point.x, `${from} → ${to}`).toBeGreaterThanOrEqual(box.x - 0.01);
          expect(point.x, `${from} → ${to}`).toBeLessThanOrEqual(box.x + box.width + 0.01);
          expect([box.y, box.y + box.height].some((edge) => Math.abs(edge - point.y) < 0.01)).toBe(
            true,
          );
        }
      }
    },
  );
});
