// One execution environment: a worker thread with the function's bundle, its links and nothing of the host.
import { randomUUID } from "node:crypto";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import type { Guest, Rest } from "../../guests.ts";
import { randomHex, randomUuid } from "../../random.ts";
import { accessKeyFor, sessionToken } from "../../wire/access-keys.ts";
import type { World } from "../../wire/service.ts";
import { sessionArn } from "../deliver.ts";
import { type Fate, fateOf, KILLED } from "./fate.ts";
import type { FunctionDefinition, Outcome } from "./function.ts";

/** What all environments get to know of the sandbox. */
export interface EnvironmentOptions {
  /** The sandbox's own address. */
  endpoint: string;
  /** Where Slack is; absent when there is none. */
  slackUrl?: string | undefined;
  /** Takes what the function prints, as it comes. */
  print(functionName: string, text: string): void;
}

interface Message {
  rest?: Rest;
  ready?: true;
  broken?: object;
  requestId?: string;
  result?: string;
  failure?: object;
  peak?: number;
  connections?: number[];
  cpu?: number;
}

/** Loading the bundle may take this long (Lambda's limit of the init phase is 10 s). */
const LONGEST_START = 10_000;
/**
 * An environment gets this part of its function's memory as heap, which must do: ten of them have to fit
 * beside the sandbox, and V8 collects the later the more it is given. A bundle with the SDK lives in 30 MB.
 */
const HEAP_SHARE = 1 / 4;
/** Credentials outlive every environment: one that is half as old is not used again. */
const CREDENTIALS = 7 * 24 * 60 * 60_000;

/** A function that hangs is waited for in steps of so many milliseconds. */
const HANGING = 60_000;

/** Ends a wait that nobody needs any more. Without a reason Node makes an error with a stack, once per invocation. */
const OVER = "over";

/** A warm worker. It is dead after a timeout or a crash, with all that runs in it. */
export class Environment {
  readonly definition: FunctionDefinition;
  readonly #world: World;
  readonly #startedAt: number;
  readonly #worker: Worker;
  readonly #ready: Promise<object | undefined>;
  #told: (connections: number[]) => void = () => {};
  readonly #id = randomUUID();
  readonly #guest: Guest;
  readonly #running = new Map<string, (message: Message) => void>();
  #dead: object | undefined;
  usedAt = 0;
  /** The most that an invocation held, in bytes of heap and of buffers. */
  peak = 0;
  /** Milliseconds of processor that it has used, its start included. */
  cpu = 0;
  /** How much of that is accounted for. */
  counted = 0;
  /** Invocations that run in it. */
  busy = 0;

  constructor(world: World, definition: FunctionDefinition, options: EnvironmentOptions) {
    this.#world = world;
    this.#startedAt = world.clock.now();
    this.#guest = world.clock.guests.enter(this.#id);
    this.definition = definition;
    const { name, arn, memoryMb, handler, bundle } = definition;
    const day = new Date(world.clock.now()).toISOString().slice(0, 10).replaceAll("-", "/");
    const logStream = `${day}/[$LATEST]${randomHex(world.random, 32)}`;
    this.#worker = new Worker(new URL("./bootstrap.mjs", import.meta.url), {
      env: variables(world, definition, options, logStream),
      argv: [],
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: {
        maxOldGenerationSizeMb: Math.max(128, memoryMb * HEAP_SHARE),
        maxYoungGenerationSizeMb: 8,
      },
      workerData: {
        bundle: pathToFileURL(bundle).href,
        exported: handler.slice(handler.lastIndexOf(".") + 1),
        ahead: world.clock.ahead,
        ...(world.clock.stands && { guest: this.#id }),
        functionName: name,
        functionArn: arn,
        memoryMb,
        logStream,
      },
    });
    for (const stream of [this.#worker.stdout, this.#worker.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => options.print(name, text));
    const { promise, resolve } = Promise.withResolvers<object | undefined>();
    this.#ready = promise;
    const broken = (error: object) => {
      this.#dead ??= error;
      resolve(this.#dead);
      for (const take of this.#running.values()) take({ failure: this.#dead });
      this.#told([]);
    };
    this.#worker.on("message", (message: Message) => {
      if (message.rest) this.#guest.rests(message.rest);
      else if (message.ready) resolve(undefined);
      else if (message.connections) this.#told(message.connections);
      else if (message.broken) broken(message.broken);
      else this.#running.get(message.requestId!)?.(message);
    });
    this.#worker.on("error", (error: Error & { code?: string }) => broken(crash(error)));
    this.#worker.on("exit", (code) =>
      broken({
        errorType: "Runtime.ExitError",
        errorMessage: `Runtime exited with error: exit status ${code}`,
      }),
    );
  }

  /** Too old to be used again: a new one takes its place, as Lambda recycles environments. */
  get stale(): boolean {
    return this.#world.clock.now() - this.#startedAt > CREDENTIALS / 2;
  }

  get dead(): boolean {
    return this.#dead !== undefined;
  }

  /** Runs one invocation. Time is real meanwhile, or stands while it computes. */
  async run(requestId: string, event: string): Promise<Outcome> {
    const { clock } = this.#world;
    const release = clock.stands
      ? this.#guest.begin()
      : clock.busy((waiting) => this.#quiet(waiting));
    try {
      const failed = await this.#started();
      if (failed) return failure(requestId, failed);
      const seconds = this.definition.timeoutSeconds;
      const over = new AbortController();
      const answer = new Promise<Message>((resolve) => {
        this.#running.set(requestId, resolve);
      });
      const deadline = clock.now() + seconds * 1000;
      // What led to this call is kept before the function can act on it: a kill repeats nothing that was recorded.
      this.#world.store.flush();
      this.#worker.postMessage({ requestId, event, deadline });
      const expiry = clock.sleep(seconds * 1000, over.signal).then(
        () => timedOut(seconds),
        () => ({}),
      );
      const fate = fateOf(this.#world.faults, this.definition.name, event);
      const end = fate ? this.#meet(fate, requestId, answer, deadline, release) : answer;
      const message: Message = await Promise.race([end, expiry]);
      over.abort(OVER);
      this.peak = Math.max(this.peak, message.peak ?? 0);
      this.cpu = Math.max(this.cpu, message.cpu ?? 0);
      if (message.result !== undefined) return { requestId, payload: message.result };
      if ("expired" in message) this.close(message.failure!);
      return failure(requestId, message.failure!);
    } finally {
      this.#running.delete(requestId);
      release();
    }
  }

  /** Whether nothing goes on here but waiting for an answer on one of these connections. */
  async #quiet(waiting: ReadonlySet<number | undefined>): Promise<boolean> {
    if (this.dead) return true;
    const { promise, resolve } = Promise.withResolvers<number[]>();
    this.#told = resolve;
    this.#worker.postMessage({ ask: true });
    return (await promise).some((connection) => waiting.has(connection)) || this.dead;
  }

  /** Kills the thread at its moment, or at the latest when it has an answer; who hangs is told so at the deadline. */
  async #meet(
    { end, moment }: Fate,
    requestId: string,
    answer: Promise<Message>,
    deadline: number,
    release: () => void,
  ) {
    await Promise.race([answer, new Promise((wake) => setTimeout(wake, moment))]);
    this.#running.delete(requestId);
    this.close(KILLED);
    if (end === "crash") return { failure: KILLED };
    // Nothing runs any more that needs real time, and a short wait is one that the clock may skip.
    release();
    const { clock } = this.#world;
    for (let left = 1; left > 0; left = deadline - clock.now())
      await clock.sleep(Math.min(left, HANGING));
    return { failure: timedOut(this.definition.timeoutSeconds).failure };
  }

  /** Ends the thread; what runs in it fails with `reason`. */
  close(reason: object = { errorType: "Runtime.ExitError", errorMessage: "Runtime exited" }): void {
    this.#dead ??= reason;
    this.#world.clock.guests.leave(this.#id);
    void this.#worker.terminate();
  }

  async #started(): Promise<object | undefined> {
    const slow = new AbortController();
    const expiry = this.#world.clock.sleep(LONGEST_START, slow.signal).then(
      () => ({ errorType: "Sandbox.Timedout", errorMessage: "Error: Task timed out during init" }),
      () => undefined,
    );
    const failed = await Promise.race([this.#ready, expiry]);
    slow.abort(OVER);
    if (failed) this.close(failed);
    return failed;
  }
}

const failure = (requestId: string, error: object): Outcome => {
  const { errorMessage, ...rest } = error as { errorMessage?: string; errorType?: string };
  // Errors of the platform, unlike those of the code, begin with the request.
  const own = /^(Runtime\.Exit|Sandbox\.)/.test(rest.errorType ?? "");
  const message = own ? `RequestId: ${requestId} Error: ${errorMessage}` : errorMessage;
  return {
    requestId,
    payload: JSON.stringify({ errorType: rest.errorType, errorMessage: message, ...rest }),
    error: "Unhandled",
  };
};

const timedOut = (seconds: number) => ({
  expired: true,
  failure: {
    errorType: "Sandbox.Timedout",
    errorMessage: `Task timed out after ${seconds.toFixed(2)} seconds`,
  },
});

function crash(error: Error & { code?: string }): object {
  if (error.code === "ERR_WORKER_OUT_OF_MEMORY")
    return {
      errorType: "Runtime.OutOfMemory",
      errorMessage: "Runtime exited with error: signal: killed",
    };
  return {
    errorType: error.name ?? "Error",
    errorMessage: error.message ?? String(error),
    trace: (error.stack ?? "").split("\n"),
  };
}

function variables(
  world: World,
  definition: FunctionDefinition,
  { endpoint, slackUrl }: EnvironmentOptions,
  logStream: string,
): Record<string, string> {
  const { arn, name, roleArn, handler, bundle, links, memoryMb } = definition;
  const [, , , region, account] = arn.split(":") as [string, string, string, string, string];
  const expiresAt = world.clock.now() + CREDENTIALS;
  return {
    ...definition.environment,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: accessKeyFor(account),
    AWS_SECRET_ACCESS_KEY: randomUuid(world.random),
    AWS_SESSION_TOKEN: sessionToken({ arn: sessionArn(roleArn, name), expiresAt }),
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    LAMBDA_TASK_ROOT: path.dirname(bundle),
    _HANDLER: handler,
    // A developer's own AWS files must not reach a function: Lambda has none.
    AWS_CONFIG_FILE: os.devNull,
    AWS_SHARED_CREDENTIALS_FILE: os.devNull,
    // A deployed function reads its links from an encrypted file; here they come in the open.
    SST_KEY_FILE: "",
    SST_RESOURCES_JSON: JSON.stringify(links),
    ...(slackUrl && { SLACK_API_URL: slackUrl }),
  };
}
