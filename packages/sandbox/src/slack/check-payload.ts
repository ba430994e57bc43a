// Whether Slack would take a message: its blocks one by one, then what counts over the whole message.
import type { z } from "zod";
import { refusePayload, SlackError } from "./answer.ts";
import { Block } from "./block-schema.ts";
import type { Json } from "./state.ts";

/** Limits that Slack does not publish; each is a setting so that the opposite can be tried. */
export interface UnpublishedLimits {
  /** `msg_blocks_too_long` above this (observed at about 13,200: slackapi/bolt-js#2509). */
  characters: number;
  /** Readable text, or the JSON of the blocks: assumed(slack-counts-readable-text). */
  counted: "text" | "json";
  /** `metadata_too_large` above this many bytes of JSON; assumed, number only. */
  metadataBytes: number;
}

export const DEFAULT_LIMITS: UnpublishedLimits = {
  characters: 13_200,
  counted: "text",
  metadataBytes: 1024,
};

/** Blocks per message (Slack's reference of chat.postMessage). */
const MOST_BLOCKS = 50;
/** Over all cells of a message (Slack's reference of the table block). */
const MOST_CELL_CHARACTERS = 10_000;
/** `markdown` blocks of a message together (Slack's reference of the markdown block). */
const MOST_MARKDOWN_CHARACTERS = 12_000;

const at = (problem: string, path: readonly PropertyKey[]) =>
  `${problem} [json-pointer:/${path.map(String).join("/")}]`;

/** Refuses blocks as Slack does: every problem with a JSON pointer. */
export function checkBlocks(blocks: unknown, root: (string | number)[] = ["blocks"]): Json[] {
  if (!Array.isArray(blocks)) throw new SlackError("invalid_blocks_format");
  if (blocks.length > MOST_BLOCKS)
    throw refusePayload("invalid_blocks", [at(`no more than ${MOST_BLOCKS} items allowed`, root)]);
  const problems = blocks.flatMap((block, index) => {
    const result = Block.safeParse(block);
    if (result.success) return [];
    return result.error.issues.flatMap((issue) => sentences(issue, [...root, index], block));
  });
  if (problems.length > 0) throw refusePayload("invalid_blocks", problems);
  checkTogether(blocks as Json[], root);
  return blocks as Json[];
}

/** Refuses a message whose parts are fine and whose whole is too much. */
export function checkWhole(text: string, blocks: Json[], limits: UnpublishedLimits): void {
  if (blocks.length === 0) return;
  const size =
    limits.counted === "json" ? JSON.stringify(blocks).length : characters(blocks) + text.length;
  if (size > limits.characters) throw new SlackError("msg_blocks_too_long");
}

/** Refuses metadata that is no event, or too much of one. */
export function checkMetadata(metadata: unknown, limits: UnpublishedLimits): Json {
  const value = metadata as Json | null;
  if (typeof value !== "object" || value === null) throw new SlackError("invalid_metadata_format");
  if (Object.keys(value).length === 0) return value;
  if (
    typeof value.event_type !== "string" ||
    typeof value.event_payload !== "object" ||
    value.event_payload === null
  )
    throw new SlackError("invalid_metadata_schema");
  if (Buffer.byteLength(JSON.stringify(value)) > limits.metadataBytes)
    throw new SlackError("metadata_too_large");
  return value;
}

function checkTogether(blocks: Json[], root: (string | number)[]): void {
  const tables = blocks.flatMap((block, index) =>
    /^(data_)?table$/.test(String(block.type)) ? [index] : [],
  );
  if (tables.length > 1)
    throw refusePayload("invalid_blocks", [at("only_one_table_allowed", [...root, tables[1]!])]);
  const cells = tables.reduce((sum, index) => sum + characters(blocks[index]!.rows), 0);
  if (cells > MOST_CELL_CHARACTERS)
    throw refusePayload("invalid_blocks", [
      at(`must be less than ${MOST_CELL_CHARACTERS + 1} characters`, [...root, tables[0]!, "rows"]),
    ]);
  const markdown = blocks.filter(({ type }) => type === "markdown");
  if (characters(markdown) > MOST_MARKDOWN_CHARACTERS) throw new SlackError("msg_blocks_too_long");
  const ids = new Set<unknown>();
  for (const [index, { block_id: id }] of blocks.entries()) {
    if (id === undefined) continue;
    // assumed, text only.
    if (ids.has(id))
      throw refusePayload("invalid_blocks", [
        at(`block_id ${id} already exists`, [...root, index]),
      ]);
    ids.add(id);
  }
}

/** Characters that a person reads: every `text` that is a string, at any depth. */
function characters(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + characters(item), 0);
  if (typeof value !== "object" || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, part]) =>
      sum + (key === "text" && typeof part === "string" ? part.length : characters(part)),
    0,
  );
}

/** Slack's sentences for what is wrong (as seen in public reports of invalid_blocks). */
function sentences(issue: z.core.$ZodIssue, root: (string | number)[], block: unknown): string[] {
  const path = [...root, ...issue.path];
  const given = issue.path.reduce<unknown>(
    (value, key) => (value as Json | undefined)?.[key as string],
    block,
  );
  switch (issue.code) {
    case "too_big":
      return issue.origin === "string"
        ? [at(`must be less than ${Number(issue.maximum) + 1} characters`, path)]
        : [at(`no more than ${issue.maximum} items allowed`, path)];
    case "too_small":
      return issue.origin === "string"
        ? [at("must be more than 0 characters", path)]
        : [at("no less than 1 items allowed", path)];
    case "unrecognized_keys":
      return issue.keys.map((key) => at(`invalid additional property: ${key}`, path));
    case "invalid_union": {
      const owner = typeOwner(issue.path, block);
      if (owner === undefined) return [at("must be a valid object", path.slice(0, -1))];
      const type = (owner as Json).type;
      if (type === undefined) return [at("missing required field: type", path.slice(0, -1))];
      return [at(`unsupported type: ${type}`, path)];
    }
    case "invalid_type":
      if (given === undefined)
        return [at(`missing required field: ${String(issue.path.at(-1))}`, path.slice(0, -1))];
      return [at(`must be a valid ${issue.expected}`, path)];
    case "custom":
      return [at(issue.message, path)];
    default:
      return [at("must be a valid enum value", path)];
  }
}

/** The object whose `type` decided nothing; zod's path of such an issue ends in `type`. */
function typeOwner(path: readonly PropertyKey[], block: unknown): unknown {
  const owner = path
    .slice(0, -1)
    .reduce<unknown>((value, key) => (value as Json)[key as string], block);
  return typeof owner === "object" && owner !== null ? owner : undefined;
}
