// Whether Slack would take a message: the check that every message of ours is held against.
import {
  type Block,
  type Message,
  MOST_BLOCKS,
  MOST_HEADER,
  MOST_JSON,
  MOST_ROWS,
  MOST_TEXT,
  weight,
} from "./limits.ts";

/** What is wrong with a message, in a sentence each. Empty: it fits. */
export function fits({ text, blocks }: Message): string[] {
  const wrong: string[] = [];
  if (text.length === 0) wrong.push("the text is empty");
  if (blocks.length === 0 || blocks.length > MOST_BLOCKS) wrong.push(`${blocks.length} blocks`);
  if (blocks.filter(({ type }) => type === "table").length > 1) wrong.push("two tables");
  if (JSON.stringify(blocks).length > MOST_JSON) wrong.push("the JSON is too long");
  let all = text.length;
  blocks.forEach((block, index) => {
    for (const one of textsOf(block)) {
      const length = weight(one.text, one.type);
      all += length;
      if (length === 0) wrong.push(`block ${index} has an empty text`);
      if (length > mostOf(block)) wrong.push(`block ${index} is too long`);
      if (!one.text.isWellFormed()) wrong.push(`block ${index} is no text`);
    }
    if (block.type === "table" && (block.rows as unknown[]).length > MOST_ROWS)
      wrong.push(`block ${index} has too many rows`);
  });
  if (all > MOST_TEXT) wrong.push(`${all} characters`);
  return wrong;
}

interface Text {
  type: string;
  text: string;
}

/** Per text: a header's 150, a section's 3,000; a cell has no limit of its own but the table's. */
const mostOf = ({ type }: Block): number => (type === "header" ? MOST_HEADER : 3_000);

function textsOf(block: Block): Text[] {
  if (block.type === "context") return block.elements as Text[];
  if (block.type === "table") return (block.rows as Text[][]).flat();
  return [block.text as Text];
}
