// The child executions of a Map Run.
import type { Batch } from "./batches.ts";
import { Execution } from "./execution.ts";
import type { ChildObserver, Host, Journal, Names, Result } from "./host.ts";
import type { Json, JsonObject } from "./json.ts";
import { itemContext } from "./map.ts";
import type { MapRunBook } from "./map-run-book.ts";
import type { Work } from "./outside.ts";
import { Scope } from "./scope.ts";
import type { Visit } from "./visit.ts";

/** One child that has ended. */
export interface EndedChild {
  names: Names;
  input: Json;
  result: Result;
  /** Milliseconds. */
  startedAt: number;
  endedAt: number;
}

/** Runs one child for each batch, `most` at once; gives them in the order of the batches. */
export async function runChildren(
  visit: Visit,
  book: MapRunBook,
  batches: Batch[],
  items: Json[],
  most: number,
): Promise<EndedChild[]> {
  const { scope: outer, name, common } = visit;
  const { previous, context } = outer;
  const scope = new Scope({ path: outer.key(name), previous, context, outer });
  const children: EndedChild[] = new Array(batches.length);
  let failure: Error | undefined;
  let next = 0;
  const work = async () => {
    while (next < batches.length && !scope.aborted) {
      const index = next++;
      const batch = batches[index]!;
      const names = book.childNames();
      const seed = common.random.uuid();
      book.started(batch);
      const key = `${scope.path}[${index}]`;
      try {
        const item = visit.state.ItemBatcher ? undefined : itemContext(index, items[index]!);
        const options = { key, names, seed, input: batch.input, item };
        const answer = await common.outside.ask(scope, key, (work) =>
          runChild(visit, book.mapRunArn, options, work),
        );
        const ended = answer as unknown as Omit<EndedChild, "names" | "input">;
        children[index] = { ...ended, names, input: batch.input };
        book.childEnded(batch, ended.result);
        failure ??= book.exceeded();
        if (failure) scope.abort({ kind: "sibling" });
      } catch (thrown) {
        if (!scope.aborted) throw thrown;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, batches.length) }, work));
  scope.leave();
  outer.check();
  if (failure) throw failure;
  return children;
}

interface ChildOptions {
  /** Names the child in the journal. */
  key: string;
  names: Names;
  seed: string;
  input: Json;
  item: JsonObject | undefined;
}

/** Runs a child execution, and tells the host of it. */
async function runChild(
  visit: Visit,
  mapRunArn: string,
  { key, names, seed, input, item }: ChildOptions,
  { signal, resumed }: Work,
): Promise<Json> {
  const { common, processor } = visit;
  const { host } = common;
  const journal = common.journal && under(common.journal, `${key}:`);
  const begun = journal?.get("0") as { at: number } | undefined;
  const startedAt = begun?.at ?? host.clock.now();
  let observer: ChildObserver | undefined;
  const own: Host = { ...bound(host), onEvent: (event) => observer?.onEvent?.(event) };
  const execution = new Execution(processor as unknown as Json, own, names, {
    journal,
    seed,
    ...(item && { context: item }),
  });
  observer = host.child?.({
    mapRunArn,
    parentArn: common.names.executionArn,
    names,
    type: processor.ProcessorConfig?.ExecutionType ?? "STANDARD",
    input,
    startedAt,
    resumed,
    execution,
  });
  signal.addEventListener("abort", () => execution.stop(), { once: true });
  const result = await execution.run(input);
  const endedAt = host.clock.now();
  observer?.ended?.(result, endedAt);
  return { result, startedAt, endedAt } as unknown as Json;
}

/** The host's functions, free of their object. */
function bound(host: Host): Host {
  return {
    clock: host.clock,
    task: (call) => host.task(call),
    read: (call) => host.read(call),
    ...(host.write && { write: (call) => host.write!(call) }),
    ...(host.child && { child: (child) => host.child!(child) }),
    ...(host.mapRun && { mapRun: (run) => host.mapRun!(run) }),
    ...(host.random && { random: () => host.random!() }),
  };
}

/** The part of a journal whose keys begin with `prefix`. */
function under(journal: Journal, prefix: string): Journal {
  return {
    get: (key) => journal.get(prefix + key),
    set: (key, value) => journal.set(prefix + key, value),
  };
}
