// Whether a column with a loose name ("Status", 区分, 通知先) holds what ours would. Where nothing in it is
// known, it is another matter that happens to be called the same: 本番 and 検証 are no wishes.
import type { Column } from "./headers.ts";
import type { Cell } from "./row.ts";
import { isChannel } from "./slack-channel.ts";
import { clean, isEmpty, isError, normal } from "./text.ts";
import { isWish } from "./words.ts";

type Readable = Exclude<Cell, { error: string }>;

const known: Partial<Record<Column, (cell: Readable) => boolean>> = {
  account_id: (cell) => /\d{9}/.test(normal(cell).replace(/[\s-]/g, "")),
  email: (cell) => normal(cell).includes("@"),
  slack_channel: isChannel,
  desired: isWish,
  tags: (cell) => /[=＝]/.test(normal(cell)),
};

/** True unless the column has values and not one of them makes sense. */
export function fits(column: Column, cells: readonly (Cell | undefined)[]): boolean {
  const makesSense = known[column];
  if (!makesSense) return true;
  const values = cells.filter(
    (cell): cell is Readable => cell !== undefined && !isError(cell) && !isEmpty(cell),
  );
  // A long text is a note, except where many make one value.
  const isShort = (cell: Readable) => column === "tags" || clean(cell).length < 200;
  return values.length === 0 || values.some((cell) => isShort(cell) && makesSense(cell));
}
