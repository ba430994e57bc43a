// What Step Functions would bill for, and how near its quotas a run came.
import type { World } from "../end-to-end/world.ts";

/** What the executions of a run were, children of Map Runs among them. */
export interface Executions {
  executions: number;
  /** States entered, and attempts after the first. */
  transitions: number;
  /** The longest history, in events (quota 25,000), and whose it is. */
  longestHistory: number;
  longest: string;
  /** The largest input, output or answer of a state, in bytes (quota 262,144), and where. */
  largestPayload: number;
  largest: string;
}

const texts = (value: unknown): string[] =>
  typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, inner]) =>
        typeof inner === "string"
          ? /^(input|output|parameters)$/.test(key)
            ? [inner]
            : []
          : texts(inner),
      )
    : [];

/** Reads the histories of all executions so far. */
export function executionsOf(world: World): Executions {
  const found: Executions = {
    executions: 0,
    transitions: 0,
    longestHistory: 0,
    longest: "",
    largestPayload: 0,
    largest: "",
  };
  for (const { arn, machineArn } of world.executions) {
    const machine = machineArn.split(":").at(-1)!;
    const events = world.history(arn);
    found.executions++;
    if (events.length > found.longestHistory)
      Object.assign(found, { longestHistory: events.length, longest: machine });
    let entered = 0;
    let attempts = 0;
    for (const event of events) {
      if (event.type.endsWith("StateEntered")) entered++;
      if (event.type === "TaskScheduled") attempts++;
      if (event.type === "TaskStateEntered") attempts--;
      for (const text of texts(event)) {
        const size = Buffer.byteLength(text);
        if (size <= found.largestPayload) continue;
        Object.assign(found, { largestPayload: size, largest: `${machine}: ${event.type}` });
      }
    }
    found.transitions += entered + attempts;
  }
  return found;
}
