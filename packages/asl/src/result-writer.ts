// ResultWriter: the results of a Map Run as files, or transformed in place.
import type { EndedChild } from "./children.ts";
import { Failure } from "./failure.ts";
import { isObject, type Json, type JsonObject, text } from "./json.ts";
import type { MapRunBook } from "./map-run-book.ts";
import type { Visit } from "./visit.ts";

type File = { Key: string; Size: number };

/** The result of the Map: the outputs in order, or where they were written. */
export async function writeResults(
  visit: Visit,
  book: MapRunBook,
  children: EndedChild[],
): Promise<Json> {
  const { ResultWriter: writer } = visit.state;
  const transformation = writer?.WriterConfig?.Transformation;
  if (!writer?.Resource) {
    // assumed: NONE without a Resource gives the records that the files would have.
    if (transformation === "NONE") return children.map(record);
    const outputs = outputsOf(children);
    return transformation === "FLATTEN" ? outputs.flat() : outputs;
  }
  const given = await visit.fields.template(writer.Arguments ?? {}, "ResultWriter/Arguments");
  const place = isObject(given) ? given : {};
  const Bucket = String(place.Bucket);
  const prefix = place.Prefix ? `${String(place.Prefix).replace(/\/$/, "")}/` : "";
  const folder = `${prefix}${visit.common.random.uuid()}`;
  const { mapRunArn } = book;
  const Key = `${folder}/manifest.json`;
  const write = async (key: string, body: string): Promise<File> => {
    await put(visit, place, { bucket: Bucket, key, body });
    return { Key: key, Size: Buffer.byteLength(body) };
  };
  const ResultFiles: Record<string, File[]> = { FAILED: [], PENDING: [], SUCCEEDED: [] };
  const lines = writer.WriterConfig?.OutputType === "JSONL";
  for (const [status, those] of Object.entries(sorted(children))) {
    // assumed: no file for a status without executions.
    if (those.length === 0) continue;
    const rows = status === "SUCCEEDED" ? shaped(those, transformation) : those.map(record);
    const body = lines ? rows.map(text).join("\n") : text(rows);
    const extension = lines ? "jsonl" : "json";
    ResultFiles[status]!.push(await write(`${folder}/${status}_0.${extension}`, body));
  }
  await write(Key, text({ DestinationBucket: Bucket, MapRunArn: mapRunArn, ResultFiles }));
  book.written();
  return { MapRunArn: mapRunArn, ResultWriterDetails: { Bucket, Key } };
}

function sorted(children: EndedChild[]): Record<string, EndedChild[]> {
  const succeeded = (child: EndedChild) => child.result.status === "SUCCEEDED";
  return {
    SUCCEEDED: children.filter(succeeded),
    FAILED: children.filter((child) => !succeeded(child)),
    PENDING: [],
  };
}

function shaped(children: EndedChild[], transformation: string | undefined): Json[] {
  if (transformation === "COMPACT") return outputsOf(children);
  if (transformation === "FLATTEN") return outputsOf(children).flat();
  return children.map(record);
}

function outputsOf(children: EndedChild[]): Json[] {
  return children.flatMap(({ result }) => (result.status === "SUCCEEDED" ? [result.output] : []));
}

/** An execution as a result file lists it. assumed: beyond Input, Output, Error and Cause. */
function record({ names, input, result, startedAt, endedAt }: EndedChild): JsonObject {
  const whole = { Included: true };
  const failed = result.status === "FAILED" || result.status === "ABORTED";
  return {
    ...(failed && result.cause !== undefined && { Cause: result.cause }),
    ...(failed && result.error !== undefined && { Error: result.error }),
    ExecutionArn: names.executionArn,
    Input: text(input),
    InputDetails: whole,
    Name: names.executionArn.split(":").at(-1)!,
    ...(result.status === "SUCCEEDED" && { Output: text(result.output), OutputDetails: whole }),
    RedriveCount: 0,
    StartDate: new Date(startedAt).toISOString(),
    StateMachineArn: names.stateMachineArn,
    Status: result.status,
    StopDate: new Date(endedAt).toISOString(),
  };
}

async function put(
  visit: Visit,
  place: JsonObject,
  file: { bucket: string; key: string; body: string },
): Promise<void> {
  const { scope, common, state, name } = visit;
  const { executionArn } = common.names;
  const call = { ...file, resource: state.ResultWriter!.Resource!, arguments: place, executionArn };
  await common.outside
    .ask(scope, scope.key(name), async () => {
      await common.host.write?.(call);
      return null;
    })
    .catch((thrown) => {
      if (!(thrown instanceof Failure)) throw thrown;
      throw new Failure("States.ResultWriterFailed", thrown.reason ?? thrown.error);
    });
}
