// `offboard`, as it is deployed: every Region until the hub's own listing has nobody of the plan any more.
import { expect, it } from "vitest";
import { callsOf, error, runOffboard } from "./stage.ts";

const regions = ["us-east-1", "eu-west-1"];
const exportFindings = () => ({ outcome: "exported" });

it("acts, waits and looks again in each Region until it is settled", async () => {
  const done = await runOffboard(regions, {
    exportFindings,
    removeRegion: ({ attempt }) => ({ outcome: Number(attempt) < 3 ? "pending" : "settled" }),
  });
  expect(done.result.status).toBe("SUCCEEDED");
  expect(done.took).toBe(2 * 15_000);
  expect(callsOf(done, "advanceRun")).toEqual([{ run: "ledger-1", stage: "remove" }]);
  const first = callsOf(done, "removeRegion").filter((one) => one.region === regions[0]);
  expect(first.map((one) => one.attempt)).toEqual([1, 2, 3]);
});

it.each([
  ["fails", () => error("AccessDeniedException")],
  ["says so", () => ({ outcome: "failed" })],
  ["returns an unknown word", () => ({ outcome: "surprise" })],
])("goes on with the others where a Region %s", async (_, answer) => {
  const done = await runOffboard(regions, {
    exportFindings,
    removeRegion: ({ region }) => (region === regions[0] ? answer() : { outcome: "settled" }),
  });
  expect(done.result.status).toBe("SUCCEEDED");
  expect(callsOf(done, "removeRegion").some((one) => one.region === regions[1])).toBe(true);
});

it("exports findings until all of them are, and only then takes away", async () => {
  const done = await runOffboard([regions[0]!], {
    exportFindings: (_, count) => ({ outcome: count < 3 ? "more" : "exported" }),
    removeRegion: () => ({ outcome: "settled" }),
  });
  expect(callsOf(done, "exportFindings")).toHaveLength(3);
  expect(callsOf(done, "removeRegion")).toEqual([
    { run: "ledger-1", region: regions[0], attempt: 1 },
  ]);
});

it.each([
  ["fails for good", () => error("AccessDeniedException")],
  ["says so", () => ({ outcome: "failed" })],
])("leaves it to the removal to name who stays where the export %s (D60)", async (_, answer) => {
  const done = await runOffboard(regions, {
    exportFindings: answer,
    removeRegion: () => ({ outcome: "settled" }),
  });
  expect(done.result.status).toBe("SUCCEEDED");
  expect(
    callsOf(done, "removeRegion")
      .map((one) => one.region)
      .sort(),
  ).toEqual(regions.toSorted());
});
