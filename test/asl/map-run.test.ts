// Distributed Map: child executions, tolerance, batches, readers and writers.
import type { Json, WriteCall } from "@rollcall/asl";
import { describe, expect, it } from "vitest";
import { distributed, fault, machine, outputOf, run, settled, silence, task } from "./lab.ts";

const many = (more: object = {}, states = { Do: task() } as Record<string, object>) =>
  machine({
    Many: {
      Type: "Map",
      Label: "many",
      ItemProcessor: distributed(states as never),
      End: true,
      ...more,
    },
  });

const failing = (bad: Json[]) => ({
  input: [1, 2, 3, 4] as Json,
  task: (call: { arguments: Json }) =>
    bad.includes(call.arguments) ? fault("Bad", `${call.arguments}`) : call.arguments,
});

describe("a Map Run", () => {
  it("gives results in the order of the items, whatever ends first", async () => {
    const rests = {
      Rest: { Type: "Wait", Seconds: "{% 10 - $states.input %}", Next: "Do" },
      Do: task(),
    };
    const { result, children } = await run(many({}, rests), { input: [1, 2, 3] });
    expect(result).toEqual({ status: "SUCCEEDED", output: [1, 2, 3] });
    const exits = children.map(({ events }) => events.at(-1)!.timestamp as number);
    expect(exits).toEqual(exits.toSorted((a, b) => b - a));
  });

  it("keeps the children's histories apart from the parent's", async () => {
    const { types, events, children } = await run(many(), { input: ["x"] });
    expect(types).toEqual([
      "ExecutionStarted",
      "MapStateEntered",
      "MapStateStarted",
      "MapRunStarted",
      "MapRunSucceeded",
      "MapStateSucceeded",
      "MapStateExited",
      "ExecutionSucceeded",
    ]);
    expect(events[6]!.previousEventId).toBe(4);
    const [child] = children;
    expect(child!.names.executionArn).toMatch(/:execution:machine\/many:[0-9a-f-]{36}$/);
    expect(child!.events.map(({ type }) => type)).toEqual([
      "ExecutionStarted",
      "TaskStateEntered",
      "TaskScheduled",
      "TaskStarted",
      "TaskSucceeded",
      "TaskStateExited",
      "ExecutionSucceeded",
    ]);
    expect(child!.result).toEqual({ status: "SUCCEEDED", output: "x" });
  });

  it("shows Map.Item in children, and no outer variable", async () => {
    const look = {
      Look: {
        Type: "Pass",
        Output:
          "{% [$states.context.Map.Item.Index, $states.context.Map.Item.Value, $exists($outer)] %}",
        End: true,
      },
    };
    const definition = many({ ItemSelector: { only: 1 } }, look);
    Object.assign(definition.States as object, {
      First: { Type: "Pass", Assign: { outer: 1 }, Next: "Many" },
    });
    definition.StartAt = "First";
    expect(await outputOf(definition, { input: ["x", "y"] })).toEqual([
      [0, "x", false],
      [1, "y", false],
    ]);
  });

  it.each([
    [{}, [2], false],
    [{ ToleratedFailureCount: 1 }, [2], true],
    [{ ToleratedFailureCount: 1 }, [2, 3], false],
    [{ ToleratedFailurePercentage: 50 }, [2, 3], true],
    [{ ToleratedFailurePercentage: 49 }, [2, 3], false],
    [{ ToleratedFailurePercentage: 100, ToleratedFailureCount: 1 }, [2, 3], false],
    [{ ToleratedFailurePercentage: 25, ToleratedFailureCount: 4 }, [2, 3], false],
    [{ ToleratedFailurePercentage: "{% 25 * 2 %}" }, [2, 3], true],
  ])("with %j and failures of %j succeeds: %s", async (limits, bad, succeeds) => {
    const { result, types } = await run(many({ MaxConcurrency: 1, ...limits }), failing(bad));
    if (succeeds) {
      const output = [1, 2, 3, 4].filter((item) => !bad.includes(item));
      expect(result).toEqual({ status: "SUCCEEDED", output });
      return;
    }
    expect(result).toEqual({
      status: "FAILED",
      error: "States.ExceedToleratedFailureThreshold",
      cause: "The specified tolerated failure threshold was exceeded",
    });
    expect(types.slice(-3)).toEqual(["MapRunFailed", "MapStateFailed", "ExecutionFailed"]);
  });

  it("keeps its books and aborts the children that still run when it fails", async () => {
    const { children, mapRuns } = await run(many({ MaxConcurrency: 2 }), {
      input: ["good", "endless", "bad", "never"],
      task: (call) => {
        if (call.arguments === "endless") return silence();
        return call.arguments === "bad" ? fault("Bad") : "ok";
      },
    });
    await settled();
    expect(children.map(({ input, result }) => [input, result?.status])).toEqual([
      ["good", "SUCCEEDED"],
      ["endless", "ABORTED"],
      ["bad", "FAILED"],
    ]);
    expect(children[1]!.events.at(-1)).toMatchObject({
      type: "ExecutionAborted",
      previousEventId: 0,
    });
    expect(mapRuns[0]).toMatchObject({ status: "RUNNING", maxConcurrency: 2 });
    expect(mapRuns.some(({ executionCounts }) => executionCounts.running === 2)).toBe(true);
    expect(mapRuns.at(-1)).toMatchObject({
      status: "FAILED",
      itemCounts: { total: 4, succeeded: 1, failed: 1, aborted: 2, running: 0, pending: 0 },
    });
  });

  it("runs MaxConcurrency children at once", async () => {
    const { mapRuns } = await run(many({ MaxConcurrency: 3 }), { input: [1, 2, 3, 4, 5, 6, 7] });
    expect(Math.max(...mapRuns.map((state) => state.executionCounts.running))).toBe(3);
    expect(mapRuns.at(-1)).toMatchObject({
      status: "SUCCEEDED",
      executionCounts: { succeeded: 7 },
    });
  });

  it("manages a thousand children", async () => {
    const input = Array.from({ length: 1_000 }, (_, i) => i);
    expect(await outputOf(many(), { input })).toEqual(input);
  });
});

describe("ItemBatcher", () => {
  const batched = (ItemBatcher: object) =>
    outputOf(many({ ItemBatcher }), {
      input: ["a", "b", "c", "d", "e"],
      task: (call) => call.arguments,
    });

  it("closes a batch at MaxItemsPerBatch and hands over BatchInput", async () => {
    expect(await batched({ MaxItemsPerBatch: 2, BatchInput: { n: "{% 1 + 1 %}" } })).toEqual([
      { BatchInput: { n: 2 }, Items: ["a", "b"] },
      { BatchInput: { n: 2 }, Items: ["c", "d"] },
      { BatchInput: { n: 2 }, Items: ["e"] },
    ]);
  });

  it("closes a batch before it outgrows MaxInputBytesPerBatch", async () => {
    const batches = (await batched({ MaxInputBytesPerBatch: 24, MaxItemsPerBatch: 4 })) as Json[];
    expect(batches).toEqual([{ Items: ["a", "b", "c"] }, { Items: ["d", "e"] }]);
    for (const batch of batches) expect(JSON.stringify(batch).length).toBeLessThanOrEqual(24);
  });

  it("counts the items of a failed batch as failed", async () => {
    const { mapRuns } = await run(many({ ItemBatcher: { MaxItemsPerBatch: 2 } }), {
      input: [1, 2, 3],
      task: () => fault("Bad"),
    });
    expect(mapRuns.at(-1)!.itemCounts.failed).toBe(2);
  });
});

describe("ItemReader", () => {
  const reader = (ReaderConfig: object, Resource = "arn:aws:states:::s3:getObject") =>
    many({
      ItemReader: { Resource, Arguments: { Bucket: "b", Key: "{% 'k' & 1 %}" }, ReaderConfig },
    });
  const reading = (config: object, text: string) =>
    run(reader(config), { read: async () => text }).then(({ result }) => result);

  it("reads CSV with quotes, line ends inside them, and cells too few or too many", async () => {
    const text = 'id,"the ""name"""\r\n1,"Smith, ""J"""\r\n2,"two\nlines"\r\n\r\n3\r\n4,d,e\r\n';
    expect(await reading({ InputType: "CSV", CSVHeaderLocation: "FIRST_ROW" }, text)).toMatchObject(
      {
        output: [
          { id: "1", 'the "name"': 'Smith, "J"' },
          { id: "2", 'the "name"': "two\nlines" },
          { id: "3", 'the "name"': "" },
          { id: "4", 'the "name"': "d" },
        ],
      },
    );
  });

  it("reads CSV with given headers, another delimiter and a limit", async () => {
    const config = {
      InputType: "CSV",
      CSVHeaderLocation: "GIVEN",
      CSVHeaders: ["a", "b"],
      CSVDelimiter: "SEMICOLON",
      MaxItems: 2,
    };
    expect(await reading(config, "1;2\n3;4\n5;6")).toMatchObject({
      output: [
        { a: "1", b: "2" },
        { a: "3", b: "4" },
      ],
    });
  });

  it("reads JSON, JSON below a pointer, and JSON lines", async () => {
    expect(await reading({ InputType: "JSON" }, "[1,2]")).toMatchObject({ output: [1, 2] });
    const nested = { InputType: "JSON", ItemsPointer: "/a/b~1c" };
    expect(await reading(nested, '{"a":{"b/c":[7]}}')).toMatchObject({ output: [7] });
    expect(await reading({ InputType: "JSONL" }, '{"a":1}\n\n2\n')).toMatchObject({
      output: [{ a: 1 }, 2],
    });
  });

  it.each([
    [{ MaxItems: -1 }, "[]", "field MaxItems must be positive"],
    [{}, "{}", "Attempting to map over non-iterable node."],
    [
      { InputType: "CSV", CSVHeaderLocation: "GIVEN", CSVHeaders: ["a", "a"] },
      "1,2",
      "CSV headers cannot contain duplicates.",
    ],
  ])("fails %j of %s: %s", async (config, text, cause) => {
    expect(await reading(config, text)).toEqual({
      status: "FAILED",
      error: "States.ItemReaderFailed",
      cause,
    });
  });

  it("hands the host evaluated Arguments, and lists objects", async () => {
    const asked: Json[] = [];
    const { result } = await run(reader({}, "arn:aws:states:::s3:listObjectsV2"), {
      read: async (call) => {
        asked.push(call.arguments);
        return [{ Key: "one" }];
      },
    });
    expect(asked).toEqual([{ Bucket: "b", Key: "k1" }]);
    expect(result).toMatchObject({ output: [{ Key: "one" }] });
  });

  it("turns a refused read into States.ItemReaderFailed", async () => {
    const { result } = await run(reader({}), { read: () => fault("S3.NoSuchKey", "gone") });
    expect(result).toMatchObject({ error: "States.ItemReaderFailed", cause: "gone" });
  });
});

describe("ResultWriter", () => {
  const writer = (more: object = {}) =>
    many({
      ToleratedFailureCount: 1,
      ResultWriter: {
        Resource: "arn:aws:states:::s3:putObject",
        Arguments: { Bucket: "results", Prefix: "{% 'runs/' & 7 %}" },
        ...more,
      },
    });
  const writing = async (definition: Json) => {
    const files: WriteCall[] = [];
    const { result, mapRuns } = await run(definition, {
      ...failing([2]),
      write: (call) => void files.push(call),
    });
    const named = new Map(files.map(({ key, body }) => [key.split("/").at(-1)!, body]));
    return { result, files, named, mapRuns };
  };

  it("writes the results and a manifest beside them, and gives their place", async () => {
    const { result, files, named, mapRuns } = await writing(writer());
    const manifest = files.at(-1)!;
    expect(result).toEqual({
      status: "SUCCEEDED",
      output: {
        MapRunArn: mapRuns[0]!.mapRunArn,
        ResultWriterDetails: { Bucket: "results", Key: manifest.key },
      },
    });
    expect(manifest.key).toMatch(/^runs\/7\/[0-9a-f-]{36}\/manifest\.json$/);
    const succeeded = JSON.parse(named.get("SUCCEEDED_0.json")!);
    expect(succeeded.map((one: { Output: string }) => one.Output)).toEqual(["1", "3", "4"]);
    const [failed] = JSON.parse(named.get("FAILED_0.json")!);
    expect(failed).toMatchObject({ Status: "FAILED", Error: "Bad", Cause: "2", Input: "2" });
    const { ResultFiles } = JSON.parse(manifest.body);
    expect(ResultFiles.SUCCEEDED[0].Size).toBe(named.get("SUCCEEDED_0.json")!.length);
    expect(mapRuns.at(-1)!.executionCounts.resultsWritten).toBe(4);
  });

  it("writes outputs alone, as lines, when it is told to", async () => {
    const WriterConfig = { Transformation: "COMPACT", OutputType: "JSONL" };
    const { named } = await writing(writer({ WriterConfig }));
    expect(named.get("SUCCEEDED_0.jsonl")).toBe("1\n3\n4");
  });

  it("fails as States.ResultWriterFailed", async () => {
    const { result } = await run(writer(), {
      ...failing([]),
      write: () => {
        throw { error: "S3.AccessDenied", cause: "no" };
      },
    });
    expect(result).toMatchObject({ error: "States.ResultWriterFailed", cause: "no" });
  });

  it("flattens results in place without a Resource", async () => {
    const definition = many({ ResultWriter: { WriterConfig: { Transformation: "FLATTEN" } } });
    expect(
      await outputOf(definition, { input: [[1], [2, 3]], task: (call) => call.arguments }),
    ).toEqual([1, 2, 3]);
  });
});
