// ItemReader: items from a JSON, JSONL or CSV object, or the list of objects itself.
import { parseCsv } from "./csv.ts";
import type { ReaderConfig } from "./definition.ts";
import { Failure } from "./failure.ts";
import { isObject, type Json } from "./json.ts";
import type { Visit } from "./visit.ts";

const MOST_ITEMS = 100_000_000;
const DELIMITERS = { COMMA: ",", PIPE: "|", SEMICOLON: ";", SPACE: " ", TAB: "\t" };

/** The items that the reader finds; every failure of it is States.ItemReaderFailed. */
export async function readItems(visit: Visit): Promise<Json[]> {
  const { fields, scope, common, name } = visit;
  const { Resource, Arguments = {}, ReaderConfig: config = {} } = visit.state.ItemReader!;
  const given = await fields.template(Arguments, "ItemReader/Arguments");
  const at = "ItemReader/ReaderConfig/MaxItems";
  const limit = (await fields.number(config.MaxItems, at)) ?? 0;
  if (limit < 0) throw unreadable("field MaxItems must be positive");
  const { executionArn } = common.names;
  const call = { resource: Resource, arguments: given, executionArn };
  const found = await common.outside
    .ask(scope, scope.key(name), () => common.host.read(call))
    .catch((thrown) => {
      if (thrown instanceof Failure) throw unreadable(thrown.reason ?? thrown.error ?? "");
      throw thrown;
    });
  const items = Array.isArray(found) ? found : parse(String(found), config);
  return items.slice(0, limit || MOST_ITEMS);
}

function unreadable(cause: string): Failure {
  return new Failure("States.ItemReaderFailed", cause);
}

function parse(source: string, config: ReaderConfig): Json[] {
  switch (config.InputType) {
    case "CSV":
      return records(source, config);
    case "JSONL":
      return source
        .split("\n")
        .filter((line) => line.trim() !== "")
        .map(json);
    default:
      return elements(json(source), config.ItemsPointer ?? "");
  }
}

function json(source: string): Json {
  try {
    return JSON.parse(source) as Json;
  } catch {
    // assumed: the text.
    throw unreadable("Attempting to parse malformed JSON.");
  }
}

/** The array that a JSON Pointer leads to. */
function elements(document: Json, pointer: string): Json[] {
  let found: Json | undefined = document;
  for (const part of pointer.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (Array.isArray(found)) found = found[Number(key)];
    else found = isObject(found) ? found[key] : undefined;
  }
  if (!Array.isArray(found)) throw unreadable("Attempting to map over non-iterable node.");
  return found;
}

/** All values are text; cells beyond the headers are dropped, missing ones are "" (recorded). */
function records(source: string, config: ReaderConfig): Json[] {
  const rows = parseCsv(source, DELIMITERS[config.CSVDelimiter ?? "COMMA"]);
  const given = config.CSVHeaderLocation === "GIVEN" ? config.CSVHeaders : rows.shift();
  const headers = given ?? [];
  if (new Set(headers).size !== headers.length) {
    throw unreadable("CSV headers cannot contain duplicates.");
  }
  return rows.map((row) => Object.fromEntries(headers.map((header, i) => [header, row[i] ?? ""])));
}
