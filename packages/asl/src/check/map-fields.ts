// The fields that only a Map has.
import { isObject, type Json, type JsonObject } from "../json.ts";
import { schemaError } from "./invalid-definition.ts";
import { onlyKnown, requireFields } from "./shape.ts";

const DISTRIBUTED_ONLY = ["ItemReader", "ItemBatcher", "ResultWriter", "Label"];
const INPUT_TYPES = ["JSON", "JSONL", "CSV"];

/** What a Map may have depends on whether it is distributed. */
export function checkMap(state: JsonObject, at: string): void {
  const place = `${at}/ItemProcessor`;
  if (!isObject(state.ItemProcessor)) throw schemaError("Expected value of type [OBJECT]", place);
  const config = part(state.ItemProcessor.ProcessorConfig, `${place}/ProcessorConfig`);
  onlyKnown(config, ["Mode", "ExecutionType"], `${place}/ProcessorConfig`);
  if (config.Mode === "DISTRIBUTED") {
    requireFields(config, ["ExecutionType"], `${place}/ProcessorConfig`);
    checkReader(state.ItemReader, `${at}/ItemReader`);
    checkBatcher(state.ItemBatcher, `${at}/ItemBatcher`);
    const writer = part(state.ResultWriter, `${at}/ResultWriter`);
    onlyKnown(writer, ["Resource", "Arguments", "WriterConfig"], `${at}/ResultWriter`);
    return;
  }
  const field = DISTRIBUTED_ONLY.find((one) => one in state);
  if (field) throw schemaError(`Field '${field}' is only supported for the 'DISTRIBUTED' mode`, at);
}

function part(value: Json | undefined, at: string): JsonObject {
  if (value === undefined) return {};
  if (!isObject(value)) throw schemaError("Expected value of type [OBJECT]", at);
  return value;
}

function checkReader(value: Json | undefined, at: string): void {
  if (value === undefined) return;
  const reader = part(value, at);
  onlyKnown(reader, ["Resource", "Arguments", "ReaderConfig"], at);
  requireFields(reader, ["Resource"], at);
  const config = part(reader.ReaderConfig, `${at}/ReaderConfig`);
  const { InputType = "JSON", CSVHeaderLocation, CSVHeaders } = config;
  if (!INPUT_TYPES.includes(String(InputType))) {
    // AWS reads MANIFEST and PARQUET as well.
    const problem = `InputType '${InputType}' is not supported here: use ${INPUT_TYPES.join(", ")}`;
    throw schemaError(problem, `${at}/ReaderConfig/InputType`);
  }
  if (CSVHeaderLocation === "GIVEN" && !Array.isArray(CSVHeaders)) {
    throw schemaError("These fields are required: [CSVHeaders]", `${at}/ReaderConfig`);
  }
}

function checkBatcher(value: Json | undefined, at: string): void {
  if (value === undefined) return;
  const batcher = part(value, at);
  onlyKnown(batcher, ["MaxItemsPerBatch", "MaxInputBytesPerBatch", "BatchInput"], at);
  if ("MaxItemsPerBatch" in batcher || "MaxInputBytesPerBatch" in batcher) return;
  const fields = "[MaxItemsPerBatch, MaxInputBytesPerBatch]";
  throw schemaError(`One of these fields is required: ${fields}`, at);
}
