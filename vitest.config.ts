import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take a minute or more however small they are: whoever begins them last waits for them alone. */
const LONGEST = ["end-to-end/soak", "end-to-end/self-service-script", "sandbox/clients"];

/** The longest first, the others as Vitest has them: by size. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.findIndex((one) => moduleId.endsWith(`${one}.test.ts`));
      return at < 0 ? LONGEST.length : at;
    };
    return (await super.sort(files)).toSorted((one, other) => place(one) - place(other));
  }
}

const project = (name: string, include: string[], timeout = 20_000) => ({
  test: {
    name,
    include,
    // Files share the modules that they import: nothing of ours keeps state there, and loading them is a third of the time.
    isolate: false,
    // Node itself loads the TypeScript, as it does for users; Vite's runner would transform each file first.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    testTimeout: timeout,
    hookTimeout: 120_000,
  },
});

export default defineConfig({
  test: {
    // One more than the cores that CI has: a test waits as well, for processes and for what takes real time.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    projects: [
      project("architecture", ["test/architecture.test.ts"]),
      project("core", ["test/core/**/*.test.ts"]),
      project("asl", ["test/asl/**/*.test.ts"]),
      project("workflows", ["test/workflows/**/*.test.ts"]),
      project("aws", ["test/aws/**/*.test.ts"]),
      project("sandbox", ["test/sandbox/**/*.test.ts"], 60_000),
      project("infra", ["test/infra/**/*.test.ts"], 60_000),
      project("cli", ["test/cli/**/*.test.ts"], 60_000),
      project("bench", ["test/bench/**/*.test.ts"], 180_000),
      project("end-to-end", ["test/end-to-end/**/*.test.ts"], 180_000),
    ],
  },
});
