// What each function's bundle weighs, and how long an environment takes until its handler stands: bundled by itself, as it is
// deployed, and started as the sandbox starts it, beside a handler that does nothing.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { deflateRawSync } from "node:zlib";
import { App } from "@rollcall/sandbox";
import { synthesize } from "../../packages/cli/src/synthesize.ts";
import { bundleAlone } from "../../packages/infra/src/synth/handlers.ts";

/** One function. Bytes and milliseconds. */
export interface ColdStart {
  name: string;
  unzipped: number;
  /** Compressed as a zip file compresses it. */
  zip: number;
  /** The median of the starts. */
  milliseconds: number;
  /** The median of the processor's time in it, which other work on the machine hardly stretches. */
  cpu: number;
  /** What of that is the bundle's, and not the thread's. */
  beyond: number;
  heap: number;
  runs: number;
}

const RUNS = 5;
const bootstrap = new URL(
  "../../packages/sandbox/src/services/lambda/bootstrap.mjs",
  import.meta.url,
);

/** Measures all functions of the app; `say` is told as it goes. */
export async function coldStarts(say: (line: string) => void): Promise<ColdStart[]> {
  const app = App.parse(await synthesize({}));
  const directory = mkdtempSync(path.join(os.tmpdir(), "rollcall-bench-"));
  const bare = path.join(directory, "bundle.mjs");
  writeFileSync(bare, "export const handler = async () => {};\n");
  // Each function in turn, so that other work on the machine meets all of them alike.
  const all = [{ id: "(a bare handler)", bundle: bare }];
  for (const { id, bundle: shared } of app.functions.toSorted((a, b) => a.id.localeCompare(b.id))) {
    const bundle = path.join(directory, id, "bundle.mjs");
    await bundleAlone(`functions/${path.basename(path.dirname(shared))}`, bundle);
    all.push({ id, bundle });
  }
  const times = new Map<string, number[]>(all.map(({ id }) => [id, []]));
  const efforts = new Map<string, number[]>(all.map(({ id }) => [id, []]));
  const heaps = new Map<string, number>();
  try {
    for (let run = 0; run <= RUNS; run++)
      for (const { id, bundle } of all) {
        const { milliseconds, cpu, heap } = await start(
          bundle,
          app.functions.find((one) => one.id === id),
        );
        // The first fills the cache of compiled code, as a deployment's first environment does.
        if (run > 0) {
          times.get(id)!.push(milliseconds);
          efforts.get(id)!.push(cpu);
        }
        heaps.set(id, heap);
      }
    const least = median(efforts.get(all[0]!.id)!);
    return all.map(({ id, bundle }) => {
      const code = readFileSync(bundle);
      const milliseconds = median(times.get(id)!);
      const cpu = median(efforts.get(id)!);
      say(`${id}: ${milliseconds.toFixed(0)} ms, ${cpu.toFixed(0)} of processor`);
      return {
        name: id,
        unzipped: code.length,
        zip: deflateRawSync(code).length,
        milliseconds,
        cpu,
        beyond: cpu - least,
        heap: heaps.get(id)!,
        runs: RUNS,
      };
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function start(bundle: string, definition: App["functions"][number] | undefined) {
  const ahead = new SharedArrayBuffer(16);
  new Float64Array(ahead)[1] = 1;
  const begun = performance.now();
  const worker = new Worker(bootstrap, {
    env: {
      ...definition?.environment,
      AWS_REGION: "us-east-1",
      SST_KEY_FILE: "",
      SST_RESOURCES_JSON: JSON.stringify(definition?.links ?? {}),
    },
    stdout: true,
    stderr: true,
    workerData: {
      bundle: pathToFileURL(bundle).href,
      exported: definition?.handler.split(".").at(-1) ?? "handler",
      ahead,
      functionName: "bench",
      functionArn: "",
      memoryMb: 512,
      logStream: "bench",
    },
  });
  try {
    const message = await new Promise<{ ready?: true; broken?: object }>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
    });
    if (!message.ready) throw new Error(`${bundle}: ${JSON.stringify(message.broken)}`);
    const milliseconds = performance.now() - begun;
    const { used_heap_size: heap } = await worker.getHeapStatistics();
    const { user, system } = await worker.cpuUsage();
    return { milliseconds, cpu: (user + system) / 1_000, heap };
  } finally {
    await worker.terminate();
  }
}

function median(numbers: number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}
