// Log events as plain text, one file for each stream below the data directory, so that they can be read
// without any client: an event is a line that begins with its time, and lines that begin with a tab go on.
import type { World } from "../../wire/service.ts";

/** One event; the time is in milliseconds since 1970. */
export interface LogEvent {
  timestamp: number;
  message: string;
}

/** A stream: where it is, and what it is called. */
export interface StreamName {
  account: string;
  region: string;
  group: string;
  stream: string;
}

/** `logs/111111111111.us-east-1/aws.lambda.Join/2026.11.22.[$LATEST]ab12.log` */
export function fileOf({ account, region, group, stream }: StreamName): string {
  const flat = (name: string) => name.replace(/^\//, "").replaceAll(/[/\\:]/g, ".");
  return `logs/${account}.${region}/${flat(group)}/${flat(stream)}.log`;
}

/** Appends events to a stream's file. */
export function append(world: World, name: StreamName, events: LogEvent[]): void {
  const lines = events.map(
    ({ timestamp, message }) =>
      `${new Date(timestamp).toISOString()} ${message.replace(/\n$/, "").replaceAll("\n", "\n\t")}\n`,
  );
  world.store.appendText(fileOf(name), lines.join(""));
}

/** The events of a stream in the order of their writing. */
export function read(world: World, name: StreamName): LogEvent[] {
  const text = world.store.readText(fileOf(name));
  if (text === "") return [];
  return text
    .replace(/\n$/, "")
    .split(/\n(?!\t)/)
    .map((line) => ({
      timestamp: Date.parse(line.slice(0, 24)),
      message: line.slice(25).replaceAll("\n\t", "\n"),
    }));
}
