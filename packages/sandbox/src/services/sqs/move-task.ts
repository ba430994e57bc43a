// StartMessageMoveTask: takes the messages of a dead-letter queue back to where they came from.

import { randomUuid } from "../../random.ts";
import { AwsError, type Handlers, type World } from "../../wire/service.ts";
import type { Queue } from "./queue.ts";

interface Task {
  handle: string;
  source: string;
  destination?: string;
  perSecond: number;
  status: "RUNNING" | "COMPLETED" | "CANCELLING" | "CANCELLED" | "FAILED";
  moved: number;
  toMove: number;
  startedAt: number;
  reason?: string;
}

/** Messages per second that the system moves at most (developer guide). */
const FASTEST = 500;

/** Handlers of move tasks, and how to go on with those that were running. */
export function moveTasks(
  world: World,
  queues: { byArn(arn: string): Queue; all(): Iterable<Queue> },
): { handlers: Handlers; resume(): void } {
  const tasks = world.store.collection<Task>("sqs/move-tasks");

  const run = async (handle: string): Promise<void> => {
    for (;;) {
      const task = tasks.get(handle)!;
      if (task.status === "CANCELLING") return tasks.set(handle, { ...task, status: "CANCELLED" });
      const source = queues.byArn(task.source);
      const some = [...source.messages.values()].slice(0, task.perSecond);
      if (some.length === 0) return tasks.set(handle, { ...task, status: "COMPLETED" });
      let moved = task.moved;
      for (const message of some) {
        const arn = task.destination ?? message.sourceArn;
        try {
          if (!arn) throw new Error("CouldNotDetermineMessageSource");
          const target = queues.byArn(arn);
          const sequence = target.nextSequence();
          const { sourceArn: _, firstReceivedAt: __, ...rest } = message;
          const now = world.clock.now();
          const fresh = { key: `${arn}/${sequence}`, sequence, receiveCount: 0 };
          target.put({ ...rest, ...fresh, sentAt: now, visibleAt: now });
          source.remove(message);
          moved++;
        } catch (error) {
          const reason = error instanceof AwsError ? error.code : (error as Error).message;
          return tasks.set(handle, { ...task, moved, status: "FAILED", reason });
        }
      }
      tasks.set(handle, { ...task, moved });
      await world.clock.sleep(1000);
    }
  };

  const handlers: Handlers = {
    StartMessageMoveTask({ SourceArn, DestinationArn, MaxNumberOfMessagesPerSecond }) {
      const source = queues.byArn(SourceArn);
      if (DestinationArn) queues.byArn(DestinationArn);
      const isDeadLetters = [...queues.all()].some(({ record }) =>
        record.attributes.RedrivePolicy?.includes(`"${SourceArn}"`),
      );
      if (!isDeadLetters)
        throw new AwsError(
          "InvalidParameterValue",
          "Source queue must be configured as a Dead Letter Queue.",
          { status: 400 },
        );
      for (const task of tasks.values())
        if (task.source === SourceArn && task.status === "RUNNING")
          throw new AwsError(
            "UnsupportedOperation",
            "There is already a task running. Only one active task is allowed for a source queue arn at a given time.",
          );
      const handle = Buffer.from(
        JSON.stringify({ taskId: randomUuid(world.random), sourceArn: SourceArn }),
      ).toString("base64");
      tasks.set(handle, {
        handle,
        source: SourceArn,
        ...(DestinationArn && { destination: DestinationArn }),
        perSecond: MaxNumberOfMessagesPerSecond ?? FASTEST,
        status: "RUNNING",
        moved: 0,
        toMove: source.messages.size,
        startedAt: world.clock.now(),
      });
      void run(handle);
      return { TaskHandle: handle };
    },
    CancelMessageMoveTask({ TaskHandle }) {
      const task = tasks.get(TaskHandle);
      if (task?.status !== "RUNNING")
        throw new AwsError("ResourceNotFoundException", "Task does not exist.");
      tasks.set(TaskHandle, { ...task, status: "CANCELLING" });
      return { ApproximateNumberOfMessagesMoved: task.moved };
    },
    ListMessageMoveTasks({ SourceArn, MaxResults = 1 }) {
      queues.byArn(SourceArn);
      const mine = [...tasks.values()].filter(({ source }) => source === SourceArn);
      return {
        Results: mine
          .reverse()
          .slice(0, MaxResults)
          .map((task) => ({
            ...(task.status === "RUNNING" && { TaskHandle: task.handle }),
            Status: task.status,
            SourceArn: task.source,
            ...(task.destination && { DestinationArn: task.destination }),
            MaxNumberOfMessagesPerSecond: task.perSecond,
            ApproximateNumberOfMessagesMoved: task.moved,
            ApproximateNumberOfMessagesToMove: task.toMove,
            ...(task.reason && { FailureReason: task.reason }),
            StartedTimestamp: task.startedAt,
          })),
      };
    },
  };
  return {
    handlers,
    resume() {
      for (const task of tasks.values())
        if (/RUNNING|CANCELLING/.test(task.status)) void run(task.handle);
    },
  };
}
