// Executions as Step Functions would report them, for the pages: one that has everything a picture may
// show, one child of a distributed Map, and a few for the list.
import type { World } from "../../packages/sandbox/src/wire/service.ts";

const HOME = "arn:aws:states:us-east-1:111122223333";
export const HOSTILE = `<img src=x onerror="document.title='owned'">`;
const lambda = (next: object) => ({
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  ...next,
});

export const DEFINITION = {
  StartAt: "Open",
  States: {
    Open: lambda({ Next: "Observe", Catch: [{ ErrorEquals: ["States.ALL"], Next: "Close" }] }),
    Observe: {
      Type: "Map",
      ItemProcessor: {
        StartAt: "Look",
        States: {
          Look: lambda({
            Next: "Recorded",
            Catch: [{ ErrorEquals: ["UnreadableError"], Next: "Unread" }],
          }),
          Recorded: { Type: "Pass", End: true },
          Unread: { Type: "Pass", End: true },
        },
      },
      Next: "Decide",
    },
    Decide: {
      Type: "Choice",
      Choices: [
        { Condition: "{% $states.input.outcome = 'work' %}", Next: "Both" },
        { Condition: "{% $states.input.outcome = 'nothing' %}", Next: "Close" },
      ],
      Default: "UnknownOutcome",
    },
    Both: {
      Type: "Parallel",
      Branches: [
        {
          StartAt: "Join",
          States: {
            Join: {
              Type: "Map",
              ItemProcessor: {
                ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
                StartAt: "JoinAccount",
                States: {
                  JoinAccount: lambda({ Next: "Settled" }),
                  Settled: {
                    Type: "Choice",
                    Choices: [{ Condition: "{% $states.input.word = 'pending' %}", Next: "Pause" }],
                    Default: "Done",
                  },
                  Pause: { Type: "Wait", Seconds: 30, Next: "JoinAccount" },
                  Done: { Type: "Succeed" },
                },
              },
              End: true,
            },
          },
        },
        { StartAt: "Tell", States: { Tell: lambda({ End: true }) } },
      ],
      Next: "Verify",
    },
    Verify: lambda({ Next: "Again" }),
    Again: {
      Type: "Choice",
      Choices: [{ Condition: "{% $states.input.word = 'pending' %}", Next: "Pause a little" }],
      Default: "Close",
    },
    "Pause a little": { Type: "Wait", Seconds: 60, Next: "Verify" },
    Close: lambda({ End: true }),
    UnknownOutcome: { Type: "Fail", Error: "UnknownOutcome" },
  },
};

const START = Date.UTC(2026, 10, 22, 12, 0, 0) / 1000;
// biome-ignore lint/suspicious/noExplicitAny: events have a different shape for each type
type Event = any;

/** Writes events one after another; `at` is the event that the next one follows. */
class Log {
  events: Event[] = [];
  add(previousEventId: number, type: string, details?: object): number {
    const id = this.events.length + 1;
    const key = /State(Entered|Exited)$/.exec(type)
      ? `state${/Entered$/.test(type) ? "Entered" : "Exited"}EventDetails`
      : `${type[0]!.toLowerCase()}${type.slice(1)}EventDetails`;
    this.events.push({
      id,
      previousEventId,
      type,
      timestamp: new Date((START + id * 0.4) * 1000),
      ...(details && { [key]: details }),
    });
    return id;
  }
  enter(previous: number, type: string, name: string, input: unknown = { run: "r-1" }) {
    return this.add(previous, `${type}StateEntered`, { name, input: JSON.stringify(input) });
  }
  exit(previous: number, type: string, name: string, output: unknown = { word: "settled" }) {
    return this.add(previous, `${type}StateExited`, { name, output: JSON.stringify(output) });
  }
  task(previous: number, name: string, failures: string[] = [], input?: unknown) {
    let at = this.enter(previous, "Task", name, input);
    for (const error of failures) {
      at = this.add(at, "TaskScheduled", {
        resource: "invoke",
        resourceType: "lambda",
        parameters: "{}",
      });
      at = this.add(at, "TaskStarted", { resource: "invoke" });
      at = this.add(at, "TaskFailed", {
        error,
        cause: JSON.stringify({ errorMessage: `${name} was told: ${error}` }),
      });
    }
    return at;
  }
  succeed(previous: number, name: string, output?: unknown) {
    let at = this.add(previous, "TaskScheduled", {
      resource: "invoke",
      resourceType: "lambda",
      parameters: "{}",
    });
    at = this.add(at, "TaskStarted", { resource: "invoke" });
    at = this.add(at, "TaskSucceeded", { output: JSON.stringify(output ?? {}) });
    return this.exit(at, "Task", name, output);
  }
}

export const MAP_RUN = `${HOME}:mapRun:apply/Join:9d2c`;
export const RUN = `${HOME}:execution:apply:r-1`;
const CHILD = `${HOME}:execution:apply/Join:child-7`;

/** Everything at once: a retry, iterations of which one is caught, children, a loop, and a failure at the end. */
function runEvents(): Event[] {
  const log = new Log();
  log.add(0, "ExecutionStarted", { input: "{}" });
  let at = log.succeed(log.task(0, "Open", ["RetryableError"], { note: HOSTILE }), "Open");
  const map = log.enter(at, "Map", "Observe");
  const started = log.add(map, "MapStateStarted", { length: 3 });
  const ends: number[] = [];
  for (const index of [0, 1, 2]) {
    const from = log.add(started, "MapIterationStarted", { name: "Observe", index });
    if (index === 1) {
      const failed = log.task(from, "Look", ["UnreadableError"], { region: "ap-northeast-1" });
      const caught = log.exit(failed, "Task", "Look");
      at = log.exit(log.enter(caught, "Pass", "Unread"), "Pass", "Unread");
    } else {
      const looked = log.succeed(log.task(from, "Look", [], { region: "us-east-1" }), "Look");
      at = log.exit(log.enter(looked, "Pass", "Recorded"), "Pass", "Recorded");
    }
    ends.push(log.add(at, "MapIterationSucceeded", { name: "Observe", index }));
  }
  log.add(ends[2]!, "MapStateSucceeded");
  at = log.exit(ends[2]!, "Map", "Observe", { outcome: "work" });
  at = log.exit(log.enter(at, "Choice", "Decide"), "Choice", "Decide");
  const both = log.enter(at, "Parallel", "Both");
  const fork = log.add(both, "ParallelStateStarted");
  const join = log.enter(fork, "Map", "Join");
  const tell = log.task(fork, "Tell");
  const joining = log.add(join, "MapStateStarted", { length: 40 });
  const mapRun = log.add(joining, "MapRunStarted", { mapRunArn: MAP_RUN });
  at = log.succeed(tell, "Tell");
  log.add(log.add(mapRun, "MapRunSucceeded"), "MapStateSucceeded");
  at = log.exit(mapRun, "Map", "Join");
  log.add(at, "ParallelStateSucceeded");
  at = log.exit(at, "Parallel", "Both");
  for (const turn of [1, 2]) {
    at = log.succeed(log.task(at, "Verify", [], { turn }), "Verify", { word: "pending" });
    at = log.exit(log.enter(at, "Choice", "Again"), "Choice", "Again");
    at = log.exit(log.enter(at, "Wait", "Pause a little"), "Wait", "Pause a little");
  }
  at = log.task(at, "Verify", ["ConflictError"]);
  log.add(at, "ExecutionFailed", {
    error: "ConflictError",
    cause: `Someone else moved first ${HOSTILE}`,
  });
  return log.events;
}

function childEvents(): Event[] {
  const log = new Log();
  log.add(0, "ExecutionStarted", { input: "{}" });
  let at = log.succeed(log.task(0, "JoinAccount"), "JoinAccount", { word: "pending" });
  at = log.exit(log.enter(at, "Choice", "Settled"), "Choice", "Settled");
  log.enter(at, "Wait", "Pause");
  return log.events;
}

const MACHINES = ["apply", "onboard"];
const executions = (machine: string) =>
  Array.from({ length: machine === "apply" ? 70 : 3 }, (_, index) => ({
    executionArn:
      index === 0 && machine === "apply" ? RUN : `${HOME}:execution:${machine}:r-${index + 1}`,
    stateMachineArn: `${HOME}:stateMachine:${machine}`,
    name: `r-${index + 1}`,
    status: index === 0 && machine === "apply" ? "FAILED" : index === 1 ? "RUNNING" : "SUCCEEDED",
    startDate: new Date((START - index * 3600) * 1000),
    ...(index === 1 ? {} : { stopDate: new Date((START - index * 3600 + 71) * 1000) }),
  }));

const children = Array.from({ length: 40 }, (_, index) => ({
  executionArn: index === 0 ? CHILD : `${HOME}:execution:apply/Join:child-${index + 7}`,
  name: `child-${index + 7}`,
  mapRunArn: MAP_RUN,
  status: index === 0 ? "RUNNING" : index < 3 ? "FAILED" : "SUCCEEDED",
  startDate: new Date((START + 20) * 1000),
  ...(index === 0 ? {} : { stopDate: new Date((START + 26) * 1000) }),
}));

const ITEMS = [
  {
    pk: { S: "ACCOUNT#222233334444" },
    sk: { S: "ACCOUNT" },
    kind: { S: "account" },
    name: { S: `研究所 ${HOSTILE}` },
    email: { S: "lab@example.com" },
    regions: { L: [{ S: "us-east-1" }] },
  },
  ...Array.from({ length: 12 }, (_, index) => ({
    pk: { S: `ACCOUNT#22223333${4444 + index}` },
    sk: { S: "MEMBER#us-east-1" },
    kind: { S: "membership" },
    state: { S: index === 3 ? "Resigned" : "Enabled" },
    version: { N: String(index) },
    since: { S: "2026-11-22T12:00:00Z" },
  })),
];

/** Answers the calls that the pages make. */
export const fixtures: World["call"] = async (_service, operation, raw) => {
  // biome-ignore lint/suspicious/noExplicitAny: AWS's inputs
  const input = raw as any;
  const arn: string = input.executionArn ?? "";
  switch (operation) {
    case "ListStateMachines":
      return {
        stateMachines: MACHINES.map((name) => ({
          name,
          stateMachineArn: `${HOME}:stateMachine:${name}`,
        })),
      };
    case "ListExecutions":
      if (input.mapRunArn) {
        const fitting = children.filter(
          ({ status }) => !input.statusFilter || status === input.statusFilter,
        );
        const from = Number(input.nextToken ?? 0);
        const end = from + input.maxResults;
        return {
          executions: fitting.slice(from, end),
          ...(end < fitting.length && { nextToken: String(end) }),
        };
      }
      return { executions: executions(input.stateMachineArn.split(":").at(-1)) };
    case "DescribeExecution":
      if (arn === CHILD)
        return { ...children[0], executionArn: CHILD, input: "{}", redriveCount: 0 };
      if (arn !== RUN)
        throw Object.assign(new Error(`Execution Does Not Exist: '${arn}'`), {
          code: "ExecutionDoesNotExist",
        });
      return {
        ...executions("apply")[0],
        input: JSON.stringify({ note: HOSTILE }),
        error: "ConflictError",
        cause: `Someone else moved first ${HOSTILE}`,
        redriveCount: 0,
      };
    case "DescribeStateMachineForExecution":
      return {
        name: "apply",
        definition: JSON.stringify(DEFINITION),
        ...(arn === CHILD && { mapRunArn: MAP_RUN }),
      };
    case "GetExecutionHistory":
      return { events: arn === CHILD ? childEvents() : runEvents() };
    case "DescribeMapRun":
      return {
        mapRunArn: MAP_RUN,
        executionArn: RUN,
        status: "SUCCEEDED",
        maxConcurrency: 40,
        executionCounts: {
          total: 40,
          succeeded: 37,
          failed: 2,
          running: 1,
          pending: 0,
          aborted: 0,
          timedOut: 0,
        },
      };
    case "ListTables":
      return { TableNames: ["app-dev-Table"] };
    case "Scan": {
      const kind = input.ExpressionAttributeValues?.[":kind"]?.S;
      return { Items: ITEMS.filter((item) => !kind || item.kind.S === kind) };
    }
    default:
      throw new Error(`not emulated: ${operation}`);
  }
};
