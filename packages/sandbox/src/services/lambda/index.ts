// Lambda: the app's functions as real bundles in worker threads, invoked over the API, by other services
// and by event sources.
import * as client from "@aws-sdk/client-lambda";
import type { Permissions } from "../../permissions/index.ts";
import { AwsError, type Handlers, type Service, type World } from "../../wire/service.ts";
import { AsynchronousInvocations } from "./asynchronous.ts";
import { Concurrency } from "./concurrency.ts";
import { Fleet, type FleetSize, type Usage } from "./fleet.ts";
import { type FunctionDefinition, Functions } from "./function.ts";
import { FunctionLogs } from "./logs.ts";
import type { Mapping } from "./mapping.ts";
import { Mappings, type Sources } from "./mappings.ts";
import { FunctionUrls } from "./urls.ts";

export type { FunctionDefinition, Outcome } from "./function.ts";
export type { Mapping } from "./mapping.ts";
export type { StreamRecord, StreamSource } from "./stream-poller.ts";

/** What functions run on, and what they are told. */
export interface LambdaOptions extends Sources {
  /** Whom functions and their callers are held to. */
  permissions: Permissions;
  /** The sandbox's own address; functions get it as AWS_ENDPOINT_URL. */
  endpoint: string;
  /** Where Slack is; functions get it as SLACK_API_URL. */
  slackUrl?: string | undefined;
  /** Keeps what functions print in `<directory>/<function>.log`. */
  logDirectory?: string | undefined;
  fleet?: FleetSize | undefined;
}

/** What the boot of an app, and the pages, need of functions. */
export interface FunctionRuntime {
  define(definition: FunctionDefinition): void;
  map(mapping: Mapping): void;
  /** Goes on with what an earlier process had taken; call it once all functions are defined. */
  resume(): void;
  /** The latest lines that a function printed. */
  logs(functionName: string, most?: number): string[];
  /** What a function has used; nothing where it never ran. */
  usage(functionName: string): Usage;
}

/** Payloads in bytes: of answered invocations, and of others (1 MB since January 2026). */
const LARGEST = { RequestResponse: 6_291_556, Event: 1_048_576 };

/** Lambda in a world, and what booting an app asks of it. */
export function lambda(
  world: World,
  options: LambdaOptions,
): Service & { runtime: FunctionRuntime; urls: FunctionUrls } {
  const functions = new Functions();
  const logs = new FunctionLogs(options.logDirectory);
  const fleet = new Fleet(world, {
    ...options,
    ...options.fleet,
    print: (name, text) => logs.print(name, text),
  });
  const asynchronous = new AsynchronousInvocations(world, functions, fleet);
  const concurrency = new Concurrency(world);
  const urls = new FunctionUrls(world, functions, fleet, options);
  const mappings = new Mappings(world, functions, fleet, options);

  const handlers: Handlers = {
    async Invoke({ FunctionName, InvocationType = "RequestResponse", Payload }, context) {
      const definition = functions.find(FunctionName, context);
      if (InvocationType === "DryRun") return { StatusCode: 204 };
      const event = Payload?.length > 0 ? Buffer.from(Payload).toString() : "{}";
      checkPayload(event, InvocationType);
      if (InvocationType === "Event") {
        asynchronous.add(definition, event);
        return { StatusCode: 202, Payload: Buffer.alloc(0) };
      }
      const running = concurrency.run(definition, () => fleet.invoke(definition, event));
      const outcome = await (context.connection === undefined
        ? running
        : world.clock.waiting(running, context.connection));
      return {
        StatusCode: 200,
        ExecutedVersion: "$LATEST",
        Payload: Buffer.from(outcome.payload),
        ...(outcome.error && { FunctionError: outcome.error }),
      };
    },
    GetFunction({ FunctionName }, context) {
      const definition = functions.find(FunctionName, context);
      return {
        Configuration: configuration(definition),
        Code: { RepositoryType: "S3", Location: definition.bundle },
      };
    },
    GetFunctionConfiguration: ({ FunctionName }, context) =>
      configuration(functions.find(FunctionName, context)),
    ListFunctions: (_input, context) => ({ Functions: functions.all(context).map(configuration) }),
    ...urls.handlers,
    ...mappings.handlers,
  };

  return {
    id: "lambda",
    client,
    protocol: "restJson",
    handlers,
    urls,
    unfinished: () => asynchronous.unfinished() || mappings.unfinished(),
    stop() {
      mappings.stop();
      asynchronous.stop();
      fleet.stop();
      logs.close();
    },
    runtime: {
      define: (definition) => functions.define(definition),
      map: (mapping) => mappings.put(mapping),
      logs: (name, most) => logs.read(name, most),
      usage: (name) => fleet.usage(name),
      resume() {
        mappings.resume();
        asynchronous.resume();
      },
    },
  };
}

function checkPayload(event: string, type: "RequestResponse" | "Event"): void {
  const size = Buffer.byteLength(event);
  if (size > LARGEST[type])
    throw new AwsError(
      "RequestTooLargeException",
      `${size} byte payload is too large for the ${type} invocation type (limit ${LARGEST[type]} bytes)`,
    );
  try {
    JSON.parse(event);
  } catch (error) {
    throw new AwsError(
      "InvalidRequestContentException",
      `Could not parse request body into json: ${(error as Error).message}`,
    );
  }
}

const configuration = (definition: FunctionDefinition) => ({
  FunctionName: definition.name,
  FunctionArn: definition.arn,
  Runtime: "nodejs24.x",
  Role: definition.roleArn,
  Handler: definition.handler,
  Timeout: definition.timeoutSeconds,
  MemorySize: definition.memoryMb,
  Version: "$LATEST",
  State: "Active",
  LastUpdateStatus: "Successful",
  PackageType: "Zip",
  Architectures: ["x86_64"],
  Environment: { Variables: definition.environment },
  LoggingConfig: { LogFormat: "Text", LogGroup: `/aws/lambda/${definition.name}` },
});
