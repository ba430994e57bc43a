// CloudWatch Logs: groups, streams and their events.
import * as client from "@aws-sdk/client-cloudwatch-logs";
import {
  AwsError,
  type Context,
  type Handlers,
  type Service,
  type World,
} from "../../wire/service.ts";
import { outside, refuseAll } from "../constraints.ts";
import { pageOf } from "../pages.ts";
import { append, type LogEvent, read, type StreamName } from "./journal.ts";
import { matcher } from "./pattern.ts";

/** A group or a stream; times are milliseconds since 1970 on the sandbox's clock. */
interface Group {
  name: string;
  createdAt: number;
  retentionInDays?: number;
}
interface Stream {
  name: string;
  createdAt: number;
  firstEventAt?: number;
  lastEventAt?: number;
}

/** Logs, and how other services write to them. */
export interface Logs extends Service {
  /** Appends events; makes group and stream where they are missing. */
  write(name: StreamName, events: LogEvent[]): void;
}

const PAGE = 10_000; // GetLogEvents and FilterLogEvents, API reference

/** Groups or streams in a page (API reference). */
const DESCRIBED = 50;
const wrongToken = () =>
  new AwsError("InvalidParameterException", "The specified nextToken is invalid.");

const missing = (what: string) =>
  new AwsError("ResourceNotFoundException", `The specified log ${what} does not exist.`);
const exists = (what: string) =>
  new AwsError("ResourceAlreadyExistsException", `The specified log ${what} already exists`);

/** CloudWatch Logs in a world. */
export function logs(world: World): Logs {
  const groups = world.store.collection<Group>("logs/groups");
  const streams = world.store.collection<Stream>("logs/streams");
  const groupKey = ({ account, region }: Pick<Context, "account" | "region">, group: string) =>
    `${account}/${region}/${group}`;
  const streamKey = (name: StreamName) => `${groupKey(name, name.group)}\n${name.stream}`;
  const starting = <Row>(rows: { entries(): IterableIterator<[string, Row]> }, prefix: string) =>
    [...rows.entries()].filter(([key]) => key.startsWith(prefix)).map(([, row]) => row);

  const nameOf = ({ account, region }: Context, group: string, stream: string): StreamName => {
    const name = { account, region, group, stream };
    if (!groups.has(groupKey(name, group))) throw missing("group");
    if (!streams.has(streamKey(name))) throw missing("stream");
    return name;
  };
  const add = (name: StreamName, events: LogEvent[]) => {
    if (events.length === 0) return;
    append(world, name, events);
    const stream = streams.get(streamKey(name))!;
    const times = events.map(({ timestamp }) => timestamp);
    const last = Math.max(stream.lastEventAt ?? 0, ...times);
    // A row for each line would be a journal entry for each line: the file says the rest.
    if (stream.firstEventAt === undefined || last - (stream.lastEventAt ?? 0) >= 1_000)
      streams.set(streamKey(name), {
        ...stream,
        firstEventAt: Math.min(stream.firstEventAt ?? Number.POSITIVE_INFINITY, ...times),
        lastEventAt: last,
      });
  };
  const arnOf = ({ account, region }: Context, group: string) =>
    `arn:aws:logs:${region}:${account}:log-group:${group}`;

  const handlers: Handlers = {
    CreateLogGroup({ logGroupName }, context) {
      const key = groupKey(context, logGroupName);
      if (groups.has(key)) throw exists("group");
      groups.set(key, { name: logGroupName, createdAt: world.clock.now() });
    },
    PutRetentionPolicy({ logGroupName, retentionInDays }, context) {
      const group = groups.get(groupKey(context, logGroupName));
      if (!group) throw missing("group");
      groups.set(groupKey(context, logGroupName), { ...group, retentionInDays });
    },
    CreateLogStream({ logGroupName, logStreamName }, context) {
      if (!groups.has(groupKey(context, logGroupName))) throw missing("group");
      const key = streamKey({ ...context, group: logGroupName, stream: logStreamName });
      if (streams.has(key)) throw exists("stream");
      streams.set(key, { name: logStreamName, createdAt: world.clock.now() });
    },
    PutLogEvents({ logGroupName, logStreamName, logEvents }, context) {
      add(nameOf(context, logGroupName, logStreamName), logEvents);
      // Sequence tokens are ignored and always accepted (API reference, since 2023).
      return { nextSequenceToken: "0" };
    },
    DescribeLogGroups({ logGroupNamePrefix = "", limit = DESCRIBED, nextToken }, context) {
      const found = starting(groups, groupKey(context, logGroupNamePrefix));
      refuseAll(outside("limit", limit, 1, DESCRIBED), "InvalidParameterException");
      const { items, next } = pageOf(found, limit, nextToken, wrongToken);
      return {
        nextToken: next,
        logGroups: items.map(({ name, createdAt, retentionInDays }) => ({
          logGroupName: name,
          creationTime: createdAt,
          retentionInDays,
          arn: `${arnOf(context, name)}:*`,
          logGroupArn: arnOf(context, name),
        })),
      };
    },
    DescribeLogStreams(
      { logGroupName, logStreamNamePrefix = "", orderBy, descending, limit = DESCRIBED, nextToken },
      context,
    ) {
      if (!groups.has(groupKey(context, logGroupName))) throw missing("group");
      const found = starting(streams, `${groupKey(context, logGroupName)}\n${logStreamNamePrefix}`);
      const byTime = orderBy === "LastEventTime";
      found.sort((a, b) =>
        byTime ? (a.lastEventAt ?? 0) - (b.lastEventAt ?? 0) : a.name < b.name ? -1 : 1,
      );
      if (descending) found.reverse();
      refuseAll(outside("limit", limit, 1, DESCRIBED), "InvalidParameterException");
      const { items, next } = pageOf(found, limit, nextToken, wrongToken);
      return {
        nextToken: next,
        logStreams: items.map(({ name, createdAt, firstEventAt, lastEventAt }) => ({
          logStreamName: name,
          creationTime: createdAt,
          firstEventTimestamp: firstEventAt,
          lastEventTimestamp: lastEventAt,
          arn: `${arnOf(context, logGroupName)}:log-stream:${name}`,
        })),
      };
    },
    GetLogEvents(input, context) {
      const { startTime = 0, endTime = Number.POSITIVE_INFINITY, limit = PAGE } = input;
      const all = read(world, nameOf(context, input.logGroupName, input.logStreamName)).filter(
        ({ timestamp }) => timestamp >= startTime && timestamp < endTime,
      );
      const [direction, at] = String(input.nextToken ?? "").split("/");
      const fromHead = input.startFromHead ?? false;
      let from = fromHead ? 0 : Math.max(0, all.length - limit);
      if (direction === "f") from = Number(at);
      if (direction === "b") from = Math.max(0, Number(at) - limit);
      const page = all.slice(from, direction === "b" ? Number(at) : from + limit);
      const ingestionTime = world.clock.now();
      return {
        events: page.map((event) => ({ ...event, ingestionTime })),
        nextForwardToken: `f/${from + page.length}`,
        nextBackwardToken: `b/${from}`,
      };
    },
    FilterLogEvents(input, context) {
      const { startTime = 0, endTime = Number.POSITIVE_INFINITY, limit = PAGE } = input;
      const { logGroupName: group, logStreamNames, logStreamNamePrefix = "" } = input;
      if (!groups.has(groupKey(context, group))) throw missing("group");
      const matches = matcher(input.filterPattern ?? "");
      const found = starting(streams, `${groupKey(context, group)}\n${logStreamNamePrefix}`)
        .filter(({ name }) => !logStreamNames || logStreamNames.includes(name))
        .flatMap(({ name }) =>
          read(world, { ...context, group, stream: name })
            .filter(({ timestamp }) => timestamp >= startTime && timestamp <= endTime)
            .filter(({ message }) => matches(message))
            .map((event, at) => ({ ...event, logStreamName: name, eventId: `${name}/${at}` })),
        )
        .sort((a, b) => a.timestamp - b.timestamp);
      const from = Number(input.nextToken ?? 0);
      const next = from + limit < found.length ? String(from + limit) : undefined;
      return { events: found.slice(from, from + limit), nextToken: next };
    },
  };

  return {
    id: "logs",
    client,
    protocol: "json",
    target: "Logs_20140328",
    handlers,
    write(name, events) {
      const now = world.clock.now();
      const group = groupKey(name, name.group);
      if (!groups.has(group)) groups.set(group, { name: name.group, createdAt: now });
      if (!streams.has(streamKey(name)))
        streams.set(streamKey(name), { name: name.stream, createdAt: now });
      add(name, events);
    },
  };
}
