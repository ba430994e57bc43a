// The interpreter against executions recorded on AWS.
import { describe, expect, it } from "vitest";
import { type Level, levelOf, levels, recordings } from "./recordings.ts";

describe.each(["asl-jsonata.json", "asl-translated.json"])("the recordings of %s", (file) => {
  const cases = recordings(file);

  it("are reached at the level of the whole history", async ({ skip }) => {
    if (!cases) {
      console.warn(`SKIPPED: there is no ../shared/conformance/${file} beside the project.`);
      return skip(`no recordings: ../shared/conformance/${file}`);
    }
    const reached = new Map<Level, number>();
    const short: string[] = [];
    for (const recording of cases) {
      const level = await levelOf(recording);
      for (const one of levels.slice(0, levels.indexOf(level!) + 1)) {
        reached.set(one, (reached.get(one) ?? 0) + 1);
      }
      if (level !== "history") short.push(`${level ?? "refused"}: ${recording.id}`);
    }
    const row = levels.map((level) => `${level} ${reached.get(level) ?? 0}`).join(", ");
    console.info([`${file}: ${cases.length} cases: ${row}`, ...short].join("\n  "));
    expect(reached.get("history") ?? 0).toBeGreaterThanOrEqual(0.98 * cases.length);
  });
});
