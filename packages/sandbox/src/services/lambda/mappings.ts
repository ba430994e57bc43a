// The API of event source mappings, and the pollers behind them.

import type { Permissions } from "../../permissions/index.ts";
import { randomUuid } from "../../random.ts";
import { AwsError, type Handlers, type World } from "../../wire/service.ts";
import { sessionArn } from "../deliver.ts";
import { compilePattern } from "../events/pattern.ts";
import type { QueueAccess } from "../sqs/index.ts";
import type { Fleet } from "./fleet.ts";
import type { FunctionDefinition, Functions } from "./function.ts";
import type { Mapping, Poller } from "./mapping.ts";
import { pollQueue } from "./queue-poller.ts";
import { pollStream, type StreamSource } from "./stream-poller.ts";

/** What pollers read from. */
export interface Sources {
  queues: QueueAccess;
  streams?: StreamSource | undefined;
  permissions: Pick<Permissions, "require">;
}

/** What Lambda needs in the function's role (Lambda guide, "Using Lambda with Amazon SQS" and "… with Amazon DynamoDB"). */
const QUEUE = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];
const STREAM = ["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"].map(
  (name) => `dynamodb:${name}`,
);

/** All mappings: kept, polled, and served. */
export class Mappings {
  readonly handlers: Handlers;
  readonly #world: World;
  readonly #functions: Functions;
  readonly #fleet: Fleet;
  readonly #sources: Sources;
  readonly #kept;
  readonly #pollers = new Map<string, Poller>();
  /** Mappings that an earlier process polled: what it had in hand, nobody has now. */
  readonly #orphaned: Set<string>;

  constructor(world: World, functions: Functions, fleet: Fleet, sources: Sources) {
    this.#world = world;
    this.#functions = functions;
    this.#fleet = fleet;
    this.#sources = sources;
    this.#kept = world.store.collection<Mapping>("lambda/mappings");
    this.#orphaned = new Set(this.#kept.keys());
    this.handlers = this.#handlers();
  }

  /** Adds or replaces a mapping and polls it; its checkpoint stays. */
  put(mapping: Mapping): void {
    this.#kept.set(mapping.id, mapping);
    this.#poll(mapping);
  }

  /** Polls what was kept by an earlier process, as far as its functions exist. */
  resume(): void {
    for (const mapping of this.#kept.values())
      if (!this.#pollers.has(mapping.id)) this.#poll(mapping);
  }

  /** Whether a stream holds records that its reader has not seen. */
  unfinished(): boolean {
    const { streams } = this.#sources;
    const checkpoints = this.#world.store.collection<string>("lambda/checkpoints");
    return [...this.#kept.values()].some(
      ({ id, sourceArn, enabled }) =>
        enabled && (streams?.read(sourceArn, checkpoints.get(id), 1).length ?? 0) > 0,
    );
  }

  stop(): void {
    for (const poller of this.#pollers.values()) poller.stop();
    this.#pollers.clear();
  }

  #poll(mapping: Mapping): void {
    this.#pollers.get(mapping.id)?.stop();
    this.#pollers.delete(mapping.id);
    const definition = this.#functions.byArn(mapping.functionArn);
    if (!mapping.enabled || !definition) return;
    try {
      this.#refuse(mapping, definition);
    } catch (error) {
      // assumed, no opposite: AWS refuses to make such a mapping, and stops one whose role changes; here it reads nothing from the start.
      this.#world.log(`${definition.name} does not read ${mapping.sourceArn}: ${error}`);
      return;
    }
    const { queues, streams } = this.#sources;
    const fleet = this.#fleet;
    const queue = mapping.sourceArn.startsWith("arn:aws:sqs:");
    if (queue && this.#orphaned.delete(mapping.id)) queues.release(mapping.sourceArn);
    if (queue)
      this.#pollers.set(mapping.id, pollQueue(this.#world, mapping, definition, { fleet, queues }));
    else if (streams)
      this.#pollers.set(
        mapping.id,
        pollStream(this.#world, mapping, definition, { fleet, streams }),
      );
    else this.#world.log(`nothing reads ${mapping.sourceArn}: there are no streams`);
  }

  /** Throws when the function's role does not allow what Lambda does with it. */
  #refuse({ sourceArn }: Mapping, { arn, roleArn, name }: FunctionDefinition): void {
    const [, , , region, account] = arn.split(":") as [string, string, string, string, string];
    const acting = { account, region, principal: sessionArn(roleArn, name) };
    const queue = sourceArn.startsWith("arn:aws:sqs:");
    for (const action of queue ? QUEUE : STREAM)
      this.#sources.permissions.require(queue ? "sqs" : "dynamodb", acting, {
        action,
        resource: sourceArn,
      });
  }

  #find(id: string): Mapping {
    const mapping = this.#kept.get(id);
    if (!mapping)
      throw new AwsError("ResourceNotFoundException", "The resource you requested does not exist.");
    return mapping;
  }

  #handlers(): Handlers {
    return {
      CreateEventSourceMapping: (input, context) => {
        const definition = this.#functions.find(input.FunctionName, context);
        for (const { sourceArn, functionArn } of this.#kept.values())
          if (sourceArn === input.EventSourceArn && functionArn === definition.arn)
            throw new AwsError(
              "ResourceConflictException",
              `An event source mapping with event source arn (" ${sourceArn} ") and function (" ${definition.name} ") already exists.`,
            );
        const filters = (input.FilterCriteria?.Filters ?? []).map(
          ({ Pattern }: { Pattern: string }) => Pattern,
        );
        for (const filter of filters) compilePattern(filter);
        const stream = !input.EventSourceArn.startsWith("arn:aws:sqs:");
        const mapping: Mapping = {
          id: randomUuid(this.#world.random),
          sourceArn: input.EventSourceArn,
          functionArn: definition.arn,
          enabled: input.Enabled ?? true,
          batchSize: input.BatchSize ?? (stream ? 100 : 10),
          windowSeconds: input.MaximumBatchingWindowInSeconds ?? 0,
          filters,
          bisect: input.BisectBatchOnFunctionError ?? false,
          maximumRetryAttempts: input.MaximumRetryAttempts ?? -1,
          functionResponseTypes: input.FunctionResponseTypes ?? [],
          ...(input.DestinationConfig?.OnFailure?.Destination && {
            onFailureArn: input.DestinationConfig.OnFailure.Destination,
          }),
          ...(input.ScalingConfig?.MaximumConcurrency && {
            maximumConcurrency: input.ScalingConfig.MaximumConcurrency,
          }),
          ...(input.StartingPosition && { startingPosition: input.StartingPosition }),
          modifiedAt: this.#world.clock.now(),
        };
        if (stream && mapping.startingPosition === "LATEST") this.#skipOld(mapping);
        this.put(mapping);
        return this.#described(mapping);
      },
      GetEventSourceMapping: ({ UUID }) => this.#described(this.#find(UUID)),
      ListEventSourceMappings: ({ EventSourceArn, FunctionName }, context) => {
        const wanted = FunctionName && this.#functions.find(FunctionName, context).arn;
        const some = [...this.#kept.values()].filter(
          ({ sourceArn, functionArn }) =>
            (!EventSourceArn || sourceArn === EventSourceArn) &&
            (!wanted || functionArn === wanted),
        );
        return { EventSourceMappings: some.map((one) => this.#described(one)) };
      },
      UpdateEventSourceMapping: ({ UUID, Enabled, BatchSize, MaximumBatchingWindowInSeconds }) => {
        const mapping = {
          ...this.#find(UUID),
          ...(Enabled !== undefined && { enabled: Enabled }),
          ...(BatchSize !== undefined && { batchSize: BatchSize }),
          ...(MaximumBatchingWindowInSeconds !== undefined && {
            windowSeconds: MaximumBatchingWindowInSeconds,
          }),
          modifiedAt: this.#world.clock.now(),
        };
        this.put(mapping);
        return this.#described(mapping);
      },
      DeleteEventSourceMapping: ({ UUID }) => {
        const mapping = this.#find(UUID);
        this.#pollers.get(UUID)?.stop();
        this.#pollers.delete(UUID);
        this.#kept.delete(UUID);
        return { ...this.#described(mapping), State: "Deleting" };
      },
    };
  }

  /** A mapping at LATEST starts behind what is in the stream now. */
  #skipOld({ id, sourceArn }: Mapping): void {
    const last = this.#sources.streams?.read(sourceArn, undefined, Number.MAX_SAFE_INTEGER).at(-1);
    if (last)
      this.#world.store
        .collection<string>("lambda/checkpoints")
        .set(id, last.dynamodb.SequenceNumber);
  }

  #described(mapping: Mapping) {
    const { onFailureArn, maximumConcurrency, filters, sourceArn } = mapping;
    const stream = !sourceArn.startsWith("arn:aws:sqs:");
    return {
      UUID: mapping.id,
      EventSourceArn: sourceArn,
      EventSourceMappingArn: `${mapping.functionArn.split(":function:")[0]}:event-source-mapping:${mapping.id}`,
      FunctionArn: mapping.functionArn,
      BatchSize: mapping.batchSize,
      MaximumBatchingWindowInSeconds: mapping.windowSeconds,
      State: mapping.enabled ? "Enabled" : "Disabled",
      StateTransitionReason: "USER_INITIATED",
      LastModified: new Date(mapping.modifiedAt),
      FunctionResponseTypes: mapping.functionResponseTypes,
      ...(filters.length > 0 && {
        FilterCriteria: { Filters: filters.map((Pattern) => ({ Pattern })) },
      }),
      ...(stream && {
        StartingPosition: mapping.startingPosition ?? "LATEST",
        BisectBatchOnFunctionError: mapping.bisect,
        MaximumRetryAttempts: mapping.maximumRetryAttempts,
        ParallelizationFactor: 1,
      }),
      ...(onFailureArn && { DestinationConfig: { OnFailure: { Destination: onFailureArn } } }),
      ...(maximumConcurrency && { ScalingConfig: { MaximumConcurrency: maximumConcurrency } }),
    };
  }
}
